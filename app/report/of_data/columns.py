"""Every column: its kind, what is missing, its typical value and its range."""

from __future__ import annotations

from app.report.blocks import Block, Grid, Section
from app.report.of_data._columns import middle, missing, span
from app.report.sheet import Sheet
from app.ui import formats
from app.ui.text import choice_title
from datasets.profile import ColumnProfile


def body(sheet: Sheet) -> list[Block]:
    n = sheet.profile.n_rows
    rows = tuple(_row(column, n) for column in sheet.profile.columns)
    heads = ("column", "kind", "missing", "different", "typical", "range")
    return [Grid(heads, rows, (2, 3), (22, 12, 10, 11, 21, 24))]


def _row(column: ColumnProfile, n_rows: int) -> tuple[str, ...]:
    kind = choice_title(column.choice) if column.choice else column.kind
    different = formats.count(column.n_unique)
    return (column.name, kind, missing(column, n_rows), different, middle(column), span(column))


SECTION = Section("columns", "Columns", 40, "analyst", body)
