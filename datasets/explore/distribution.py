"""Distribution: how often the values of one column occur."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from datasets.explore import _groups, bar
from datasets.explore._chart import ANY, NAMING, Chart, Choice, Role, first
from datasets.explore._edges import edges_of, place
from datasets.explore._extract import Array, Extract
from datasets.explore._results import Result
from datasets.explore._seen import known_numbers, quartiles, seen
from datasets.explore._spread import Histogram
from datasets.schema import Kind, Schema

LEAST_BINS = 16
MOST_BINS = 60
DATE_BINS = 60


def suggest(schema: Schema, target: str | None) -> Choice:
    """The column to predict, else the first column of numbers, else the first that does not only name rows."""
    found = target or first(schema, frozenset({Kind.NUMERIC})) or first(schema, ANY - NAMING) or first(schema, ANY)
    return Choice("distribution", x=found)


def compute(rows: Extract, choice: Choice) -> Result:
    """Numbers and dates as a histogram; words as one bar a value."""
    assert choice.x is not None
    if not rows.is_measure(choice.x):
        return bar.compute(rows, replace(choice, how="count"))
    known = known_numbers(rows, choice.x)
    date = rows.is_date(choice.x)
    found = edges_of(known, DATE_BINS if date else _bins(known), date=date)
    colors = _groups.colors(rows, choice.color)
    values = rows.numbers(choice.x)
    some = ~np.isnan(values)
    codes = place(values[some], found.edges)
    n_bins, n_groups = len(found.edges) - 1, len(colors.labels)
    inside = (codes >= 0) & (codes < n_bins)
    cells = (colors.codes[some] * n_bins + codes)[inside]
    counts = np.bincount(cells, minlength=n_groups * n_bins).reshape(n_groups, n_bins)
    return Histogram(
        x=choice.x,
        color=choice.color,
        date=date,
        whole=found.whole,
        edges=tuple(float(e) for e in found.edges),
        groups=colors.labels,
        counts=tuple(tuple(int(n) for n in line) for line in counts),
        n_below=int((codes < 0).sum()),
        n_above=int((codes >= n_bins).sum()),
        quartiles=quartiles(known),
        seen=seen(rows, len(known), choice.x, choice.color),
    )


def _bins(known: Array) -> int:
    """After Freedman and Diaconis (1981), within sensible bounds."""
    q1, q3 = np.quantile(known, [0.25, 0.75])
    width = 2 * (q3 - q1) / len(known) ** (1 / 3)
    span = float(known.max() - known.min())
    return int(np.clip(span / width, LEAST_BINS, MOST_BINS)) if width > 0 else MOST_BINS // 2


CHART = Chart(
    name="distribution",
    title="Distribution",
    order=10,
    roles={"x": Role("Column", ANY, required=True), "color": Role("Colour by", ANY)},
    suggest=suggest,
    compute=compute,
)
