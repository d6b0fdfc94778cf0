"""What one column has to do with the target: rows and the target's average in every bin. Computes, does not draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from datasets.profile import ColumnProfile
    from datasets.table import Table

LEAST_ROWS = 5
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Detail:
    """`labels` and `counts` of the bins; `edges` (one more than bins) for numbers and dates (seconds), else (); with
    `whole` every bin is one whole number, in its middle; `answers` the target's mean, or share of the shown class
    (0..1), in each bin: None where fewer than 5 rows are."""

    labels: tuple[str, ...]
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    answers: tuple[float | None, ...]
    overall: float | None
    whole: bool = False


def detail(table: Table, column: ColumnProfile, target: str | None, shown: str | None) -> Detail:
    """The bins of the profile's histogram, or one for each of few whole numbers, with the target in each. `shown` is
    the class whose share is wanted, None for a target of numbers."""
    single = _whole_edges(table, column)
    edges = single or column.histogram.edges
    place, n_bins = _places(table, column, edges)
    answer = None if target is None else _answer(table, target, shown)
    counts = np.bincount(place[place >= 0], minlength=n_bins)[:n_bins]
    means: tuple[float | None, ...] = (None,) * n_bins
    overall = None
    if answer is not None:
        known = (place >= 0) & ~np.isnan(answer)
        rows = np.bincount(place[known], minlength=n_bins)[:n_bins]
        sums = np.bincount(place[known], weights=answer[known], minlength=n_bins)[:n_bins]
        means = tuple(float(s / n) if n >= LEAST_ROWS else None for s, n in zip(sums, rows, strict=True))
        overall = float(np.nanmean(answer)) if not np.isnan(answer).all() else None
    labels = () if edges else column.histogram.labels[:n_bins]
    return Detail(labels, edges, tuple(int(n) for n in counts), means, overall, bool(single))


def _whole_edges(table: Table, column: ColumnProfile) -> tuple[float, ...]:
    """Edges around each whole number of a column that has few of them; () for other columns."""
    if len(column.histogram.edges) < 2 or str(column.kind) == "datetime":
        return ()
    from datasets.explore import whole_edges

    values, known = _values(table, column)
    found = whole_edges(values[known]) if known.any() else None
    return () if found is None else tuple(float(edge) for edge in found)


def _answer(table: Table, target: str, shown: str | None) -> npt.NDArray[np.float64]:
    """(n,) the target as a number, or 1 where it is the shown class; NaN where it is missing."""
    if shown is None:
        return table.numbers(target)
    texts = np.asarray(table.texts(target).to_pylist(), dtype=object)
    answer = np.where(texts == shown, 1.0, 0.0)
    answer[texts == ""] = np.nan
    return answer


def _places(table: Table, column: ColumnProfile, edges: tuple[float, ...]) -> tuple[npt.NDArray[np.int64], int]:
    """(n,) the bin of every row, -1 where the cell is missing; and the number of bins."""
    if len(edges) > 1:
        values, known = _values(table, column)
        inside = known & (values >= edges[0]) & (values <= edges[-1])
        found = np.clip(np.searchsorted(np.asarray(edges), values, side="right") - 1, 0, len(edges) - 2)
        return np.where(inside, found, -1), len(edges) - 1
    labels = column.histogram.labels
    index = {label: i for i, label in reversed(list(enumerate(labels)))}  # of two "other" the first is a value
    rest = len(labels) - 1 if labels[-1:] == (OTHER,) else -1
    texts: list[Any] = table.texts(column.name).to_pylist()
    return np.asarray([-1 if text == "" else index.get(text, rest) for text in texts], dtype=np.int64), len(labels)


def _values(table: Table, column: ColumnProfile) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    if str(column.kind) == "datetime":
        from datasets.cells import MISSING_SECONDS

        seconds = table.seconds(column.name)
        return seconds.astype(np.float64), seconds != MISSING_SECONDS
    numbers = table.numbers(column.name)
    return numbers, ~np.isnan(numbers)
