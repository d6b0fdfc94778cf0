"""How strongly a column goes together with the target: 0 (not at all) to 1 (one follows from the other).

Numbers and dates are cut into at most BINS quantile bins, missing cells are a level of their own, rare levels are
joined. Between two sets of levels: Cramer's V, bias-corrected (Bergsma 2013). Between levels and a number: the square
root of eta squared, corrected for the number of levels (epsilon squared; Kelley 1935).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datasets.cells import MISSING_SECONDS
from datasets.schema import Kind
from datasets.table import Table

BINS = 10
LEVELS = 40
SAMPLE_ROWS = 20_000
LARGE = 1e140
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class TargetValues:
    """The target on the sampled rows: `codes` (n,) for classes, or `numbers` (n,) for a number."""

    codes: Codes | None
    numbers: npt.NDArray[np.float64] | None


def sample(table: Table, most: int = SAMPLE_ROWS) -> Table:
    """At most `most` rows, drawn evenly over the table."""
    return table if table.n_rows <= most else table.take(sampled_places(table.n_rows, most))


def sampled_places(n_rows: int, most: int = SAMPLE_ROWS) -> Codes:
    """The places of the rows that `sample` draws from a table of `n_rows`."""
    if n_rows <= most:
        return np.arange(n_rows, dtype=np.int64)
    return np.linspace(0, n_rows - 1, most).round().astype(np.int64)


def target_values(table: Table, target: str) -> TargetValues:
    """Numbers for a numeric target, else the codes of its levels."""
    if table.schema[target].kind is Kind.NUMERIC:
        return TargetValues(None, _moderate(table.numbers(target)))
    return TargetValues(known_levels(table, target), None)


def _moderate(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The same numbers, in another unit when they are so large that their squares could not be summed."""
    largest = float(np.nanmax(np.abs(numbers), initial=0.0))
    return numbers / largest if largest > LARGE else numbers


def relation(column: Codes, target: TargetValues) -> float:
    """0..1 between a column's levels and the target; rows whose target is missing do not count."""
    if target.numbers is not None:
        known = ~np.isnan(target.numbers)
        return _eta(column[known], target.numbers[known])
    assert target.codes is not None
    known = target.codes >= 0
    return _cramers_v(column[known], target.codes[known])


def levels(table: Table, name: str) -> Codes:
    """(n,) level of every row: bins of numbers and dates, joined texts; a missing cell is level 0."""
    kind = table.schema[name].kind
    if kind is Kind.NUMERIC:
        return bins(table.numbers(name))
    if kind is Kind.DATETIME:
        seconds = table.seconds(name)
        return bins(np.where(seconds == MISSING_SECONDS, np.nan, seconds.astype(np.float64)))
    return _text_levels(table, name)


def known_levels(table: Table, name: str) -> Codes:
    """The levels with missing cells marked -1."""
    return np.where(table.missing(name), -1, levels(table, name))


def bins(values: npt.NDArray[np.float64]) -> Codes:
    """(n,) the quantile bin of every number, from 1; NaN is level 0."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.zeros(len(values), dtype=np.int64)
    known = np.clip(known, -LARGE, LARGE)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1]))
    codes = np.searchsorted(edges, values, side="left").astype(np.int64) + 1
    codes[np.isnan(values)] = 0
    return codes


def _text_levels(table: Table, name: str) -> Codes:
    encoded = table.texts(name).dictionary_encode()
    codes = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    counts = np.bincount(codes, minlength=len(encoded.dictionary))
    order = np.argsort(-counts, kind="stable")
    place = np.full(len(counts), LEVELS + 1, dtype=np.int64)
    place[order[:LEVELS]] = np.arange(1, min(LEVELS, len(order)) + 1)
    found = place[codes]
    found[table.missing(name)] = 0
    return found


def ranks(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The place of each number among the others; equal numbers share theirs."""
    different, places = np.unique(numbers, return_inverse=True)
    ends = np.cumsum(np.bincount(places, minlength=len(different)))
    return ends[places].astype(np.float64)


def crossed(left: Codes, right: Codes, shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    """How many rows have each pair of levels, in a table of that shape (levels of left, levels of right)."""
    return np.bincount(left * shape[1] + right, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)


def _eta(codes: Codes, numbers: npt.NDArray[np.float64]) -> float:
    n = len(numbers)
    total = float(((numbers - numbers.mean()) ** 2).sum()) if n else 0.0
    counts = np.bincount(codes) if n else np.zeros(0, dtype=np.int64)
    groups = int((counts > 0).sum())
    if total <= 0 or groups < 2 or n <= groups:
        return 0.0
    means = np.bincount(codes, weights=numbers)[counts > 0] / counts[counts > 0]
    between = float((counts[counts > 0] * (means - numbers.mean()) ** 2).sum())
    within = (total - between) / (n - groups)
    return float(np.sqrt(max(0.0, min(1.0, 1 - within * (n - 1) / total))))


def _cramers_v(left: Codes, right: Codes) -> float:
    n = len(left)
    if n < 2:
        return 0.0
    table = crossed(left, right, (int(left.max()) + 1, int(right.max()) + 1))
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    r, k = table.shape
    if min(r, k) < 2:
        return 0.0
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / n
    phi2 = float(((table - expected) ** 2 / expected).sum()) / n
    phi2 = max(0.0, phi2 - (k - 1) * (r - 1) / (n - 1))
    rows_left, columns_left = r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)
    smallest = min(rows_left, columns_left) - 1
    return float(min(1.0, np.sqrt(phi2 / smallest))) if smallest > 0 else 0.0
