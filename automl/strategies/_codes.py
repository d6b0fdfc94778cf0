"""Numbers and dates that are codes: levels whose mean target jumps from one to the next, as of postcodes or shops.

Notation: l levels in rising order with c rows each, T (n, q) statistics of the target as in target_encode.

The ratio of von Neumann (1941) compares neighbouring levels with the whole: about 0 where the mean target follows the
number smoothly, about 1 where neighbours have nothing to do with each other. What chance alone adds is taken off.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.features import Features, LevelColumn

LEAST_LEVELS = 20  # fewer are a matter of a few splits
MOST_LEVELS = 3_000
ROWS_PER_LEVEL = 4
LEAST_RATIO = 0.35
LEAST_SHARE = 0.005  # of the variance of the target that the levels must explain beyond chance
LARGEST_WHOLE = 2.0**24


def coded_columns(features: Features, T: Array) -> dict[str, LevelColumn]:
    """The columns of numbers and dates that are better read as levels."""
    names = (*features.numbers, *features.seconds)
    return {name: column for name in names if (column := _few_levels(features, name)) and _jumps(column, T)}


def coded_or_days(features: Features, T: Array) -> dict[str, LevelColumn]:
    """The same, and all dates that many rows share: any of them may have been a special day."""
    days = {name: column for name in features.seconds if (column := _few_levels(features, name))}
    return coded_columns(features, T) | days


def _few_levels(features: Features, name: str) -> LevelColumn | None:
    """A column as levels, if it has enough of them, and enough rows for each."""
    if name in features.numbers and not _are_whole(features.numbers[name]):
        return None
    column = features.levels(name)
    few = LEAST_LEVELS <= len(column.words) <= min(MOST_LEVELS, features.n_rows // ROWS_PER_LEVEL)
    return column if few else None


def _are_whole(values: npt.NDArray[np.float32]) -> bool:
    known = values[~np.isnan(values)]
    return bool(len(known) and np.all(np.abs(known) < LARGEST_WHOLE) and np.all(known == np.round(known)))


def _jumps(column: LevelColumn, T: Array) -> bool:
    """Whether neighbouring levels differ as if their numbers meant nothing."""
    n, n_levels = len(T), len(column.words)
    counts = np.bincount(column.codes, minlength=n_levels)
    seen = counts > 0
    c = counts[seen].astype(np.float64)
    if len(c) < LEAST_LEVELS:
        return False
    sums = np.stack([np.bincount(column.codes, one, n_levels)[seen] for one in T.T], axis=1)
    means, whole = sums / c[:, None], T.mean(axis=0)
    between = (c[:, None] * (means - whole) ** 2).sum(axis=0)
    total = ((T - whole) ** 2).sum(axis=0)
    within = np.maximum(total - between, 0) / max(n - len(c), 1)
    explained = float((between - (len(c) - 1) * within).sum())
    if explained < LEAST_SHARE * float(total.sum()):
        return False
    weight = c[1:] * c[:-1] / (c[1:] + c[:-1])
    steps = (weight[:, None] * np.diff(means, axis=0) ** 2).sum(axis=0) - len(weight) * within
    return float(steps.sum()) > LEAST_RATIO * explained


__all__ = ["coded_columns", "coded_or_days"]
