"""Web pages and XML spreadsheets, which many programs save as .xls: the largest table in them."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

from datasets.errors import InputError
from datasets.formats._encoding import FALLBACK, by_first_bytes
from datasets.formats._markup import Rows, Tables
from datasets.formats.csv import read_csv
from datasets.record import Format, Reading, ReadOptions, Source

_STARTS = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<style", b"<table")
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
    tables = Tables()
    tables.feed(text)
    tables.close()
    found = [rows for rows in tables.found if len(rows) > 1 and max(map(len, rows)) > 1]
    if not found:
        raise InputError(
            f"A table file must be text (CSV), Excel, Parquet or JSON Lines; {source.name} is a web page (HTML) or an "
            "XML document without a whole table, often the page that asks to log in. Export the table as one of these."
        )
    best = max(found, key=lambda rows: sum(map(len, rows)))
    said = (f"The file has {len(found)} tables; the largest was read.",) if len(found) > 1 else ()
    as_lines = ReadOptions(delimiter=",", quote='"', header_row=options.header_row)
    reading = read_csv(_as_csv(source, best), as_lines, max_rows)
    assumed = {name: value for name, value in reading.assumed.items() if name not in _LINES_OF_A_FILE}
    return replace(reading, assumed={**assumed, "encoding": encoding}, sentences=(*said, *reading.sentences))


def _as_csv(source: Source, rows: Rows) -> Source:
    """The rows, of equal length, as a CSV file."""
    path, width = source.workspace / "table.csv", max(map(len, rows))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([*row, *[""] * (width - len(row))] for row in rows)
    with path.open("rb") as file:
        return replace(source, path=path, head=file.read(len(source.head)))


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
    return start.startswith(_STARTS) or (start.startswith(b"<?xml") and (_SPREADSHEET in start or b"<html" in start))


FORMAT = Format(
    name="html",
    title="HTML",
    suffixes=(".html", ".htm"),
    recognises=_recognises,
    read=read_html,
)
