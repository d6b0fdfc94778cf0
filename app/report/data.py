"""The report of a table, before a model is built from it."""

from __future__ import annotations

from app.report import of_data
from app.report.blocks import Document, written
from app.report.sheet import Sheet
from app.ui.text import plural


def data_report(sheet: Sheet) -> Document:
    """The document. Raises InputError when the table has no such target."""
    if sheet.target is not None:
        sheet.table.schema[sheet.target]  # an unknown name is an InputError with the nearest names
    size = f"{plural(sheet.table.n_rows, 'row')}, {plural(sheet.table.n_columns, 'column')}"
    aim = f", to predict {sheet.target}" if sheet.target else ""
    foot = f"{sheet.name} · content {sheet.table.fingerprint[:16]}"
    return Document("Data report", sheet.name, f"{size}{aim}.", foot, written(tuple(of_data.ALL.values()), sheet))
