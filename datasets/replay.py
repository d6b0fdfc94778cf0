"""Reading as it was done before: what was fixed for one file, and what was found in it, tried on the next.

What was fixed is tried at once. What was found is a guess: it is taken where the next file, read on its own, lacks
columns that are needed, as one of a single row may, which shows neither a rare delimiter nor how it is laid out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from datasets import layout
from datasets.date_order import has_order, order_before
from datasets.errors import InputError
from datasets.formats._encoding import FALLBACK
from datasets.record import ReadOptions, ReadRecord
from datasets.table import Table

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


Look = Callable[[ReadOptions], Seen]
_NOTHING = Seen((), 0, {})


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


def reading_of(record: ReadRecord) -> dict[str, Any]:
    """What a bundle keeps of how its training file was read: what was fixed, and under "found" what was found."""
    found = found_in(record.assumed).to_dict()
    return {**record.options.of_a_file().to_dict(), **({"found": found} if found else {})}


def found_before(reading: Mapping[str, Any]) -> ReadOptions:
    """What was found in the training file, of what `reading_of` gave; nothing in bundles that do not keep it."""
    found = reading.get("found")
    return ReadOptions.from_dict(found) if isinstance(found, Mapping) else ReadOptions()


def replayed(
    asked: ReadOptions, before: ReadOptions, found: ReadOptions, needed: Iterable[str], look: Look
) -> tuple[ReadOptions, tuple[str, ...]]:
    """What is asked, and beside it what was asked before (`before`) where that fits: with it at least as many of the
    `needed` columns are found as without it. Then what was `found` before, where more of them are found with it. Also
    the sentences that tell what became of both. `look` reads the first rows. Raises InputError where nothing can be
    read.
    """
    wanted = set(needed)
    options, sentences = _as_fixed(asked, before, wanted, look)
    try:
        own = look(options)
    except InputError:
        own = _NOTHING
    guessed, seen = _as_found(options, found, own, wanted, look)
    if guessed != options:
        sentences += (f"Read as before: {described(guessed, options)}.",)
    elif _has_another_layout(seen, found):
        said = described(ReadOptions(layout=found.layout), ReadOptions())
        sentences += (f"Not read as before ({said}): this file is written in another way.",)
    return guessed, sentences


def with_order(
    options: ReadOptions, said: tuple[str, ...], last: Table, read_now: Callable[[], Table]
) -> tuple[ReadOptions, tuple[str, ...]]:
    """What `replayed` gave, with the order of day and month in the `last` table where the next one, `read_now()`, does
    not tell its own."""
    order = order_before(last, read_now()) if has_order(last) else None
    if order is None:
        return options, said
    found = ReadOptions(day_first=order)
    return options.filled_from(found), (*said, f"Read as before: {described(found, ReadOptions())}.")


def needs_no_replay(own: Seen, found: ReadOptions, needed: Iterable[str]) -> bool:
    """Whether a file that was read on its own has all columns that are needed, in the layout of the one before, and
    bytes that tell their encoding."""
    is_whole = set(needed).issubset(own.names) and next(_encoding(found, own), None) is None
    return is_whole and not _has_another_layout(own, found)


def _as_fixed(
    asked: ReadOptions, before: ReadOptions, wanted: set[str], look: Look
) -> tuple[ReadOptions, tuple[str, ...]]:
    both = asked.filled_from(before)
    if both == asked:
        return asked, ()
    with_it = _n_found(both, wanted, look)
    if with_it and (with_it == len(wanted) or with_it >= _n_found(asked, wanted, look)):
        return both, (f"Read as before: {described(before, asked)}.",)
    return asked, (f"Not read as before ({described(before, asked)}): this file is written in another way.",)


def _as_found(
    options: ReadOptions, found: ReadOptions, own: Seen, wanted: set[str], look: Look
) -> tuple[ReadOptions, Seen]:
    """The options with what was found before, where more of the columns are found with it than in `own`."""
    best, seen, most = options, own, len(wanted.intersection(own.names))
    for guess in _guesses(found, own) if most < len(wanted) else _encoding(found, own):
        both = options.filled_from(guess)
        if both == options:
            continue
        try:
            tried = look(both)
        except InputError:
            continue
        n = len(wanted.intersection(tried.names))
        if n > most or (guess.encoding is not None and n == most == len(wanted)):
            best, seen, most = both, tried, n
        if most == len(wanted):
            break
    return best, seen


def _guesses(found: ReadOptions, own: Seen) -> Iterator[ReadOptions]:
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


def _encoding(found: ReadOptions, own: Seen) -> Iterator[ReadOptions]:
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


def _has_another_layout(seen: Seen, found: ReadOptions) -> bool:
    here = layout.name_of(str(seen.assumed.get("layout", layout.ROWS)))
    return found.layout is not None and here != layout.name_of(found.layout)


def _n_found(options: ReadOptions, wanted: set[str], look: Look) -> int:
    try:
        return len(wanted.intersection(look(options).names))
    except InputError:
        return 0


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


__all__ = ["Seen", "described", "found_before", "found_in", "needs_no_replay", "reading_of", "replayed", "with_order"]
