"""Charts of a table as plain data, one kind of chart a file; `ALL` maps names to charts. Nothing here draws."""

from __future__ import annotations

import sys

from datasets.errors import InputError
from datasets.explore._aggregate import levels
from datasets.explore._chart import Chart, Choice, Role, first_look, settle
from datasets.explore._edges import whole_edges
from datasets.explore._extract import Extract, extract
from datasets.explore._groups import MISSING, OTHER
from datasets.explore._measured import Bars, Lines
from datasets.explore._results import Result, Seen
from datasets.explore._spread import Box, Boxes, Histogram
from datasets.explore._together import Density, Matrix, Pair, Points, Together
from datasets.registry import discover

ALL: dict[str, Chart] = dict(
    sorted(discover(sys.modules[__name__], Chart).items(), key=lambda item: (item[1].order, item[0]))
)


def explore(rows: Extract, choice: Choice) -> Result:
    """What the chosen chart draws of these rows.

    Raises InputError, with a sentence, when the table has no rows, a column is not there or does not fit, or when
    there is nothing to draw.
    """
    if choice.chart not in ALL:
        raise InputError(f"There is no chart {choice.chart!r}. The charts are: {', '.join(ALL)}.")
    if rows.n_sampled == 0:
        raise InputError("A chart needs rows, and this table has none. Import a table with rows.")
    chart = ALL[choice.chart]
    chart.require(rows.schema, choice)
    return chart.compute(rows, choice)


__all__ = [
    "ALL",
    "MISSING",
    "OTHER",
    "Bars",
    "Box",
    "Boxes",
    "Chart",
    "Choice",
    "Density",
    "Extract",
    "Histogram",
    "Lines",
    "Matrix",
    "Pair",
    "Points",
    "Result",
    "Role",
    "Seen",
    "Together",
    "explore",
    "extract",
    "first_look",
    "levels",
    "settle",
    "whole_edges",
]
