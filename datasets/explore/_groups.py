"""Rows put together by the value of a column: levels of words, single numbers, ranges of numbers, units of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from datasets import calendar_units
from datasets.explore import _edges
from datasets.explore._extract import Array, Extract

Codes = npt.NDArray[np.int64]
OTHER = "other"
MISSING = "missing"
COLORS = 6


@dataclass(frozen=True, slots=True)
class Groups:
    """`codes` (n,) index `labels`, -1 = missing. `ordered`: labels follow the values; else the commonest come first.
    `n_levels` different values, of which `n_joined` stand together as the last label."""

    codes: Codes
    labels: tuple[str, ...]
    ordered: bool
    n_levels: int
    n_joined: int = 0


ONE = Groups(np.zeros(0, dtype=np.int64), ("",), True, 1)


def bars(rows: Extract, name: str, most: int) -> Groups:
    """At most `most` groups and "other"; numbers of many different values in round ranges of equal width."""
    if not rows.is_measure(name):
        return _levels(rows, name, most)
    values = rows.numbers(name)
    known = ~np.isnan(values)
    if not known.any():
        return Groups(np.full(len(values), -1, dtype=np.int64), (), True, 0)
    if rows.is_date(name):
        return _units(values, known, most)
    single = np.unique(values[known])
    if len(single) <= most and len(single) <= _edges.SINGLE:
        return _single(values, known, single)
    return _ranges(values, known, _edges.nice(*_edges.window(values[known]), max(most // 2, 4)))


def colors(rows: Extract, name: str | None) -> Groups:
    """Few groups, for a column that gives the colour: at most COLORS, missing cells among them; numbers of many
    different values by quarters of the rows. Without a column, one group without a name."""
    if name is None:
        return replace(ONE, codes=np.zeros(rows.n_sampled, dtype=np.int64))
    room = COLORS - int(not rows.known(name).all())
    if rows.is_measure(name) and not rows.is_date(name):
        values = rows.numbers(name)
        known = ~np.isnan(values)
        single = np.unique(values[known])
        found = _single(values, known, single) if len(single) <= room else _quarters(values, known)
    elif rows.is_date(name):
        found = bars(rows, name, room)
    else:
        found = _levels(rows, name, room - 1)
    return _with_missing(found)


def _with_missing(found: Groups) -> Groups:
    missing = found.codes < 0
    if not missing.any():
        return found
    codes = np.where(missing, len(found.labels), found.codes)
    return replace(found, codes=codes, labels=(*found.labels, MISSING))


def _levels(rows: Extract, name: str, most: int) -> Groups:
    words = rows.words(name)
    known = words.codes[words.codes >= 0]
    counts = np.bincount(known, minlength=len(words.labels))
    order = np.argsort(-counts, kind="stable")
    shown = order[: most if len(order) > most + 1 else most + 1]  # "other" never stands for a single level
    place = np.full(len(counts) + 1, len(shown), dtype=np.int64)
    place[shown], place[-1] = np.arange(len(shown)), -1
    labels = tuple(str(label) for label in words.labels.take(shown).to_pylist())
    joined = len(order) - len(shown)
    return Groups(place[words.codes], (*labels, OTHER) if joined else labels, False, len(order), joined)


def _single(values: Array, known: npt.NDArray[np.bool_], single: Array) -> Groups:
    codes = np.where(known, np.searchsorted(single, values), -1).astype(np.int64)
    return Groups(codes, tuple(written(v) for v in single), True, len(single))


def _quarters(values: Array, known: npt.NDArray[np.bool_]) -> Groups:
    cuts = np.quantile(values[known], [0.25, 0.5, 0.75])
    step = _edges.nice_step(spread / 40) if (spread := float(cuts[-1] - cuts[0])) > 0 else 0.0
    inner = np.unique(np.round(cuts / step) * step if step else cuts)
    return _ranges(values, known, np.array([-np.inf, *inner, np.inf]))


def _ranges(values: Array, known: npt.NDArray[np.bool_], edges: Array) -> Groups:
    """Ranges between edges; the first and the last one hold what lies beyond."""
    inner = edges[1:-1]
    codes = np.where(known, np.searchsorted(inner, values, side="right"), -1).astype(np.int64)
    if not len(inner):
        return Groups(codes, ("all",), True, 1)
    middle = (f"{written(a)} to {written(b)}" for a, b in pairwise(inner))
    labels = (f"under {written(inner[0])}", *middle, f"{written(inner[-1])} and over")
    return Groups(codes, labels, True, len(np.unique(values[known])))


def _units(values: Array, known: npt.NDArray[np.bool_], most: int) -> Groups:
    unit = calendar_units.unit_for(float(values[known].min()), float(values[known].max()), most)
    numbers = calendar_units.numbers(np.where(known, values, values[known][0]), unit)
    first, last = int(numbers[known].min()), int(numbers[known].max())
    labels = tuple(calendar_units.name(float(start), unit) for start in calendar_units.starts(first, last, unit))
    return Groups(np.where(known, numbers - first, -1), labels, True, len(np.unique(values[known])))


def written(value: float) -> str:
    """A number in a label: 12,345; 0.05; 1.5e+20."""
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{value:,.0f}".replace("-", "\u2212")
    return f"{value:,.6g}".replace("-", "\u2212")
