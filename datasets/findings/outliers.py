"""Numbers that lie apart from all others: further from them than those reach, on a plain and on a logarithmic scale.

Long tails are common in honest data, so being far from the middle is not enough: there must be a gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datasets.findings._rule import Evidence, Finding, Fix, Rule, listed, percent, quantity
from datasets.findings._sentinels import stands_out
from datasets.profile import ColumnProfile
from datasets.schema import Kind

MOST_SHARE = 0.01
CROWD_SHARE = 0.5
LOG_GAP = 0.25  # of the range of the others, on a logarithmic scale
LEAST_ROWS = 50
LEAST_DIFFERENT = 10
LARGE = 1e100
MOST_FINDINGS = 3
MOST_WORDS = 20
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Apart:
    """Where the outliers of a column begin on each side, their rows (the farthest first), and the gap, in ranges of the
    others."""

    column: ColumnProfile
    low: float
    high: float
    places: npt.NDArray[np.int64]
    gap: float

    @property
    def name(self) -> str:
        return self.column.name


def _check(evidence: Evidence) -> Iterator[Finding]:
    found = [one for column in evidence.of_kind(Kind.NUMERIC) if (one := _look(evidence, column)) is not None]
    if len(found) <= MOST_FINDINGS:
        yield from (_finding(evidence, one) for one in found)
        return
    found.sort(key=lambda one: -one.gap)
    names = tuple(one.name for one in found)
    worst = [f"{one.name} ({_ends(one)})" for one in found]
    sentence = (
        f"{len(names)} columns have a few numbers that lie apart from all others; the farthest are in {listed(worst)}."
    )
    example = evidence.show(found[0].places[:1], [found[0].name])
    advice = "Look at these rows; correct what was typed wrong in the file and import it again."
    title = f"{len(names)} columns have outliers"
    yield Finding(RULE.name, names, title, sentence, found[0].gap, RULE.threshold, "note", example, None, advice)


def _look(evidence: Evidence, column: ColumnProfile) -> _Apart | None:
    values = evidence.rows.numbers(column.name)
    values = values[~np.isnan(values)]
    if len(values) < LEAST_ROWS or column.minimum is None or column.maximum is None:
        return None
    if max(-column.minimum, column.maximum) > LARGE:
        return None
    values = np.sort(np.append(values, [column.minimum, column.maximum]))
    values = values[~np.isin(values, stands_out(values))]
    values = values[values != _crowd(values)]
    if len(values) < LEAST_ROWS or len(np.unique(values)) < LEAST_DIFFERENT:
        return None
    high, high_gap = _border(values)
    low, low_gap = _border(-values[::-1])
    if not np.isfinite(high) and not np.isfinite(low):
        return None
    every = evidence.table.numbers(column.name)
    places = np.flatnonzero((every >= high) | (every <= -low))
    places = places[np.argsort(-np.abs(every[places] - (column.median or 0.0)), kind="stable")]
    return _Apart(column, -low, high, places, max(high_gap, low_gap))


def _crowd(values: Numbers) -> float:
    """The number that more than half of the rows hold, such as 0 where most have none: the others are compared among
    themselves. NaN when there is none."""
    middle = float(values[len(values) // 2]) if len(values) else np.nan
    return middle if (values == middle).mean() > CROWD_SHARE else np.nan


def _border(values: Numbers) -> tuple[float, float]:
    """(the number from which values (n,), in order, lie apart from all below, the gap in ranges of those); (inf, 0)
    when none do."""
    most = max(1, int(MOST_SHARE * len(values)))
    top = np.arange(len(values) - most, len(values))
    gaps = values[top] - values[top - 1]
    reach = values[top - 1] - np.quantile(values, MOST_SHARE)
    logs = np.arcsinh((values - np.median(values)) / _unit(values))
    log_gaps = logs[top] - logs[top - 1]
    log_reach = logs[top - 1] - np.quantile(logs, MOST_SHARE)
    different = np.append(0, np.cumsum(np.diff(values) > 0))[top]  # below each
    apart = (
        (different >= LEAST_DIFFERENT)
        & (gaps >= RULE.threshold * reach)
        & (log_gaps >= LOG_GAP * log_reach)
        & (reach > 0)
    )
    if not apart.any():
        return np.inf, 0.0
    first = int(apart.argmax())
    return float(values[top[first]]), float(gaps[first] / reach[first])


def _unit(values: Numbers) -> float:
    """The median distance from the median, of those that differ from it."""
    distances = np.abs(values - np.median(values))
    return float(np.median(distances[distances > 0]))


def _ends(one: _Apart) -> str:
    extreme = one.column.maximum if np.isfinite(one.high) else one.column.minimum
    return quantity(extreme or 0.0, one.column.role)


def _finding(evidence: Evidence, one: _Apart) -> Finding:
    name, n = one.name, len(one.places)
    every = evidence.table.numbers(name)
    inside = every[(every < one.high) & (every > one.low)]
    texts = sorted({evidence.cell(name, place) for place in one.places[:1_000]})
    sentence = (
        f"{n:,} {'number lies' if n == 1 else 'numbers lie'} far apart from the others ({percent(n / evidence.n_rows)} "
        f"of the rows), such as {_ends(one)}; all others go from {quantity(float(inside.min()), one.column.role)} to "
        f"{quantity(float(inside.max()), one.column.role)}. Look whether it was typed wrong or is another unit."
    )
    fix, advice = None, "Correct what was typed wrong in the file and import it again."
    if len(texts) <= MOST_WORDS and n <= 1_000:
        fix, advice = Fix("missing_words", (name,), "Count as not known", {"words": {name: texts}}), ""
    example = evidence.show(one.places[:2], [name])
    title = f"{name} has {'an outlier' if n == 1 else 'outliers'}"
    return Finding(RULE.name, (name,), title, sentence, one.gap, RULE.threshold, "note", example, fix, advice)


RULE = Rule("outliers", "Outliers", 1, 46, _check)
