"""What drives the answers, told in the analyst's columns: impact, effects, and the reasons for one row.

All from Shapley values (automl/shapley.py) of the finished graph, in probability or in the target's unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.record import ColumnEffect, ColumnImpact
from automl.shapley import Answer, Feed, Shapley, shapley
from automl.wording import as_written, number
from datasets.cells import MISSING_SECONDS
from datasets.schema import Column, Kind

EFFECT_BINS = 10
EFFECT_LEVELS = 12


def column_impact(found: Shapley) -> tuple[ColumnImpact, ...]:
    """Mean absolute value of each column over rows and classes, with its share and the standard error of that (of a
    ratio of means over rows); largest first."""
    by_row = np.abs(found.values).mean(axis=2)
    size, n = by_row.mean(axis=0), len(by_row)
    total = float(size.sum())
    if not total:
        return tuple(ColumnImpact(name, 0.0, 0.0, 0.0) for name in found.columns)
    share = size / total
    off = by_row - share * by_row.sum(axis=1, keepdims=True)
    error = np.sqrt((off**2).sum(axis=0) / max(n - 1, 1) / n) / total
    order = np.argsort(-size, kind="stable")
    return tuple(ColumnImpact(found.columns[j], float(share[j]), float(size[j]), float(error[j])) for j in order)


def column_effects(found: Shapley, columns: Sequence[Column], shown: int) -> tuple[ColumnEffect, ...]:
    """How each column's values move the answer `shown` (index of the class; 0 for numbers)."""
    schema = {column.name: column for column in columns}
    return tuple(_effect(found, j, schema[name], found.values[:, j, shown]) for j, name in enumerate(found.columns))


def _effect(found: Shapley, j: int, column: Column, values: Array) -> ColumnEffect:
    cells = found.matrix[:, j]
    if column.name in found.words:
        return _by_level(column, found.words[column.name], cells.astype(np.int64), values)
    known = ~np.isnan(cells) & (cells != float(MISSING_SECONDS))
    return _by_range(column, cells, known, values)


def _by_level(column: Column, words: tuple[str, ...], codes: npt.NDArray[np.int64], values: Array) -> ColumnEffect:
    counts = np.bincount(codes, minlength=len(words))
    top = [i for i in np.argsort(-counts, kind="stable")[:EFFECT_LEVELS] if counts[i]]
    means = [float(values[codes == i].mean()) for i in top]
    labels = tuple(words[i] or "not known" for i in top)
    sizes = tuple(int(counts[i]) for i in top)
    return ColumnEffect(column.name, str(column.kind), labels, (), tuple(means), sizes)


def _by_range(column: Column, cells: Array, known: npt.NDArray[np.bool_], values: Array) -> ColumnEffect:
    labels, positions, means, counts = [], [], [], []
    if known.any():
        edges = np.unique(np.quantile(cells[known], np.linspace(0, 1, EFFECT_BINS + 1)))
        place = np.clip(np.searchsorted(edges, cells, side="right") - 1, 0, max(len(edges) - 2, 0))
        for i in np.unique(place[known]):
            inside = known & (place == i)
            labels.append(_range_label(float(edges[i]), float(edges[min(i + 1, len(edges) - 1)]), column))
            positions.append(float(np.median(cells[inside])))
            means.append(float(values[inside].mean()))
            counts.append(int(inside.sum()))
    if (~known).any():
        labels.append("not known")
        means.append(float(values[~known].mean()))
        counts.append(int((~known).sum()))
    told = (tuple(labels), tuple(positions), tuple(means), tuple(counts))
    return ColumnEffect(column.name, str(column.kind), *told)


def _range_label(low: float, high: float, column: Column) -> str:
    if column.kind is Kind.DATETIME:
        first, last = (np.datetime64(int(s), "s").astype("datetime64[D]") for s in (low, high))
        return f"{first}" if first == last else f"{first} to {last}"
    first, last = as_written(low, column), as_written(high, column)
    return first if low == high else f"{first} to {last}"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one column's value adds to the answer, in probability or in the target's unit."""

    column: str
    value: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a row got its answer: `base` plus all contributions is `answer`. `label` is the class whose probability is
    explained (None for numbers); the reasons are sorted by size."""

    base: float
    answer: float
    label: str | None
    reasons: tuple[Reason, ...]


def row_reasons(answer: Answer, row: Feed, background: Feed, *, shown: int, label: str | None) -> Reasons:
    """The reasons for one row (a feed of one row) against background rows, of which neighbours should be alike; `shown`
    is the index of the answer."""
    found = shapley(answer, row, background, both_ways=False)
    values = found.values[0, :, shown]
    texts = {name: _cell_text(row[name].ravel()[0]) for name in found.columns}
    reasons = [Reason(name, texts[name], float(values[j])) for j, name in enumerate(found.columns)]
    reasons.sort(key=lambda reason: -abs(reason.contribution))
    base = float(found.base[shown])
    return Reasons(base, base + float(values.sum()), label, tuple(reasons))


def _cell_text(value: Any) -> str:
    if isinstance(value, np.int64):
        return "not known" if value == MISSING_SECONDS else str(np.datetime64(int(value), "s")).replace("T", " ")
    if isinstance(value, np.floating):
        return "not known" if np.isnan(value) else number(float(value))
    return str(value) or "not known"
