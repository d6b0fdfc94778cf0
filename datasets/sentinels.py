"""Numbers that stand for "not known", such as -999, 9999 or -1, where they stick out. The rule is published in
docs/kinds.md."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

# A sentinel stands in at least this many cells,
SENTINEL_CELLS = 3
# among at least this many other different numbers,
SENTINEL_NUMBERS = 10
# and is as far from the nearest of them as this many times their whole range.
SENTINEL_RANGES = 2.0

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


def sentinels(numbers: Numbers, counts: Counts) -> dict[str, int]:
    """The numbers that mean "not known", as written in a column without a notation of its own, with their cells.

    numbers (u,): the numbers of the different texts, NaN where a text is none; counts (u,): how often each stands in
    the column. Looked for at both ends, from the outside in.
    """
    known = ~np.isnan(numbers)
    if not known.any() or not (_usual(float(numbers[known].min())) or _usual(float(numbers[known].max()))):
        return {}
    values, where = np.unique(numbers[known], return_inverse=True)
    cells = np.bincount(where, weights=counts[known], minlength=len(values)).astype(np.int64)
    found: dict[str, int] = {}
    while len(values) > SENTINEL_NUMBERS and (end := _end(values, cells)) is not None:
        found[f"{values[end]:.0f}"] = int(cells[end])
        values, cells = np.delete(values, end), np.delete(cells, end)
    return found


def _end(values: Numbers, cells: Counts) -> int | None:
    """The position of the sentinel at one end of rising values, 0 or -1; None when neither is one."""
    for end, rest in ((0, values[1:]), (-1, values[:-1])):
        value, gap = float(values[end]), abs(float(values[end]) - float(rest[end]))
        if cells[end] < SENTINEL_CELLS or not _usual(value):
            continue
        far = gap >= SENTINEL_RANGES * float(rest[-1] - rest[0])
        if far or (end == 0 and rest[0] >= 0 and (value <= -9 or (value == -1 and _outweighs(values, cells)))):
            return end
    return None


def _usual(value: float) -> bool:
    """-1, or nines only: from -9 down and from 99 up."""
    if value == -1:
        return True
    return value == np.trunc(value) and (value <= -9 or value >= 99) and set(f"{abs(value):.0f}") == {"9"}


def _outweighs(values: Numbers, cells: Counts) -> bool:
    """Whether the first number stands in more cells than 0 and 1 together."""
    return bool(cells[0] > cells[1:][np.isin(values[1:], (0, 1))].sum())
