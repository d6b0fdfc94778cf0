"""CSV files that people take from a page to open them in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
import re

from app.ui import state
from inference.output import PLAIN, CsvStyle

MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
COMMA = CsvStyle(";", decimal=",")
POINT = CsvStyle(";")
# Languages whose spreadsheets write 1,5 and therefore part cells by semicolons (Unicode CLDR: decimal ",").
LANGUAGES = (
    "af az be bg bs ca cs da de el es et eu fi fo fr gl hr hu hy id is it ka kk ky lt lv mk nb nl nn no pl pt ro ru sk "
    "sl sq sr sv tr uk uz vi"
)
COMMA_LANGUAGES = frozenset(LANGUAGES.split())
# Countries that do it otherwise than the language says.
COUNTRIES = {
    **dict.fromkeys(("de-CH", "de-LI", "it-CH"), POINT),
    **dict.fromkeys(("en-ZA",), COMMA),
    **dict.fromkeys(("es-419", "es-DO", "es-GT", "es-HN", "es-MX", "es-NI", "es-PA", "es-PR", "es-SV", "es-US"), PLAIN),
    **dict.fromkeys(("es-PE",), POINT),
}
NUMBER = re.compile(r"[+-]?\d+\.\d+(?:e[+-]?\d+)?", re.IGNORECASE)


def spreadsheet_style(locale: str | None) -> CsvStyle:
    """How a spreadsheet of a locale ("de-DE") expects a CSV file: of the country, else of the language, else plain."""
    language, _, rest = (locale or "").replace("_", "-").partition("-")
    country = rest.rpartition("-")[2]
    found = COUNTRIES.get(f"{language.lower()}-{country.upper()}")
    return found or (COMMA if language.lower() in COMMA_LANGUAGES else PLAIN)


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
