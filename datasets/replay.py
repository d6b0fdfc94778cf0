"""Reading as it was done before: what was fixed for one file, and what was found in it, tried on the next.

What was fixed is tried at once. What was found is a guess: it is taken where the next file, read on its own, lacks
columns that are needed, as one of a single row may, which shows neither a rare delimiter nor how it is laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from datasets import layout
from datasets.date_order import has_order, order_before
from datasets.errors import InputError
from datasets.reading_words import described
from datasets.record import ReadOptions, ReadRecord
from datasets.replay_guesses import Seen, found_in, guesses, other_encoding
from datasets.table import Table

Look = Callable[[ReadOptions], Seen]
_NOTHING = Seen((), 0, {})


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
    options: ReadOptions, said: tuple[str, ...], last: Table, read_now: Callable[[], Table], most_rows: int
) -> tuple[ReadOptions, tuple[str, ...]]:
    """What `replayed` gave, with the order of day and month in the `last` table where the next one, `read_now()`, does
    not tell its own. One with `most_rows` may go on, and its other rows may tell."""
    now = read_now() if has_order(last) else None
    order = order_before(last, now) if now is not None and now.n_rows < most_rows else None
    if order is None:
        return options, said
    found = ReadOptions(day_first=order)
    return options.filled_from(found), (*said, f"Read as before: {described(found, ReadOptions())}.")


def needs_no_replay(own: Seen, found: ReadOptions, needed: Iterable[str]) -> bool:
    """Whether a file that was read on its own has all columns that are needed, in the layout of the one before, and
    bytes that tell their encoding."""
    is_whole = set(needed).issubset(own.names) and next(other_encoding(found, own), None) is None
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
    for guess in guesses(found, own) if most < len(wanted) else other_encoding(found, own):
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


def _has_another_layout(seen: Seen, found: ReadOptions) -> bool:
    here = layout.name_of(str(seen.assumed.get("layout", layout.ROWS)))
    return found.layout is not None and here != layout.name_of(found.layout)


def _n_found(options: ReadOptions, wanted: set[str], look: Look) -> int:
    try:
        return len(wanted.intersection(look(options).names))
    except InputError:
        return 0


__all__ = ["found_before", "needs_no_replay", "reading_of", "replayed", "with_order"]
