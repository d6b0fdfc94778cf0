"""What was found in one file as guesses about the next, which may be too short to show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from datasets import layout
from datasets.formats._encoding import FALLBACK
from datasets.record import ReadOptions
from datasets.table import Table

# In more rows than this it shows whether the first one is a header, and which encoding the file has.
MOST_UNTOLD_ROWS = 3
# What Western texts may be taken for that have few letters beyond English ones, and the other way round.
_ALIKE = ("windows-1250", "windows-1252")
_NUMBER = re.compile(r"[+-]?\d[\d.,' ]*%?")
_HEADER = ("header_row", "header_lines")
_FOUND = ("delimiter", "quote", "escape", "encoding", *_HEADER, "layout", "sheet")


@dataclass(frozen=True)
class Seen:
    """What a reading with some options finds: the names of the columns, how many of the first rows, and what was
    assumed."""

    names: tuple[str, ...]
    n_rows: int
    assumed: Mapping[str, Any]

    @classmethod
    def of(cls, table: Table) -> Seen:
        return cls(table.names, table.n_rows, table.record.assumed)


def found_in(assumed: Mapping[str, Any]) -> ReadOptions:
    """What was found in a file, of its assumptions, that tells how to find the cells of the next one."""
    found = {name: assumed[name] for name in _FOUND if name in assumed}
    if str(found.get("encoding", "utf-8")).startswith("utf-8"):
        found.pop("encoding", None)
    if found.get("header_lines") == 1:
        found.pop("header_lines")
    if "layout" in found:  # the text was written anew, with a delimiter of its own
        found = {name: value for name, value in found.items() if name not in ("delimiter", "quote", "escape")}
    return ReadOptions.from_dict(found)


def guesses(found: ReadOptions, own: Seen) -> Iterator[ReadOptions]:
    """What was found before and is not seen in this file: all of it, all but the header, only the header."""
    known = {*own.assumed, "layout"} if "delimiter" in own.assumed or not own.assumed else {*own.assumed}
    here = found_in(own.assumed).to_dict()
    other = {
        name: value
        for name, value in found.to_dict().items()
        if (not own.assumed or name in known) and here.get(name) != value
    }
    if any(name in other for name in _HEADER):
        other |= {name: value for name in _HEADER if (value := getattr(found, name)) is not None}
    if other.get("header_row") == 0 and not _may_have_no_header(own):
        del other["header_row"]
    without = {name: value for name, value in other.items() if name not in _HEADER}
    only = {name: value for name, value in other.items() if name in _HEADER}
    for one in (other, without, only):
        guess = ReadOptions.from_dict(one)
        yield guess
        if guess.layout is not None and layout.gaps_of(guess.layout):
            yield replace(guess, layout=layout.ALIGNED)
            yield replace(guess, layout=layout.WIDE)


def _may_have_no_header(own: Seen) -> bool:
    """Whether what was taken for the names may be a row of data: there is no other row, or only few and a number among
    the names."""
    few = own.n_rows <= MOST_UNTOLD_ROWS and any(_NUMBER.fullmatch(name.strip()) for name in own.names)
    return own.n_rows == 0 or few


def other_encoding(found: ReadOptions, own: Seen) -> Iterator[ReadOptions]:
    """The encoding of before where the bytes of this file are too few to tell their own: they are no UTF-8, and either
    nothing else was found in them, or the other encoding is one that few bytes fit by chance."""
    here = str(own.assumed.get("encoding", "utf-8"))
    if found.encoding is None or here.startswith("utf") or here == found.encoding or own.n_rows > MOST_UNTOLD_ROWS:
        return
    if here in _ALIKE and found.encoding in _ALIKE:
        return
    if here == FALLBACK or not _is_single_byte(found.encoding):
        yield ReadOptions(encoding=found.encoding)


def _is_single_byte(encoding: str) -> bool:
    try:
        return len(bytes(range(256)).decode(encoding, "replace")) == 256
    except LookupError:
        return True


__all__ = ["Seen", "found_in", "guesses", "other_encoding"]
