"""Time line: one number for every day, week, month ... of a column of dates."""

from __future__ import annotations

import numpy as np

from datasets import calendar_units
from datasets.errors import InputError
from datasets.explore import _groups
from datasets.explore._aggregate import hows, measure
from datasets.explore._chart import ANY, DATES, Chart, Choice, Role, first
from datasets.explore._extract import Extract
from datasets.explore._groups import Groups
from datasets.explore._measured import Lines
from datasets.explore._seen import known_numbers, seen
from datasets.explore.bar import COUNTABLE
from datasets.schema import Kind, Schema

MOST_UNITS = 130


def suggest(schema: Schema, target: str | None) -> Choice:
    """The column to predict along the first column of dates; rows when there is none."""
    y = target if target is not None and schema[target].kind in COUNTABLE else None
    return Choice("timeline", x=first(schema, DATES), y=y)


def compute(rows: Extract, choice: Choice) -> Lines:
    """At most 130 units of time, of the smallest unit for which that is enough; a unit without rows counts 0 rows and
    has no mean."""
    assert choice.x is not None
    known = known_numbers(rows, choice.x)
    unit = calendar_units.unit_for(float(known.min()), float(known.max()), MOST_UNITS)
    values = rows.numbers(choice.x)
    some = ~np.isnan(values)
    numbers = calendar_units.numbers(np.where(some, values, known[0]), unit)
    begin, end = int(numbers[some].min()), int(numbers[some].max())
    starts = calendar_units.starts(begin, end, unit)
    units = Groups(np.where(some, numbers - begin, -1), ("",) * len(starts), True, len(starts))
    colors = _groups.colors(rows, choice.color)
    found = measure(rows, choice, units, colors)
    if not found.known.any():
        raise InputError(f"No row has both {choice.x} and {choice.y} filled in. Choose other columns.")
    return Lines(
        x=choice.x,
        y=choice.y,
        color=choice.color,
        how=choice.how or "count",
        level=found.level,
        unit=unit,
        starts=tuple(starts.tolist()),
        groups=colors.labels,
        values=found.values,
        counts=found.counts,
        seen=seen(rows, int(found.known.sum()), choice.x, choice.y, choice.color),
    )


CHART = Chart(
    name="timeline",
    title="Time line",
    order=50,
    roles={
        "x": Role("Along", DATES, required=True),
        "y": Role("Value of", COUNTABLE | {Kind.CONSTANT}),
        "color": Role("Colour by", ANY),
    },
    suggest=suggest,
    compute=compute,
    hows=hows,
)
