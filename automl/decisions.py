"""Where to draw the line between yes and no: what each threshold finds and misses, and what that is worth.

Plain arithmetic on the counts in a build's record; pages and commands draw it. Amounts are per row, in the analyst's
currency, negative ones are costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.labels import THRESHOLDS, counts_by_threshold
from automl.record import BuildRecord, Outcomes


@dataclass(frozen=True, slots=True)
class Worth:
    """What one row brings, by outcome: a yes that was found, a yes that was missed, a false alarm, a no let be."""

    found: float = 100.0
    missed: float = 0.0
    alarm: float = -20.0
    let_be: float = 0.0

    def to_dict(self) -> dict[str, float]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Worth:
        return cls(**{name: float(value) for name, value in data.items()})


@dataclass(frozen=True, slots=True)
class Line:
    """What happens at one threshold: rows found, missed, false alarms and rows rightly let be."""

    threshold: float
    found: int
    missed: int
    alarms: int
    let_be: int

    @property
    def matrix(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Rows of actual class i named class j, the positive class being 1."""
        return ((self.let_be, self.alarms), (self.missed, self.found))


def outcomes(y: npt.NDArray[Any], shares: Array) -> Outcomes:
    """What the measured rows show at every threshold: y (n,) of 0 and 1, shares (n,) the probability of 1."""
    counts = counts_by_threshold(y, shares)
    found, alarms = (tuple(int(n) for n in counts[:, actual, 1]) for actual in (1, 0))
    return Outcomes(found, alarms)


def line(seen: Outcomes, threshold: float) -> Line:
    """What happens when yes is said from `threshold` (0..1) on, to a tenth of a per cent."""
    at = _place(threshold)
    found, alarms = seen.found[at], seen.alarms[at]
    return Line(threshold, found, seen.found[0] - found, alarms, seen.alarms[0] - alarms)


def counts(record: BuildRecord, at: Line) -> tuple[tuple[int, int], tuple[int, int]]:
    """Rows of actual class i named class j, in the order of the record's two classes."""
    matrix = at.matrix
    if record.positive == record.classes[0]:
        return ((matrix[1][1], matrix[1][0]), (matrix[0][1], matrix[0][0]))
    return matrix


def at_threshold(record: BuildRecord, threshold: float | None) -> BuildRecord:
    """The record with the counts that belong to a threshold which was chosen after the build (None: none was)."""
    seen = record.evaluation.outcomes
    if threshold is None or seen is None or threshold == record.threshold:
        return record
    matrix = counts(record, line(seen, threshold))
    return replace(record, threshold=threshold, evaluation=replace(record.evaluation, confusion=matrix))


def _place(threshold: float) -> int:
    return int(np.clip(round(threshold * (len(THRESHOLDS) - 1)), 0, len(THRESHOLDS) - 1))


def profits(seen: Outcomes, worth: Worth) -> Array:
    """(k,) what all rows together bring at each of `automl.labels.THRESHOLDS`."""
    found, alarms = np.asarray(seen.found, dtype=np.float64), np.asarray(seen.alarms, dtype=np.float64)
    yes, no = found[0], alarms[0]
    return np.asarray(
        worth.found * found + worth.missed * (yes - found) + worth.alarm * alarms + worth.let_be * (no - alarms)
    )


def profit(at: Line, worth: Worth) -> float:
    """What all rows together bring at one threshold."""
    return worth.found * at.found + worth.missed * at.missed + worth.alarm * at.alarms + worth.let_be * at.let_be


def best_threshold(seen: Outcomes, worth: Worth) -> float:
    """The threshold that brings most: the middle of the longest stretch of equally good ones, to a tenth of a per
    cent. Chosen on the rows it is shown on, so new rows bring a little less."""
    values = profits(seen, worth)
    good = np.flatnonzero(values >= values.max() - 1e-9)
    stretches = np.split(good, np.flatnonzero(np.diff(good) > 1) + 1)
    longest = max(stretches, key=len)
    return round(float(THRESHOLDS[(longest[0] + longest[-1]) // 2]), 3)


def expected_threshold(worth: Worth) -> float | None:
    """From which probability on saying yes pays, if the probabilities are right (Elkan 2001, "The foundations of
    cost-sensitive learning"); None when the amounts favour one answer whatever the probability."""
    against, for_it = worth.let_be - worth.alarm, worth.found - worth.missed
    return against / (against + for_it) if against > 0 and for_it > 0 else None


def always(seen: Outcomes, worth: Worth) -> tuple[float, float]:
    """What it brings to say yes to every row, and to none."""
    yes, no = seen.found[0], seen.alarms[0]
    return worth.found * yes + worth.alarm * no, worth.missed * yes + worth.let_be * no


__all__ = [
    "Line",
    "Worth",
    "always",
    "at_threshold",
    "best_threshold",
    "counts",
    "expected_threshold",
    "line",
    "outcomes",
    "profit",
    "profits",
]
