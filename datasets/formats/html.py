"""Web pages and XML spreadsheets, which many programs save as .xls: the largest table in them."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

from datasets.errors import InputError
from datasets.formats._encoding import FALLBACK, by_first_bytes
from datasets.formats._grid import MOST_MADE, MOST_MADE_EACH, Rows, Table, TooManyCellsError
from datasets.formats._markup import Tables
from datasets.formats.csv import read_csv
from datasets.reading import Format, Reading, Source
from datasets.record import MAX_COLUMNS, ReadOptions, too_many_columns

_COMMENTS = re.compile(rb"(?:<!--.*?-->\s*)*", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|meta|body|style|table)[\s>/]")
# A column may be called <table> or <body>: behind those of a page come its rows, or other tags.
_ROWS = re.compile(rb"</t|<tr[\s>/]")
_TAGS = re.compile(rb"</[a-z]|<(?:head|body|meta|link|style|script|title|table|div|center|form|font|p|h1|h2)[\s>/]")
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_:.-]+)")
_LINES_OF_A_FILE = ("delimiter", "quote", "escape", "comment_lines")


def read_html(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The table with the most cells; its first row is row 1. Raises InputError when there is none, or it has no end."""
    encoding = options.encoding or _encoding(source)
    try:
        text = source.path.read_bytes().decode(encoding, "strict" if options.encoding else "replace")
    except (LookupError, UnicodeError) as error:
        raise InputError(f"{source.name} is not in the encoding {encoding}. Try utf-8 or windows-1252.") from error
    found = [table for table in _tables(source, text) if len(table.rows) > 1 and max(map(len, table.rows)) > 1]
    if not found:
        raise InputError(
            f"A table file must be text (CSV), Excel, Parquet or JSON Lines; {source.name} is a web page (HTML) or an "
            "XML document without a whole table, often the page that asks to log in. Export the table as one of these."
        )
    best = max(found, key=lambda table: sum(map(len, table.rows)))
    said = [f"The file has {len(found)} tables; the largest was read."] if len(found) > 1 else []
    if (n_lines := best.join_header()) > 1:
        said.append(f"The header has {n_lines} lines; the names are put together from them.")
    as_lines = ReadOptions(delimiter=",", quote='"', header_row=options.header_row)
    reading = read_csv(_as_csv(source, best.rows), as_lines, max_rows)
    assumed = {name: value for name, value in reading.assumed.items() if name not in _LINES_OF_A_FILE}
    return replace(reading, assumed={**assumed, "encoding": encoding}, sentences=(*said, *reading.sentences))


def _tables(source: Source, text: str) -> list[Table]:
    """The tables of a page. Raises InputError when it is damaged before or within one."""
    tables = Tables()
    try:
        tables.feed(text)
        is_cut = tables.is_cut
    except TooManyCellsError as error:
        raise InputError(_too_sparse(source.name)) from error
    except (AssertionError, ValueError):  # a declaration that HTML has not, the number of a character beyond all
        is_cut = True
    if is_cut:
        raise InputError(
            f"{source.name} is a damaged web page or XML document: a tag or a comment in it has no end. "
            "Export the table again."
        )
    return tables.found


def _as_csv(source: Source, rows: Rows) -> Source:
    """The rows, of equal length, as a CSV file."""
    path, width = source.workspace / "table.csv", max(map(len, rows))
    if width > MAX_COLUMNS:
        raise InputError(too_many_columns(source.name, width))
    if width * len(rows) > MOST_MADE + MOST_MADE_EACH * sum(map(len, rows)):
        raise InputError(_too_sparse(source.name))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([*row, *[""] * (width - len(row))] for row in rows)
    with path.open("rb") as file:
        return replace(source, path=path, head=file.read(len(source.head)))


def _too_sparse(name: str) -> str:
    return (
        f"The cells of a table in a web page must fill it; in {name} a few go over very many rows and columns. "
        "Export the table again, as CSV."
    )


def _encoding(source: Source) -> str:
    """What the first bytes, the page itself or its bytes say."""
    if (found := by_first_bytes(source.head)) is not None:
        return found
    said = _CHARSET.search(source.head)
    for encoding in (said[1].decode("ascii") if said else "utf-8", "utf-8"):
        try:
            source.path.read_bytes().decode(encoding)
        except (LookupError, UnicodeError):
            continue
        return encoding.lower()
    return FALLBACK


def _recognises(head: bytes) -> bool:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(b"<?xml"):
        return _SPREADSHEET in start or b"<html" in start
    start = _COMMENTS.sub(b"", start, count=1)
    page = _PAGE.match(start)
    if page is None:
        return False
    within = _ROWS if page[0].startswith(b"<table") else _TAGS
    return page[0].startswith(b"<!") or within.search(start, page.end()) is not None


FORMAT = Format(
    name="html",
    title="HTML",
    suffixes=(".html", ".htm"),
    recognises=_recognises,
    read=read_html,
)
