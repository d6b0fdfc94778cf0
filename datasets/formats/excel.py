"""Excel and OpenDocument workbooks: one sheet becomes one table."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

from datasets.errors import InputError
from datasets.formats._header import MAX_TITLE_ROWS, find_header
from datasets.formats._values import column_array, text_of
from datasets.record import Format, Reading, ReadOptions, Source

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAMPLE_ROWS = 1000


def read_excel(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The chosen sheet, or the first that is not empty; numbers and dates keep their type.

    Raises InputError: damaged or locked workbook, no such sheet, nothing in it.
    """
    sheet, sheets, rows, sentences = _sheet(source, options.sheet)
    rows = [row for row in rows if any(cell != "" for cell in row)]
    if not rows:
        raise InputError(f"A table needs at least a header row; the sheet {sheet!r} of {source.name} is empty.")
    width = max(len(row) for row in rows)
    sample = rows[: _SAMPLE_ROWS + MAX_TITLE_ROWS + (options.header_row or 0)]
    header = find_header(_as_text(sample, width), options.header_row)
    body = rows[header.n_rows :][:max_rows]
    columns = [column_array([row[j] if j < len(row) else None for row in body]) for j in range(width)]
    keep = [j for j in range(width) if header.names[j] or columns[j].null_count < len(columns[j])]
    assumed = {
        "sheet": sheet,
        "sheets": sheets,
        "header": header.present,
        "header_row": header.n_rows if header.present else 0,
    }
    cells = pa.table([columns[j] for j in keep], names=[header.names[j] for j in keep])
    return Reading(cells, assumed, (*sentences, *header.sentences))


def _sheet(source: Source, wanted: str | None) -> tuple[str, list[str], list[list[Any]], tuple[str, ...]]:
    try:
        with CalamineWorkbook.from_path(str(source.path)) as book:
            names = list(book.sheet_names)
            if not names:
                raise InputError(f"{source.name} has no sheet. Save it again from your spreadsheet program.")
            if wanted is not None:
                return wanted, names, book.get_sheet_by_name(wanted).to_python(), ()
            for name in names:
                rows = book.get_sheet_by_name(name).to_python()
                if any(cell != "" for row in rows for cell in row):
                    break
    except WorksheetNotFound as error:
        listed = ", ".join(names)
        raise InputError(f"There is no sheet {wanted!r} in {source.name}. Its sheets are: {listed}.") from error
    except PasswordError as error:
        raise InputError(f"{source.name} is locked by a password. Save a copy without one.") from error
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(
            f"{source.name} is not a workbook that can be read, or it is damaged. Save it as CSV."
        ) from error
    said = (f"The workbook has {len(names)} sheets; {name!r} was read.",) if len(names) > 1 else ()
    return name, names, rows, said


def _as_text(rows: list[list[Any]], width: int) -> pa.Table:
    texts = [[None if j >= len(row) or row[j] == "" else text_of(row[j]) for row in rows] for j in range(width)]
    return pa.table([pa.array(column, pa.string()) for column in texts], names=[f"c{j}" for j in range(width)])


FORMAT = Format(
    name="excel",
    title="Excel",
    suffixes=(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    recognises=lambda head: head.startswith((ZIP, OLE)),
    read=read_excel,
)
