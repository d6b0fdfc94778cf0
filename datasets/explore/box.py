"""Boxes: the spread of a column of numbers, side by side for each value of another."""

from __future__ import annotations

import numpy as np

from datasets.errors import InputError
from datasets.explore import _groups
from datasets.explore._chart import ANY, MEASURES, NUMBERS, Chart, Choice, Role, first
from datasets.explore._extract import Array, Extract
from datasets.explore._seen import known_numbers, seen
from datasets.explore._spread import Box, Boxes
from datasets.schema import Kind, Schema

MOST_GROUPS = 15
REACH = 1.5  # whiskers, in times the height of the box (Tukey 1977)
MOST_OUTSIDE = 600  # points in the whole picture


def suggest(schema: Schema, target: str | None) -> Choice:
    """Numbers by a category; the column to predict is one of the two."""
    words = frozenset({Kind.CATEGORY, Kind.BOOLEAN})
    numeric = target is not None and schema[target].kind is Kind.NUMERIC
    y = target if numeric else first(schema, NUMBERS) or first(schema, MEASURES)
    x = target if not numeric and target is not None and schema[target].kind in words else first(schema, words)
    return Choice("box", x=x, y=y)


def compute(rows: Extract, choice: Choice) -> Boxes:
    """One box for each value of x (the 15 commonest and "other") and colour; groups without a row have none."""
    assert choice.y is not None
    known_numbers(rows, choice.y)
    groups = _groups.colors(rows, None) if choice.x is None else _groups.bars(rows, choice.x, MOST_GROUPS)
    colors = _groups.colors(rows, choice.color)
    known = rows.known(choice.y) & (groups.codes >= 0)
    n = len(groups.labels)
    cells, values = (colors.codes * n + groups.codes)[known], rows.numbers(choice.y)[known]
    order = np.lexsort((values, cells))
    ends = np.cumsum(np.bincount(cells, minlength=n * len(colors.labels)))
    parts = np.split(values[order], ends[:-1])
    filled = [(i, part) for i, part in enumerate(parts) if len(part)]
    if not filled:
        raise InputError(f"No row has both {choice.x} and {choice.y} filled in. Choose other columns.")
    most = max(MOST_OUTSIDE // len(filled), 6)
    return Boxes(
        x=choice.x,
        y=choice.y,
        color=choice.color,
        date=rows.is_date(choice.y),
        labels=groups.labels,
        groups=colors.labels,
        boxes=tuple(_box(groups.labels[i % n], colors.labels[i // n], part, most) for i, part in filled),
        ordered=groups.ordered,
        n_levels=groups.n_levels,
        n_joined=groups.n_joined,
        seen=seen(rows, int(known.sum()), choice.x, choice.y, choice.color),
    )


def _box(label: str, group: str, values: Array, most: int) -> Box:
    """Of sorted values (n,), n at least 1."""
    q1, median, q3 = (float(q) for q in np.quantile(values, [0.25, 0.5, 0.75]))
    reach = REACH * (q3 - q1)
    first_in = int(np.searchsorted(values, q1 - reach, side="left"))
    last_in = int(np.searchsorted(values, q3 + reach, side="right")) - 1
    outside = np.concatenate([values[:first_in], values[last_in + 1 :]])
    some = np.unique(np.linspace(0, len(outside) - 1, most).round().astype(np.int64)) if len(outside) > most else ...
    low, high = float(values[first_in]), float(values[last_in])
    shown = tuple(float(v) for v in outside[some])
    return Box(label, group, len(values), low, q1, median, q3, high, float(values.mean()), len(outside), shown)


CHART = Chart(
    name="box",
    title="Boxes",
    order=30,
    roles={
        "y": Role("Spread of", MEASURES, required=True),
        "x": Role("For each", ANY),
        "color": Role("Colour by", ANY),
    },
    suggest=suggest,
    compute=compute,
)
