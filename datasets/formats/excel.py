"""Excel and OpenDocument workbooks: one sheet becomes one table."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from datasets.formats._aside import Told, as_text, reasons_around, sentences_of
from datasets.formats._dialect import Dialect
from datasets.formats._ends import EMPTY, LAST_ROWS, reasons_at_end
from datasets.formats._header import MAX_TITLE_ROWS, Header, find_header
from datasets.formats._values import column_array, text_of
from datasets.opening import ZIP
from datasets.reading import Format, Reading, Source
from datasets.record import ReadOptions, SetAside

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAMPLE_ROWS = 1000
# So many rows of a sheet are offered as its header.
_OFFERED_ROWS = 10


def read_excel(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The chosen sheet, or the first that is not empty; numbers and dates keep their type.

    Raises InputError: damaged or locked workbook, no such sheet, nothing in it.
    """
    sheet = _sheet(source, options.sheet)
    places = [i for i, row in enumerate(sheet.rows) if not _is_blank(row)]
    if not places:
        raise InputError(f"A table needs at least a header row; the sheet {sheet.name!r} of {source.name} is empty.")
    rows = [sheet.rows[i] for i in places]
    width = max(len(row) for row in rows)
    numbers = [sheet.top + i + 1 for i in places]
    header_row = _position(options.header_row, numbers, sheet.name)
    sample = rows[: _SAMPLE_ROWS + MAX_TITLE_ROWS + (header_row or 0)]
    header = find_header(_as_text(sample, width), replace(options, header_row=header_row), numbers=numbers)
    told = Told([*sheet.sentences, *header.sentences])
    reasons = _reasons(sheet.rows, places, header, width)
    told.put_aside([SetAside(reasons[i], _line(rows[i]), numbers[i]) for i in sorted(reasons)])
    told.sentences += sentences_of(reasons.values())
    body = [rows[i] for i in range(header.n_rows, len(rows)) if i not in reasons][:max_rows]
    assumed = {
        "sheet": sheet.name,
        "sheets": sheet.names,
        "header": header.present,
        "header_row": numbers[header.n_rows - 1] if header.present else 0,
        "header_rows": [0, *numbers[: max(_OFFERED_ROWS, header.n_rows)]],
        "header_lines": header.n_lines,
    }
    return Reading(_cells(body, header, width), assumed, **told.fields())


def _cells(body: list[list[Any]], header: Header, width: int) -> pa.Table:
    """The columns that have a name or a cell."""
    columns = [column_array([row[j] if j < len(row) else None for row in body]) for j in range(width)]
    keep = [j for j in range(width) if header.names[j] or columns[j].null_count < len(columns[j])]
    return pa.table([columns[j] for j in keep], names=[header.names[j] for j in keep])


def _position(header_row: int | None, numbers: list[int], sheet: str) -> int | None:
    """The row of a sheet as its place, from 1, among those that are not blank, which have these numbers. Raises
    InputError where it is none of them."""
    if not header_row:
        return header_row
    if header_row not in numbers:
        where = f"rows {numbers[0]:,} to {numbers[-1]:,} of the sheet {sheet!r} that is not blank"
        raise InputError(f"The header must be one of the {where}; row {header_row:,} was asked for.")
    return numbers.index(header_row) + 1


def _is_blank(row: list[Any]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _reasons(rows: list[list[Any]], places: list[int], header: Header, width: int) -> dict[int, str]:
    """Why rows do not belong to the table, by their position among those that are not blank, which stand at these
    `places`. A blank row only tells that what stands below it is a note."""
    filled = [rows[i] for i in places]
    ends: list[str] = []
    if len(places) > header.n_rows:
        body = rows[places[header.n_rows] : places[-1] + 1]
        above = (lambda: [_as_text(body[:-LAST_ROWS], width)]) if len(body) > LAST_ROWS else None
        ends = [reason for reason in reasons_at_end(_as_text(body[-LAST_ROWS:], width), above) if reason != EMPTY]
    line = filled[header.n_rows - 1]
    again = [i for i in range(header.n_rows, len(filled)) if filled[i] == line] if header.can_repeat else []
    return reasons_around(_as_text(filled[: header.n_rows + 2], width), len(filled), header, ends, again)


def _line(row: list[Any]) -> str:
    """A row as a line of a CSV file."""
    return as_text([text_of(cell) for cell in row], Dialect())


@dataclass(frozen=True)
class _Sheet:
    """A sheet of a workbook with those `names`: its rows, `top` blank ones above them, and what there is to say."""

    name: str
    names: list[str]
    top: int
    rows: list[list[Any]]
    sentences: tuple[str, ...]


def _sheet(source: Source, wanted: str | None) -> _Sheet:
    """The sheet that is read."""
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
    return _Sheet(sheet.name, names, (sheet.start or (0, 0))[0], rows, said)


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
