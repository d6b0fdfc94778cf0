"""What was asked of a reader, in words: the delimiter ';', the header in row 2."""

from __future__ import annotations

from typing import Any

from datasets import layout
from datasets.record import ReadOptions

WORDS = {
    "delimiter": "the delimiter {!r}",
    "quote": "the quote {!r}",
    "escape": "the escape {!r}",
    "encoding": "the encoding {}",
    "header_row": "the header in row {}",
    "layout": "{}",
    "sheet": "the sheet {!r}",
    "decimal": "the decimal mark {!r}",
    "day_first": "the day {} the month",
    "table": "the table {!r}",
}


def described(options: ReadOptions, without: ReadOptions) -> str:
    """Options in words, those aside that are fixed in `without`."""
    fixed = without.to_dict()
    values = {name: value for name, value in options.to_dict().items() if name in WORDS and name not in fixed}
    return ", ".join(_words(name, value) for name, value in values.items())


def _words(name: str, value: Any) -> str:
    if name == "header_row" and not value:
        return "no header"
    if name == "day_first":
        value = "before" if value else "after"
    if name == "layout":
        value = layout.WORDS[layout.name_of(value)]
    return WORDS[name].format(value)


__all__ = ["WORDS", "described"]
