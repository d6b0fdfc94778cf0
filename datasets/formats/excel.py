"""Excel and OpenDocument workbooks: one sheet becomes one table."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from datasets.errors import InputError
from datasets.formats._header import MAX_TITLE_ROWS, find_header
from datasets.formats._values import column_array, text_of
from datasets.opening import ZIP
from datasets.record import Format, Reading, ReadOptions, Source

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
        "header_lines": header.n_lines,
    }
    cells = pa.table([columns[j] for j in keep], names=[header.names[j] for j in keep])
    return Reading(cells, assumed, (*sentences, *header.sentences))


def _sheet(source: Source, wanted: str | None) -> tuple[str, list[str], list[list[Any]], tuple[str, ...]]:
    """The name of the sheet that is read, those of all, its rows, and what to say."""
    names: list[str] = []
    try:
        with CalamineWorkbook.from_path(str(source.path)) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            if not names:
                raise InputError(f"{source.name} has no sheet. Save it again from your spreadsheet program.")
            sheet = _likely(book, names) if wanted is None else book.get_sheet_by_name(wanted)
            rows, said = filled(sheet)
    except WorksheetNotFound as error:
        listed = ", ".join(names)
        raise InputError(f"There is no sheet {wanted!r} in {source.name}. Its sheets are: {listed}.") from error
    except (PasswordError, CalamineError, OSError, ValueError) as error:
        if isinstance(error, PasswordError) or _is_encrypted(source):
            raise InputError(f"{source.name} is locked by a password. Save a copy without one.") from error
        raise InputError(
            f"{source.name} is not a workbook that can be read, or it is damaged. Save it as CSV."
        ) from error
    if wanted is None and len(names) > 1:
        said = (f"The workbook has {len(names)} sheets; {sheet.name!r} was read.", *said)
    return sheet.name, names, rows, said


def _likely(book: CalamineWorkbook, names: list[str]) -> CalamineSheet:
    """The first sheet in sight that holds a table (at least two rows and two columns), else the first with a cell."""
    hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    first = None
    for name in sorted(names, key=lambda name: name in hidden):
        sheet = book.get_sheet_by_name(name)
        if sheet.height > 1 and sheet.width > 1 and name not in hidden:
            return sheet
        first = first or (sheet if sheet.height else None)
    return first or book.get_sheet_by_name(names[0])


def filled(sheet: CalamineSheet) -> tuple[list[list[Any]], tuple[str, ...]]:
    """The rows of a sheet; where cells of one column are merged over several rows, every row gets the value, and a
    sentence says so. Cells that are merged over several columns are a title or a heading and stay as they are."""
    rows = sheet.to_python()
    top, left = sheet.start or (0, 0)
    n = 0
    for (first, column), (last, last_column) in sheet.merged_cell_ranges or ():
        block = rows[max(first - top, 0) : last - top + 1]
        if column != last_column or len(block) < 2 or block[0][column - left] == "":
            continue
        n += 1
        for row in block:
            row[column - left] = block[0][column - left]
    cells = "1 block of merged cells" if n == 1 else f"{n:,} blocks of merged cells"
    return rows, (f"{cells}: every row gets the value.",) if n else ()


def _is_encrypted(source: Source) -> bool:
    """Whether an OLE file wraps an encrypted workbook, which is what a password makes of an .xlsx file."""
    return source.head.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in source.path.read_bytes()


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
