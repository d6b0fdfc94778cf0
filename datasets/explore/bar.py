"""Bars: one number for each value of a column."""

from __future__ import annotations

import numpy as np

from datasets.errors import InputError
from datasets.explore import _groups
from datasets.explore._aggregate import Counts, Values, hows, measure
from datasets.explore._chart import ANY, NAMING, Chart, Choice, Role, first
from datasets.explore._extract import Extract
from datasets.explore._groups import Groups
from datasets.explore._measured import Bars
from datasets.explore._seen import seen
from datasets.schema import Kind, Schema

MOST_BARS = 30
COUNTABLE = frozenset({Kind.NUMERIC, Kind.BOOLEAN, Kind.CATEGORY})


def suggest(schema: Schema, target: str | None) -> Choice:
    """The column to predict by the first column of categories."""
    words = frozenset({Kind.CATEGORY, Kind.BOOLEAN})
    x = first(schema, words, (target,)) or first(schema, ANY - NAMING, (target,)) or first(schema, ANY)
    y = target if target is not None and schema[target].kind in COUNTABLE and target != x else None
    return Choice("bar", x=x, y=y or first(schema, frozenset({Kind.NUMERIC}), (x,)))


def compute(rows: Extract, choice: Choice) -> Bars:
    """At most 30 bars and "other": values of words by the number drawn, numbers and dates in their order."""
    assert choice.x is not None
    groups, colors = _groups.bars(rows, choice.x, MOST_BARS), _groups.colors(rows, choice.color)
    if not groups.labels:
        raise InputError(f"Every cell of {choice.x} is empty or unreadable. Choose another column.")
    found = measure(rows, choice, groups, colors)
    order = _order(groups, found.values, found.counts)
    if not order:
        raise InputError(f"No row has both {choice.x} and {choice.y} filled in. Choose other columns.")
    return Bars(
        x=choice.x,
        y=choice.y,
        color=choice.color,
        how=choice.how or "count",
        level=found.level,
        labels=tuple(groups.labels[i] for i in order),
        groups=colors.labels,
        values=tuple(tuple(line[i] for i in order) for line in found.values),
        counts=tuple(tuple(line[i] for i in order) for line in found.counts),
        ordered=groups.ordered,
        n_levels=groups.n_levels,
        n_joined=groups.n_joined,
        seen=seen(rows, int(found.known.sum()), choice.x, choice.y, choice.color),
    )


def _order(groups: Groups, values: Values, counts: Counts) -> list[int]:
    """The places of the bars: in their order, or the largest first with "other" at the end; bars of words that hold
    no row are left out."""
    places = list(range(len(groups.labels)))
    if groups.ordered:
        return places if any(map(any, counts)) else []
    rest = places.pop() if groups.n_joined else None
    rows = np.array(counts).sum(axis=0)
    places = [i for i in places if rows[i]]
    if len(values) == 1:
        places.sort(key=lambda i: -(values[0][i] or 0.0))
    else:
        places.sort(key=lambda i: -rows[i])
    return [*places, rest] if rest is not None and rows[rest] else places


CHART = Chart(
    name="bar",
    title="Bars",
    order=20,
    roles={
        "x": Role("For each", ANY, required=True),
        "y": Role("Value of", COUNTABLE | {Kind.CONSTANT}),
        "color": Role("Colour by", ANY),
    },
    suggest=suggest,
    compute=compute,
    hows=hows,
)
