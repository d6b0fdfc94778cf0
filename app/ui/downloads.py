"""CSV files that people take from a page to open them in a spreadsheet."""

from __future__ import annotations

from codecs import BOM_UTF8


def for_spreadsheets(content: bytes) -> bytes:
    """A CSV file in UTF-8, which begins with a byte order mark where it has a letter beyond ASCII: without the mark
    Excel takes it for a text in the encoding of the computer, and shows € as â‚¬."""
    return content if content.isascii() or content.startswith(BOM_UTF8) else BOM_UTF8 + content


__all__ = ["for_spreadsheets"]
