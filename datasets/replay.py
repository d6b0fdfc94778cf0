"""Reading as it was done before: settings that were chosen for one file, tried on the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from datasets.errors import InputError
from datasets.record import ReadOptions

WORDS = {
    "delimiter": "the delimiter {!r}",
    "quote": "the quote {!r}",
    "escape": "the escape {!r}",
    "encoding": "the encoding {}",
    "header_row": "the header in row {}",
    "sheet": "the sheet {!r}",
    "decimal": "the decimal mark {!r}",
    "day_first": "the day {} the month",
    "table": "the table {!r}",
}


def replayed(
    asked: ReadOptions,
    before: ReadOptions,
    needed: Iterable[str],
    names_with: Callable[[ReadOptions], Iterable[str]],
) -> tuple[ReadOptions, str | None]:
    """What is asked, and beside it what was asked before (`before`) where that fits: with it at least as many of the
    `needed` columns are found as without it. Also the sentence that tells what became of it, None when there is
    nothing to tell. `names_with` gives the column names that a reading with some options finds.
    """
    both = asked.filled_from(before)
    if both == asked:
        return asked, None
    wanted = set(needed)
    with_it = _n_found(both, wanted, names_with)
    if with_it and (with_it == len(wanted) or with_it >= _n_found(asked, wanted, names_with)):
        return both, f"Read as before: {described(before, asked)}."
    return asked, f"Not read as before ({described(before, asked)}): this file is written in another way."


def _n_found(options: ReadOptions, wanted: set[str], names_with: Callable[[ReadOptions], Iterable[str]]) -> int:
    try:
        return len(wanted.intersection(names_with(options)))
    except InputError:
        return 0


def described(options: ReadOptions, without: ReadOptions) -> str:
    """Options in words, those aside that are fixed in `without`."""
    fixed = without.to_dict()
    values = {name: value for name, value in options.to_dict().items() if name not in fixed and name in WORDS}
    if "day_first" in values:
        values["day_first"] = "before" if values["day_first"] else "after"
    return ", ".join(
        "no header" if name == "header_row" and not value else WORDS[name].format(value)
        for name, value in values.items()
    )


__all__ = ["described", "replayed"]
