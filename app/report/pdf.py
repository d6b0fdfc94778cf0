"""A report as PDF: contents with page numbers, a line at the foot of every page, tables that repeat their heads."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageBreak, PageTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus.tableofcontents import TableOfContents
from typing_extensions import override

from app.report import blocks
from app.report.fonts import BOLD, PLAIN, markup, runs
from app.report.html import READERS
from app.report.pdf_blocks import flowables
from app.report.pdf_styles import BODY, H2, H3, MARGIN, MUTED, TITLE, WIDTH, color, style
from app.report.picture import COLORS, short

ROOM = 110.0  # below a section's title, or it begins on the next page
SMALL = 8  # rows of a table that stays with the sentence before it


def pdf(document: blocks.Document) -> bytes:
    """The file."""
    buffer = io.BytesIO()
    _Paper(buffer, document).multiBuild(_story(document))
    return buffer.getvalue()


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
        canvas.setFillColor(color("muted"))
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
    contents.levelStyles = [style("contents", 10.5, leading=19)]
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
            made = flowables(block)
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
