"""Date parts equal Python's calendar on every day it knows, and are NaN where the date is missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from automl.features import MISSING_SECONDS, Features
from automl.graph.builder import Graph
from automl.strategies._dates import FIRST_SECOND, LAST_SECOND, PARTS, Dates
from datasets.schema import Column, Kind
from tests.automl.made_features import run

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEAP_DAYS = [int(datetime(y, 2, 28, 23, 59, 59, tzinfo=UTC).timestamp()) for y in (1900, 2000, 2023, 2024)]
EDGES = [FIRST_SECOND, FIRST_SECOND + 86399, LAST_SECOND, -1, 0, 86399, 86400, -86400, -86401]
EDGES += [*LEAP_DAYS, *(second + 1 for second in LEAP_DAYS)]


def dates(seconds: list[int]) -> Features:
    return Features((Column("d", Kind.DATETIME),), len(seconds), {}, {}, {"d": np.array(seconds, dtype=np.int64)})


def as_python_says(second: int) -> list[float]:
    moment = EPOCH + timedelta(seconds=second)
    days = (moment - EPOCH).days
    return [days, moment.year, moment.month, moment.day, moment.weekday(), moment.hour]


@given(st.lists(st.integers(FIRST_SECOND, LAST_SECOND), min_size=1, max_size=30))
def test_parts_equal_the_calendar_of_python(seconds: list[int]) -> None:
    rows = dates([*seconds, *EDGES])
    expected = np.array([as_python_says(second) for second in rows.seconds["d"].tolist()])
    np.testing.assert_array_equal(Dates.of(rows).transform(rows), expected)


def test_graph_computes_the_same_parts() -> None:
    rng = np.random.default_rng(0)
    far = [int(np.iinfo(np.int64).max), MISSING_SECONDS + 1, FIRST_SECOND - 1, LAST_SECOND + 1, MISSING_SECONDS]
    rows = dates([*EDGES, *far, *rng.integers(FIRST_SECOND, LAST_SECOND, 5000).tolist()])
    block = Dates.of(rows)
    expected = block.transform(rows)
    assert np.isnan(expected[len(EDGES) + 4]).all()
    assert np.isnan(expected).sum() == len(PARTS)
    graph = Graph(rows.columns)
    graph.output("parts", block.emit(graph), 1, len(PARTS))
    np.testing.assert_array_equal(run(graph.to_bytes(), rows)[0], expected)


def test_some_parts_of_several_columns() -> None:
    rows = dates(EDGES)
    columns = (*rows.columns, Column("e", Kind.DATETIME))
    rows = Features(columns, rows.n_rows, {}, {}, {"d": rows.seconds["d"], "e": rows.seconds["d"][::-1].copy()})
    block = Dates.of(rows)
    kept = np.array([name in ("e (year)", "d (hour)", "e (weekday)") for name in block.names])
    some = block.keep(kept)
    assert some.names == ("d (hour)", "e (year)", "e (weekday)")
    np.testing.assert_array_equal(some.transform(rows), block.transform(rows)[:, kept])
    graph = Graph(rows.columns)
    graph.output("parts", some.emit(graph), 1, 3)
    np.testing.assert_array_equal(run(graph.to_bytes(), rows)[0], some.transform(rows))
