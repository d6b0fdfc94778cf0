"""Two models on the rows that neither had seen: every metric of both, and whether they differ by more than noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl import metrics
from automl.bench import oriented
from automl.contracts import Array, Metric, Rows, Target
from automl.labels import as_answers
from automl.measured_rows import MeasuredRows
from automl.resample import Difference, differences

LEAST_ROWS = 50
SEED = 7


@dataclass(frozen=True, slots=True)
class PairedScore:
    """A metric of both models on the same rows, in its own sign, and the difference, second minus first."""

    metric: str
    title: str
    higher_is_better: bool
    first: float
    second: float
    difference: Difference


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row for which the answers differ: its place in the table, the truth, and what each model said (of classes the
    one that was named, with the probability that each model gave to `shown`)."""

    row: int
    truth: str | float
    first: str | float
    second: str | float
    shares: tuple[float, float] | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Paired:
    """Two models on `n_rows` rows that neither had seen. Of classes `n_differ` rows are named differently, and of those
    `first_right` and `second_right` rightly; numbers: rows in which the second, or the first, is nearer to the truth.
    `rows` are those that differ most."""

    n_rows: int
    scores: tuple[PairedScore, ...]
    n_differ: int
    first_right: int
    second_right: int
    rows: tuple[Disagreement, ...]


def common_rows(first: MeasuredRows, second: MeasuredRows) -> tuple[MeasuredRows, MeasuredRows]:
    """The rows that both were measured on, in the same order."""
    _, a, b = np.intersect1d(first.rows, second.rows, assume_unique=True, return_indices=True)
    return first.at(a), second.at(b)


def compare(target: Target, positive: str | None, first: MeasuredRows, second: MeasuredRows, most: int = 8) -> Paired:
    """Compares two models on the same rows (as `common_rows` gives them); `target` says the problem and the classes,
    `positive` the class that counts as yes, `most` how many rows are shown."""
    index = target.classes.index(positive) if positive is not None else 1
    known = [m for m in metrics.for_problem(target.problem).values() if m.refuses(first.y) is None]
    y, one = oriented(target, first.y, first.answers, index)
    _, two = oriented(target, first.y, second.answers, index)
    named = (_named(target, first, index), _named(target, second, index))
    found = differences(known, y, (one, two), named, SEED)
    scores = tuple(
        PairedScore(
            m.name,
            m.title,
            m.higher_is_better,
            _score(m, y, one, named[0]),
            _score(m, y, two, named[1]),
            found[m.name],
        )
        for m in known
    )
    if target.problem == "regression":
        return _numbers(first, second, scores, most)
    return _classes(target, index, first, second, scores, most)


def _named(target: Target, measured: MeasuredRows, index: int) -> Array:
    if target.problem == "regression":
        return measured.answers
    return oriented(target, measured.y, as_answers(measured.named, len(target.classes)), index)[1]


def _score(metric: Metric, y: Array, answers: Array, named: Array) -> float:
    return metric.score(y, named if metric.of_counts else answers)


def _classes(
    target: Target,
    index: int,
    first: MeasuredRows,
    second: MeasuredRows,
    scores: tuple[PairedScore, ...],
    most: int,
) -> Paired:
    differ = first.named != second.named
    gaps = np.abs(first.answers - second.answers).max(axis=1) * differ
    names = target.classes
    truth = first.y.astype(np.int64)
    two = target.problem == "binary"
    rows = tuple(
        Disagreement(
            int(first.rows[i]),
            names[truth[i]],
            names[first.named[i]],
            names[second.named[i]],
            (float(first.answers[i, at]), float(second.answers[i, at])),
            names[at],
        )
        for i in _largest(gaps, most)
        for at in [index if two else truth[i]]
    )
    right = [int((differ & (one.named == truth)).sum()) for one in (first, second)]
    return Paired(len(truth), scores, int(differ.sum()), right[0], right[1], rows)


def _numbers(first: MeasuredRows, second: MeasuredRows, scores: tuple[PairedScore, ...], most: int) -> Paired:
    one, two = first.answers[:, 0], second.answers[:, 0]
    nearer = np.abs(two - first.y) - np.abs(one - first.y)
    gaps = np.abs(one - two)
    rows = tuple(
        Disagreement(int(first.rows[i]), float(first.y[i]), float(one[i]), float(two[i])) for i in _largest(gaps, most)
    )
    n_differ = int((gaps > 0).sum())
    return Paired(len(one), scores, n_differ, int((nearer > 0).sum()), int((nearer < 0).sum()), rows)


def _largest(gaps: Array, most: int) -> Rows:
    """The places of the largest gaps above 0, the largest first."""
    order = np.argsort(-gaps, kind="stable")[:most]
    return order[gaps[order] > 0]


__all__ = ["LEAST_ROWS", "Disagreement", "Paired", "PairedScore", "common_rows", "compare"]
