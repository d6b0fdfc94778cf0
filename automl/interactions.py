"""Which two columns act together: partial dependence of the graph on both at once against the sum of both alone.

Friedman and Popescu 2008 (H statistic), on a grid of typical values weighted by how many rows are like that, over the
same background rows everywhere, so that what they add cancels out; pairs are ordered by the H statistic before it is
divided by the joint effect (Inglis, Parnell, Hurley 2022), since the divided one makes weak pairs look strong. Standard
errors by the jackknife over background rows (Efron, Stein 1981).

Notation: k, l values of two columns; b background rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.features import Features
from automl.insights import Interaction
from automl.shapley import Answer
from automl.wording import as_written
from datasets.cells import MISSING_SECONDS

VALUES = 6
MOST_COLUMNS, LEAST_COLUMNS = 5, 2
MOST_BACKGROUND, LEAST_BACKGROUND = 100, 40
SPEED_ROWS = 500
KEPT = 3


@dataclass(frozen=True)
class _Axis:
    """Typical values of a column: `cells` (k,) as the graph takes them, `labels`, and the place (n,) of every row, -1
    where it is like none of them."""

    column: str
    cells: npt.NDArray[Any]
    labels: tuple[str, ...]
    place: npt.NDArray[np.int64]


def interactions(
    answer: Answer,
    rows: Features,
    columns: Sequence[str],
    shown: int,
    *,
    seed: int = 7,
    seconds: float = float("inf"),
) -> tuple[Interaction, ...]:
    """The KEPT strongest pairs among the first MOST_COLUMNS of `columns` (those with the most impact first), of the
    answer `shown`; fewer columns and background rows, or none, where `seconds` do not allow more."""
    axes = [axis for name in columns[:MOST_COLUMNS] if len((axis := _axis(rows, name)).labels) > 1]
    end = time.perf_counter() + seconds
    axes, n = _affordable(answer, rows, axes, seconds)
    if len(axes) < LEAST_COLUMNS:
        return ()
    chosen = np.random.default_rng([seed, 18]).choice(rows.n_rows, min(n, rows.n_rows), replace=False)
    background = rows.take(np.sort(chosen)).inputs()

    def answers(*at: _Axis) -> Array:
        return _answers(answer, background, at, shown)

    alone = {axis.column: answers(axis) for axis in axes}
    found = []
    for a, b in combinations(axes, 2):
        if time.perf_counter() > end:
            break
        found.append(_interaction(a, b, answers(a, b), alone))
    return tuple(sorted(found, key=lambda one: -one.strength)[:KEPT])


def _affordable(answer: Answer, rows: Features, axes: list[_Axis], seconds: float) -> tuple[list[_Axis], int]:
    """As many of the columns as there is time for, and the number of background rows."""
    if len(axes) < LEAST_COLUMNS or seconds <= 0:
        return [], 0
    sample = rows.take(np.resize(np.arange(rows.n_rows), SPEED_ROWS)).inputs()
    start = time.perf_counter()
    answer(sample)
    row_s = max((time.perf_counter() - start) / SPEED_ROWS, 1e-9)
    while len(axes) >= LEAST_COLUMNS:
        sizes = [len(axis.labels) for axis in axes]
        points = sum(sizes) + sum(k * m for k, m in combinations(sizes, 2))
        n = int(min(seconds / (row_s * points), MOST_BACKGROUND))
        if n >= LEAST_BACKGROUND:
            return axes, n
        axes = axes[:-1]
    return [], 0


def _axis(rows: Features, name: str) -> _Axis:
    if name in rows.texts:
        text = rows.texts[name]
        counts = np.bincount(text.codes, minlength=len(text.words))
        known = [i for i in np.argsort(-counts, kind="stable") if counts[i] and text.words[i]][:VALUES]
        place = np.full(len(text.words), -1)
        place[known] = range(len(known))
        labels = tuple(text.words[i] for i in known)
        return _Axis(name, np.asarray(labels, dtype=object), labels, place[text.codes])
    if name in rows.seconds:
        seconds = rows.seconds[name]
        return _of_numbers(name, seconds, seconds != MISSING_SECONDS, lambda s: str(np.datetime64(int(s), "s"))[:10])
    column = next(column for column in rows.columns if column.name == name)
    values = rows.numbers[name]
    return _of_numbers(name, values, ~np.isnan(values), lambda v: as_written(float(f"{v:.7g}"), column))


def _of_numbers(name: str, values: npt.NDArray[Any], known: npt.NDArray[np.bool_], say: Callable[[Any], str]) -> _Axis:
    """The middles of ranges that hold about equally many rows."""
    inside = np.sort(values[known])
    if not len(inside):
        return _Axis(name, inside, (), np.full(len(values), -1))
    edges = np.unique(inside[(np.arange(1, VALUES) * len(inside)) // VALUES])
    place = np.where(known, np.searchsorted(edges, values, side="right"), -1)
    parts = [part for part in range(len(edges) + 1) if (place == part).any()]
    middles = np.asarray([np.sort(values[place == part])[(place == part).sum() // 2] for part in parts])
    return _Axis(name, middles, tuple(say(middle) for middle in middles), _renumbered(place, parts))


def _renumbered(place: npt.NDArray[np.int64], parts: Sequence[int]) -> npt.NDArray[np.int64]:
    found = np.full(len(place), -1)
    for i, part in enumerate(parts):
        found[place == part] = i
    return found


def _answers(answer: Answer, background: dict[str, npt.NDArray[Any]], at: Sequence[_Axis], shown: int) -> Array:
    """(k, b) or (k, l, b): the answer for every background row with the columns of `at` set to every combination of
    values; means over the rows are partial dependence."""
    sizes = [len(axis.labels) for axis in at]
    points, n = int(np.prod(sizes)), len(next(iter(background.values())))
    feed = {name: np.tile(values, (points, 1)) for name, values in background.items()}
    for axis, places in zip(at, np.unravel_index(np.arange(points), sizes), strict=True):
        feed[axis.column] = np.repeat(axis.cells[places], n).reshape(-1, 1).astype(background[axis.column].dtype)
    return answer(feed)[:, shown].reshape(*sizes, n)


def _interaction(a: _Axis, b: _Axis, answers: Array, alone: dict[str, Array]) -> Interaction:
    n, joint = answers.shape[-1], answers.mean(axis=-1)
    counts = np.zeros(joint.shape, dtype=np.int64)
    both = (a.place >= 0) & (b.place >= 0)
    np.add.at(counts, (a.place[both], b.place[both]), 1)
    weight = counts / counts.sum() if counts.sum() else np.full(joint.shape, 1 / joint.size)
    excess = answers - alone[a.column][:, None] - alone[b.column][None, :]
    power, whole = float(_power(excess.mean(axis=-1), weight)), float(_power(joint, weight))
    without = np.sqrt(_power(_means_without_one(excess), weight[..., None]))
    return Interaction(
        columns=(a.column, b.column),
        labels=(a.labels, b.labels),
        answers=tuple(tuple(map(float, row)) for row in joint),
        counts=tuple(tuple(int(count) for count in row) for row in counts),
        strength=power**0.5,
        share=min(power / whole, 1.0) if whole > 1e-18 else 0.0,
        n_rows=n,
        error=float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())),
    )


def _power(grid: Array, weight: Array) -> Array:
    """The weighted variance over the first two axes."""
    middle = (weight * grid).sum(axis=(0, 1))
    return np.asarray((weight * (grid - middle) ** 2).sum(axis=(0, 1)))


def _means_without_one(values: Array) -> Array:
    """(..., b): the means over the last axis (b > 1), each without one of its values."""
    n = values.shape[-1]
    return np.asarray((values.sum(axis=-1, keepdims=True) - values) / (n - 1))


__all__ = ["interactions"]
