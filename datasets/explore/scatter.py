"""Scatter: two columns of numbers against each other, as points or, where there are many, as a density."""

from __future__ import annotations

import numpy as np

from datasets.errors import InputError
from datasets.explore import _groups
from datasets.explore._chart import ANY, MEASURES, NUMBERS, Chart, Choice, Role, first
from datasets.explore._edges import edges_of, place
from datasets.explore._extract import SEED, Array, Extract
from datasets.explore._ranks import pearson, ranks
from datasets.explore._results import Result
from datasets.explore._seen import known_numbers, seen
from datasets.explore._together import Density, Points, Together
from datasets.schema import Kind, Schema

MOST_POINTS = 2000
X_BINS = 48
Y_BINS = 32


def suggest(schema: Schema, target: str | None) -> Choice:
    """Numbers against the column to predict when that is a number; else the first two, in its colours."""
    numeric = target is not None and schema[target].kind is Kind.NUMERIC
    x = first(schema, NUMBERS, (target,)) or first(schema, MEASURES, (target,))
    y = target if numeric else first(schema, NUMBERS, (target, x)) or first(schema, MEASURES, (target, x))
    words = frozenset({Kind.CATEGORY, Kind.BOOLEAN})
    color = target if not numeric and target is not None and schema[target].kind in words else None
    return Choice("scatter", x=x, y=y, color=color)


def compute(rows: Extract, choice: Choice) -> Result:
    """Up to 2,000 rows as points; of more rows a density, or with a colour 2,000 of them drawn at random."""
    assert choice.x is not None
    assert choice.y is not None
    known_numbers(rows, choice.x)
    known_numbers(rows, choice.y)
    known = rows.known(choice.x) & rows.known(choice.y)
    if not known.any():
        raise InputError(f"No row has both {choice.x} and {choice.y} filled in. Choose other columns.")
    x, y = rows.numbers(choice.x)[known], rows.numbers(choice.y)[known]
    if len(x) > MOST_POINTS and choice.color is None:
        return _density(rows, choice, x, y)
    return _points(rows, choice, known, x, y)


def _points(rows: Extract, choice: Choice, known: np.ndarray, x: Array, y: Array) -> Points:
    assert choice.x is not None
    assert choice.y is not None
    colors = _groups.colors(rows, choice.color)
    some = np.arange(len(x))
    if len(x) > MOST_POINTS:
        some = np.sort(np.random.default_rng(SEED).choice(len(x), MOST_POINTS, replace=False))
    return Points(
        x=choice.x,
        y=choice.y,
        color=choice.color,
        dates=(rows.is_date(choice.x), rows.is_date(choice.y)),
        xs=tuple(x[some].tolist()),
        ys=tuple(y[some].tolist()),
        codes=tuple(colors.codes[known][some].tolist()),
        groups=colors.labels,
        n_known=len(x),
        together=_together(rows, choice.x, choice.y),
        seen=seen(rows, len(some), choice.x, choice.y, choice.color),
    )


def _density(rows: Extract, choice: Choice, x: Array, y: Array) -> Density:
    assert choice.x is not None
    assert choice.y is not None
    dates = (rows.is_date(choice.x), rows.is_date(choice.y))
    x_edges = edges_of(x, X_BINS, date=dates[0]).edges
    y_edges = edges_of(y, Y_BINS, date=dates[1]).edges
    across, up = place(x, x_edges), place(y, y_edges)
    wide, high = len(x_edges) - 1, len(y_edges) - 1
    inside = (across >= 0) & (across < wide) & (up >= 0) & (up < high)
    counts = np.bincount((up * wide + across)[inside], minlength=wide * high).reshape(high, wide)
    return Density(
        x=choice.x,
        y=choice.y,
        dates=dates,
        x_edges=tuple(x_edges.tolist()),
        y_edges=tuple(y_edges.tolist()),
        counts=tuple(tuple(line) for line in counts.tolist()),
        n_outside=int((~inside).sum()),
        together=_together(rows, choice.x, choice.y),
        seen=seen(rows, int(inside.sum()), choice.x, choice.y),
    )


def _together(rows: Extract, x: str, y: str) -> Together:
    both = rows.known(x) & rows.known(y)
    one, other = rows.numbers(x), rows.numbers(y)
    by_rank = pearson(ranks(one, rows.order(x), both), ranks(other, rows.order(y), both))
    return Together(int(both.sum()), pearson(one[both], other[both]), by_rank)


CHART = Chart(
    name="scatter",
    title="Scatter",
    order=40,
    roles={
        "x": Role("Across", MEASURES, required=True),
        "y": Role("Up", MEASURES, required=True),
        "color": Role("Colour by", ANY),
    },
    suggest=suggest,
    compute=compute,
)
