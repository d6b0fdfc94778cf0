"""A report as PDF: contents with page numbers, a line at the foot of every page, tables that repeat their heads."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus import Paragraph as Text
from reportlab.platypus.tableofcontents import TableOfContents
from typing_extensions import override

from app.report import blocks
from app.report.drawing import drawing
from app.report.fonts import BOLD, CODE, PLAIN, markup, runs
from app.report.html import READERS
from app.report.picture import COLORS, short

MARGIN = 50.0
WIDTH = A4[0] - 2 * MARGIN
GUTTER = 14.0
TONES = {"plain": ("accent", "tint"), "good": ("good", "good-tint"), "warn": ("warn", "warn-tint")}
LONGEST = 420  # letters in a cell: a row must fit on a page
ROOM = 110.0  # below a section's title, or it begins on the next page
SMALL = 8  # rows of a table that stays with the sentence before it


def pdf(document: blocks.Document) -> bytes:
    """The file."""
    buffer = io.BytesIO()
    _Paper(buffer, document).multiBuild(_story(document))
    return buffer.getvalue()


def _c(name: str) -> Any:
    return HexColor(COLORS[name][0])


def _style(name: str, size: float = 9.6, **more: Any) -> ParagraphStyle:
    settings = {"fontName": PLAIN, "fontSize": size, "leading": 1.42 * size, "textColor": _c("ink")}
    return ParagraphStyle(name, **{**settings, **more})


BODY = _style("body", spaceAfter=5)
LEAD = _style("lead", 13.5, spaceBefore=4, spaceAfter=8)
MUTED = _style("muted", 8.4, textColor=_c("muted"))
CAPTION = _style("caption", 8.2, textColor=_c("muted"), spaceBefore=3, spaceAfter=9)
TITLE = _style("title", 27, fontName=BOLD, leading=32, spaceAfter=6)
H2 = _style("h2", 17, fontName=BOLD, leading=22, spaceBefore=20, spaceAfter=8, keepWithNext=1)
H3 = _style("h3", 10.4, fontName=BOLD, spaceBefore=11, spaceAfter=4, keepWithNext=1)
CELL = _style("cell", 8.4)
RIGHT = _style("right", 8.4, alignment=2)
MONO = _style("mono", 7.6, fontName=CODE, splitLongWords=1)
HEAD = _style("head", 8.4, textColor=_c("muted"))
HEAD_RIGHT = _style("head right", 8.4, textColor=_c("muted"), alignment=2)
FACT = _style("fact", 15, fontName=BOLD, leading=19)
LISTING = _style("code", 8, fontName=CODE, leading=11.5, backColor=_c("sunk"), borderPadding=(6, 8, 6, 8),
                 spaceBefore=8, spaceAfter=12, leftIndent=8, rightIndent=8)  # fmt: skip


class _Paper(BaseDocTemplate):
    """A4 with a foot; tells the table of contents where sections begin. The pages are those of the pass before."""

    def __init__(self, buffer: io.BytesIO, document: blocks.Document) -> None:
        super().__init__(
            buffer, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=58,
            title=f"{document.title}, {document.kind.lower()}", author="Easel", lang="en", invariant=1,
        )  # fmt: skip
        frame = Frame(MARGIN, 58, WIDTH, A4[1] - MARGIN - 58, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPageEnd=self._foot))
        self._foot_text = document.foot
        self._pages, self._last = 0, 0

    @override
    def beforeDocument(self) -> None:
        self._pages, self._last = self._last, 0

    @override
    def afterFlowable(self, flowable: Flowable) -> None:
        if isinstance(flowable, _Title):
            self.canv.bookmarkPage(flowable.key)
            self.canv.addOutlineEntry(flowable.plain, flowable.key)
            self.notify("TOCEntry", (0, flowable.entry, self.page, flowable.key))

    def _foot(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        self._last = max(self._last, canvas.getPageNumber())
        canvas.setFillColor(_c("muted"))
        x = MARGIN
        for font, piece in runs(short(self._foot_text, 96)):
            canvas.setFont(font, 7.5)
            canvas.drawString(x, 34, piece)
            x += canvas.stringWidth(piece, font, 7.5)
        canvas.setFont(PLAIN, 7.5)
        canvas.drawRightString(A4[0] - MARGIN, 34, f"{canvas.getPageNumber()} of {self._pages or '?'}")


class _Title(Text):
    """The title of a section, which the table of contents names."""

    def __init__(self, part: blocks.Part) -> None:
        super().__init__(markup(part.title, BOLD), H2)
        self.key, self.plain = part.name, part.title
        muted = COLORS["muted"][0]
        self.entry = f'{markup(part.title)} <font color="{muted}" size="8.4">&nbsp; {READERS[part.readers]}</font>'


def _story(document: blocks.Document) -> list[Flowable]:
    contents = TableOfContents()
    contents.levelStyles = [_style("contents", 10.5, leading=19)]
    contents.dotsMinLevel = -1
    found: list[Flowable] = [
        Spacer(1, 110),
        Text(markup(document.kind), MUTED),
        Text(markup(short(document.title, 200), BOLD), TITLE),
        Text(markup(document.subtitle), BODY),
        Spacer(1, 40),
        Text("Contents", H3),
        contents,
        PageBreak(),
    ]
    for place, part in enumerate(document.parts):
        found.append(CondPageBreak(ROOM))
        found.append(_Title(part))
        for block, after in zip(part.blocks, (*part.blocks[1:], None), strict=True):
            made = _flowables(block)
            if _introduces(block, after):
                made[-1].keepWithNext = True
            found += made
        if place == 0:
            found.append(PageBreak())  # the first page of the report is the summary's own
    return found


def _introduces(block: blocks.Block, after: blocks.Block | None) -> bool:
    """Whether a paragraph says what the code, or the small table, after it is."""
    small = isinstance(after, blocks.Grid) and len(after.rows) <= SMALL
    return isinstance(block, blocks.Paragraph) and (small or isinstance(after, blocks.Code))


def _flowables(block: blocks.Block) -> list[Flowable]:
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
                ("BACKGROUND", (0, 0), (-1, -1), _c(ground)),
                ("LINEBEFORE", (0, 0), (0, -1), 2.2, _c(edge)),
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
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, _c("stone")),
                ("LINEBELOW", (0, 1), (-1, -1), 0.5, _c("line2")),
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
