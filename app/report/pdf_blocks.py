"""The blocks of a report as what reportlab lays out, one below the other."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, ListFlowable, ListItem, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Text

from app.report import blocks
from app.report.drawing import drawing
from app.report.fonts import BOLD, CODE, PLAIN, markup
from app.report.pdf_styles import (
    BODY,
    CAPTION,
    CELL,
    FACT,
    GUTTER,
    H3,
    HEAD,
    HEAD_RIGHT,
    LEAD,
    LISTING,
    MONO,
    MUTED,
    RIGHT,
    WIDTH,
    color,
)
from app.report.picture import short

TONES = {"plain": ("accent", "tint"), "good": ("good", "good-tint"), "warn": ("warn", "warn-tint")}
LONGEST = 420  # letters in a cell: a row must fit on a page


def flowables(block: blocks.Block) -> list[Flowable]:
    """What a block is laid out as, from top to bottom."""
    match block:
        case blocks.Heading():
            return [Text(markup(block.text, BOLD), H3)]
        case blocks.Paragraph():
            return [Text(markup(block.text), LEAD if block.lead else BODY)]
        case blocks.Remark():
            return [_remark(block), Spacer(1, 7)]
        case blocks.Bullets():
            items: list[Any] = [ListItem(Text(markup(item), BODY)) for item in block.items]
            return [ListFlowable(items, bulletType="bullet", start="•", bulletFontSize=9, leftIndent=13)]
        case blocks.Code():
            return [Text(_lines(block.text), LISTING)]
        case blocks.Facts():
            return _facts(block)
        case blocks.Grid():
            return [_grid(block), Spacer(1, 8)]
        case blocks.Figure():
            return _whole(*_figure(block, WIDTH))
        case blocks.Row():
            return [_row(block)]


def _whole(title: Flowable, picture: Flowable, words: Flowable) -> list[Flowable]:
    """A figure on one page, with the heading before it; pictures take no such mark, so one stands in a table."""
    boxed = Table([[picture]], [WIDTH])
    boxed.setStyle(TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]))
    title.keepWithNext = boxed.keepWithNext = True
    return [title, boxed, words]


def _remark(block: blocks.Remark) -> Flowable:
    edge, ground = TONES[block.tone]
    table = Table([[Text(markup(block.text), BODY)]], [WIDTH])
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), color(ground)),
                ("LINEBEFORE", (0, 0), (0, -1), 2.2, color(edge)),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ]
        )
    )
    return table


def _lines(text: str) -> str:
    """Code as markup: blanks and lines stay, long lines wrap."""
    lines = []
    for line in text.split("\n"):
        stripped = line.lstrip(" ")
        lines.append("&nbsp;" * (len(line) - len(stripped)) + markup(stripped, CODE))
    return "<br/>".join(lines)


def _facts(block: blocks.Facts) -> list[Flowable]:
    cells = [
        [Text(markup(f.label), MUTED), Text(markup(short(f.value, 60), BOLD), FACT), Text(markup(f.note), MUTED)]
        for f in block.facts
    ]
    found: list[Flowable] = []
    for start in range(0, len(cells), 4):
        some = cells[start : start + 4]
        table = Table([some], [WIDTH / len(some)] * len(some))
        table.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        found += [table, Spacer(1, 4)]
    return found


def _grid(block: blocks.Grid) -> Flowable:
    width = block.widths or (1.0,) * len(block.headers)
    widths = [WIDTH * share / sum(width) for share in width]
    styles = [RIGHT if i in block.right else MONO if i in block.code else CELL for i in range(len(widths))]
    fonts = [CODE if i in block.code else PLAIN for i in range(len(widths))]
    head = [Text(markup(t), HEAD_RIGHT if i in block.right else HEAD) for i, t in enumerate(block.headers)]
    rows = [
        [Text(markup(short(t, LONGEST), f), s) for t, f, s in zip(row, fonts, styles, strict=True)]
        for row in block.rows
    ]
    table = Table([head, *rows], widths, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, color("stone")),
                ("LINEBELOW", (0, 1), (-1, -1), 0.5, color("line2")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, -1), 3.2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3.6),
            ]
        )
    )
    return table


def _figure(figure: blocks.Figure, width: float) -> list[Flowable]:
    title: list[Flowable] = [Text(markup(short(figure.title, 120), BOLD), H3)] if figure.title else [Spacer(1, 4)]
    return [*title, drawing(figure.picture, width), Text(markup(figure.words), CAPTION)]


def _row(block: blocks.Row) -> Flowable:
    width = (WIDTH - GUTTER) / 2
    cells: list[Any] = [_figure(figure, width) for figure in block.figures]
    cells += [""] * (2 - len(cells))
    table = Table([cells], [width + GUTTER, width])
    table.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                               ("VALIGN", (0, 0), (-1, -1), "TOP")]))  # fmt: skip
    return table
