"""How the values of each column are spread, drawn."""

from __future__ import annotations

from app.report import charts
from app.report.blocks import Block, Paragraph, Row, Section
from app.report.of_data._columns import picture
from app.report.sheet import Sheet
from app.ui import formats

MOST_COLUMNS = 40


def body(sheet: Sheet) -> list[Block]:
    drawn = [picture(column, charts.HALF) for column in sheet.profile.columns if column.name != sheet.target]
    figures = [figure for figure in drawn if figure is not None]
    shown = figures[:MOST_COLUMNS]
    blocks: list[Block] = [Row(tuple(shown[i : i + 2])) for i in range(0, len(shown), 2)]
    if len(figures) > len(shown):
        blocks.append(Paragraph(f"{formats.count(len(figures) - len(shown))} more columns are not drawn."))
    return blocks


SECTION = Section("distributions", "Distributions", 50, "analyst", body)
