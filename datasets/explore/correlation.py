"""Correlation: how strongly every pair of columns goes together.

Two columns of numbers or dates: Spearman's or Pearson's correlation. Numbers and words: the square root of epsilon
squared; words and words: Cramer's V, bias-corrected (both from datasets.relation). Always on the rows where both are
known.
"""

from __future__ import annotations

from functools import cache, partial
from itertools import combinations

import numpy as np
import numpy.typing as npt

from datasets.errors import InputError
from datasets.explore._chart import ANY, NAMING, Chart, Choice, Role
from datasets.explore._extract import SEED, Codes, Extract
from datasets.explore._ranks import pearson, ranks
from datasets.explore._results import Seen
from datasets.explore._together import Matrix, Pair
from datasets.relation import TargetValues, known_levels, relation
from datasets.schema import Schema

LEAST_ROWS, MOST_ROWS = 6_000, 20_000
MOST_CELLS = 1_300_000  # rows times pairs
MOST_COLUMNS = 30
USABLE = ANY - NAMING


def suggest(schema: Schema, target: str | None) -> Choice:
    """All columns; when there are too many, those that say most about the column to predict."""
    return Choice("correlation", x=target if target is not None and schema[target].kind in USABLE else None)


def compute(rows: Extract, choice: Choice) -> Matrix:
    """At most 30 columns (of more, those closest to x; without x the first), on 6,000 to 20,000 rows: the fewer, the
    more columns."""
    some = _Sample(rows)
    names = [name for name in _usable(rows.schema) if some.varies(name)]
    if len(names) < 2:
        raise InputError(
            "A correlation needs two columns that change from row to row, and are no ids or free texts; "
            f"this table has {len(names) or 'none'}. Choose another chart."
        )
    how = choice.how or "spearman"
    kept = _closest(some, names, choice.x, how)
    found = {(a, b): some.pair(a, b, how) for a, b in combinations(kept, 2)}
    order = _side_by_side(kept, found)
    pairs = tuple(found.get((a, b)) or found[b, a] for a, b in combinations(order, 2))
    n = some.rows.n_sampled
    return Matrix(tuple(order), how, pairs, len(names), Seen(rows.n_rows, n, n, ()))


def _usable(schema: Schema) -> tuple[str, ...]:
    return tuple(column.name for column in schema if column.kind in USABLE)


class _Sample:
    """Some of the rows, with what every pair of a column needs worked out once."""

    def __init__(self, rows: Extract) -> None:
        self.rows = rows
        names = _usable(rows.schema)
        n_columns = min(len(names), MOST_COLUMNS)
        most = int(np.clip(MOST_CELLS // max(n_columns * (n_columns - 1) // 2, 1), LEAST_ROWS, MOST_ROWS))
        if rows.n_sampled > most:
            chosen = np.sort(np.random.default_rng(SEED).choice(rows.n_sampled, most, replace=False))
            self.rows = Extract(rows.table.select(names).take(chosen), rows.n_rows)
        self.known = cache(self.rows.known)
        self.levels = cache(partial(known_levels, self.rows.table))

    def varies(self, name: str) -> bool:
        values = self.rows.numbers(name) if self.rows.is_measure(name) else self.rows.words(name).codes
        known = values[self.known(name)]
        return len(known) > 2 and bool(known.min() < known.max())

    def pair(self, left: str, right: str, how: str) -> Pair:
        both = self.known(left) & self.known(right)
        n = int(both.sum())
        numbers = [name for name in (left, right) if self.rows.is_measure(name)]
        if len(numbers) == 2:
            return Pair(left, right, how, self._of_numbers(left, right, both, how), n)
        if not numbers:
            aim = TargetValues(self.levels(right)[both], None)
            return Pair(left, right, "cramers_v", _strength(self.levels(left)[both], aim), n)
        words = left if numbers == [right] else right
        aim = TargetValues(None, self.rows.numbers(numbers[0])[both])
        return Pair(left, right, "epsilon", _strength(self.levels(words)[both], aim), n)

    def _of_numbers(self, left: str, right: str, both: npt.NDArray[np.bool_], how: str) -> float | None:
        one, other = self.rows.numbers(left), self.rows.numbers(right)
        if how == "pearson":
            return pearson(one[both], other[both])
        return pearson(ranks(one, self.rows.order(left), both), ranks(other, self.rows.order(right), both))


def _closest(some: _Sample, names: list[str], x: str | None, how: str) -> list[str]:
    if len(names) <= MOST_COLUMNS:
        return names
    if x is None or x not in names:
        return names[:MOST_COLUMNS]
    strength = {name: abs(some.pair(x, name, how).value or 0.0) for name in names if name != x}
    return [x, *sorted(strength, key=lambda name: -strength[name])[: MOST_COLUMNS - 1]]


def _strength(codes: Codes, aim: TargetValues) -> float | None:
    other = aim.codes if aim.numbers is None else aim.numbers
    if other is None or len(codes) < 3 or codes.min() == codes.max() or other.min() == other.max():
        return None
    return relation(codes, aim)


def _side_by_side(names: list[str], found: dict[tuple[str, str], Pair]) -> list[str]:
    """The columns in the order of a hierarchical clustering (average linkage, leaves in the best order)."""
    if len(names) < 3:
        return names
    from scipy.cluster.hierarchy import leaves_list, linkage

    distances = [1 - abs(found[pair].value or 0.0) for pair in combinations(names, 2)]
    return [names[i] for i in leaves_list(linkage(np.array(distances), "average", optimal_ordering=True))]


CHART = Chart(
    name="correlation",
    title="Correlation",
    order=60,
    roles={"x": Role("Closest to", USABLE)},
    suggest=suggest,
    compute=compute,
    hows=lambda _schema, _choice: ("spearman", "pearson"),
)
