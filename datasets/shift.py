"""Do new rows look like those before? Column by column, by the population stability index (PSI).

The levels of a column are those of the rows before (column_spread.py). PSI sums (q - p) ln(q / p) over the levels, p
and q being their shares before and now; what chance alone gives on so few rows, (levels - 1)(1/n + 1/m), is taken off
(Yurdakul 2018). By custom 0.1 is a slight shift and 0.25 a large one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from datasets.column_spread import LEAST_ROWS, Counts, Spread, spreads
from datasets.decimal_mark import with_mark
from datasets.relation import sample
from datasets.schema import Column, Role, Schema
from datasets.table import Table

THRESHOLD = 0.25


@dataclass(frozen=True, slots=True)
class Shift:
    """A column that looks different now: `value` is its PSI, `sentence` says what changed, with numbers."""

    column: str
    value: float
    threshold: float
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def shifts(
    before: Table, now: Table, columns: tuple[str, ...] | None = None, decimal: str | None = None
) -> tuple[Shift, ...]:
    """The columns that differ by THRESHOLD or more, the largest first; `columns` are those to compare (None: all that
    both tables have). Cells of `now` are read as those of `before`, but with the mark `decimal` if one is given. At
    most 20,000 rows of each are looked at, and with fewer than 50 nothing is said."""
    names = tuple(name for name in columns or before.names if name in before.names and name in now.names)
    return shifts_from(spreads(before, names), now, decimal) if names else ()


def shifts_from(before: Iterable[Spread], now: Table, decimal: str | None = None) -> tuple[Shift, ...]:
    """The same, compared with columns as they were spread before."""
    there = [spread for spread in before if spread.column.name in now.names]
    if now.n_rows < LEAST_ROWS or not there:
        return ()
    if decimal is not None:
        there = [replace(spread, column=with_mark(spread.column, decimal)) for spread in there]
    columns = tuple(spread.column for spread in there)
    cells = now.cells.select([column.name for column in columns])
    rows = sample(Table(cells, Schema(columns), now.record))
    found = [shift for spread in there if (shift := _shift(spread, rows)) is not None]
    return tuple(sorted(found, key=lambda shift: -shift.value))


def stability_index(before: Counts, now: Counts) -> float:
    """PSI between the rows of each level (k,) before and now, less what chance gives; 0 and more."""
    k, n, m = len(before), int(before.sum()), int(now.sum())
    p, q = (before + 0.5) / (n + 0.5 * k), (now + 0.5) / (m + 0.5 * k)
    chance = (k - 1) * (1 / n + 1 / m)
    return max(0.0, float(((q - p) * np.log(q / p)).sum()) - chance)


def _shift(before: Spread, new: Table) -> Shift | None:
    old, (now, middle), name = np.asarray(before.counts), before.count(new), before.column.name
    middles = [_written(text, before.column) for text in (middle, before.middle)]
    value = stability_index(old, now)
    if value < THRESHOLD:
        return None
    empty = [float(counts[0] / counts.sum()) for counts in (old, now)]
    if abs(empty[1] - empty[0]) >= 0.2:
        said = f"{100 * empty[1]:.0f} % of the cells are empty now, {100 * empty[0]:.0f} % were before"
    elif before.is_text:
        said = _said_of_texts(before.words, old, now)
    elif before.column.role in (Role.CODE, Role.POSTCODE):
        said = "other codes are common now than before"
    elif middle == before.middle:
        said = f"the middle value is {middles[0]} as before, but the others lie elsewhere"
    else:
        said = f"the middle value is {middles[0]} now, {middles[1]} before"
    rows = f"{new.n_rows:,} rows compared with {before.n_rows:,}"
    return Shift(name, value, THRESHOLD, f"{name}: {said} ({rows}).")


def _written(middle: str, column: Column) -> str:
    """A middle value in words; a year has no thousands."""
    return middle.replace(",", "") if column.role is Role.YEAR else middle


def _said_of_texts(words: tuple[str, ...], before: Counts, now: Counts) -> str:
    shares = [counts / counts.sum() for counts in (before, now)]
    most = int(np.abs(shares[1] - shares[0])[1:].argmax())
    what = f'"{words[most]}"' if most < len(words) else "values that were rare or never seen"
    verb = "stands" if most < len(words) else "stand"
    old, new = (100 * side[most + 1] for side in shares)
    return f"{what} {verb} in {new:.0f} % of the rows now, in {old:.0f} % before"
