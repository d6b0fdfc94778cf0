"""How a report looks on paper: its measures, colours and kinds of text."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from app.report.fonts import BOLD, CODE, PLAIN
from app.report.picture import COLORS

MARGIN = 50.0
WIDTH = A4[0] - 2 * MARGIN
GUTTER = 14.0


def color(name: str) -> Any:
    """A colour of the app, as on a light page."""
    return HexColor(COLORS[name][0])


def style(name: str, size: float = 9.6, **more: Any) -> ParagraphStyle:
    """A kind of text; `size` in points, `more` are reportlab's own settings."""
    settings = {"fontName": PLAIN, "fontSize": size, "leading": 1.42 * size, "textColor": color("ink")}
    return ParagraphStyle(name, **{**settings, **more})


BODY = style("body", spaceAfter=5)
LEAD = style("lead", 13.5, spaceBefore=4, spaceAfter=8)
MUTED = style("muted", 8.4, textColor=color("muted"))
CAPTION = style("caption", 8.2, textColor=color("muted"), spaceBefore=3, spaceAfter=9)
TITLE = style("title", 27, fontName=BOLD, leading=32, spaceAfter=6)
H2 = style("h2", 17, fontName=BOLD, leading=22, spaceBefore=20, spaceAfter=8, keepWithNext=1)
H3 = style("h3", 10.4, fontName=BOLD, spaceBefore=11, spaceAfter=4, keepWithNext=1)
CELL = style("cell", 8.4)
RIGHT = style("right", 8.4, alignment=2)
MONO = style("mono", 7.6, fontName=CODE, splitLongWords=1)
HEAD = style("head", 8.4, textColor=color("muted"))
HEAD_RIGHT = style("head right", 8.4, textColor=color("muted"), alignment=2)
FACT = style("fact", 15, fontName=BOLD, leading=19)
LISTING = style("code", 8, fontName=CODE, leading=11.5, backColor=color("sunk"), borderPadding=(6, 8, 6, 8),
                 spaceBefore=8, spaceAfter=12, leftIndent=8, rightIndent=8)  # fmt: skip
