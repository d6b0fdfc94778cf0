"""CSV files that people take from a page to open them in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
import re

from app.ui import state
from app.ui.notation import of_locale
from inference.output import PLAIN, CsvStyle

MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
COMMA = CsvStyle(";", decimal=",")
POINT = CsvStyle(";")
NUMBER = re.compile(r"[+-]?\d+\.\d+(?:e[+-]?\d+)?", re.IGNORECASE)


def spreadsheet_style(locale: str | None) -> CsvStyle:
    """How a spreadsheet of a locale ("de-DE") expects a CSV file: with semicolons where numbers have a decimal comma,
    and in Switzerland and Peru, which have a point."""
    written = of_locale(locale)
    if written.decimal == ",":
        return COMMA
    return POINT if written.group == "\u2019" or (locale or "").replace("_", "-") == "es-PE" else PLAIN


def reader_style() -> CsvStyle:
    """That of who looks at this page."""
    return spreadsheet_style(state.locale())


def for_spreadsheets(content: bytes, encoding: str = "utf-8") -> bytes:
    """A CSV file, which begins with a byte order mark where it has a letter beyond ASCII and is in one of Unicode's
    encodings: without the mark Excel takes it for a text in the encoding of the computer, and shows € as â‚¬."""
    mark = MARKS.get(encoding.lower(), b"")
    if content.startswith(mark) or (encoding.lower() == "utf-8" and content.isascii()):
        return content
    return mark + content


def for_reader(content: bytes, style: CsvStyle, *, numbers: bool = True) -> bytes:
    """A plain CSV file (comma, UTF-8, decimal point) as the spreadsheet of who looks at the page expects it; without
    `numbers` only the delimiter changes, as its cells are quoted from somebody's file."""
    if style == PLAIN:
        return for_spreadsheets(content)
    mark = style.decimal if numbers else "."
    out = io.StringIO()
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    writer = csv.writer(out, delimiter=style.delimiter, lineterminator="\n")
    writer.writerows([_number(cell, mark) for cell in row] for row in rows)
    return for_spreadsheets(out.getvalue().encode())


def _number(cell: str, mark: str) -> str:
    return cell.replace(".", mark) if mark != "." and NUMBER.fullmatch(cell) else cell


__all__ = ["for_reader", "for_spreadsheets", "reader_style", "spreadsheet_style"]
