"""Days between dates equal Python's, and the graph computes the very same float32 values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from automl.contracts import Target
from automl.features import MISSING_SECONDS, Features
from automl.graph.builder import Graph
from automl.strategies import ALL
from automl.strategies._dates import FIRST_SECOND, LAST_SECOND
from automl.strategies._gaps import MOST_COLUMNS, Gaps
from datasets.schema import Column, Kind
from tests.automl.made_features import run

SECONDS = st.integers(FIRST_SECOND, LAST_SECOND)
ROWS = st.lists(st.tuples(SECONDS, SECONDS), min_size=1, max_size=20)


def dates(**columns: list[int]) -> Features:
    seconds = {name: np.array(values, dtype=np.int64) for name, values in columns.items()}
    n_rows = len(next(iter(seconds.values())))
    return Features(tuple(Column(name, Kind.DATETIME) for name in seconds), n_rows, {}, {}, seconds)


def emitted(block: Gaps, rows: Features) -> np.ndarray:
    graph = Graph(rows.columns)
    graph.output("x", block.emit(graph), 1, len(block.names))
    return run(graph.to_bytes(), rows)[0]


@given(ROWS)
def test_gaps_are_those_of_python(pairs: list[tuple[int, int]]) -> None:
    rows = dates(ordered=[a for a, _ in pairs], delivered=[b for _, b in pairs])
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    expected = [
        np.float32(((epoch + timedelta(seconds=b)) - (epoch + timedelta(seconds=a))) / timedelta(days=1))
        for a, b in pairs
    ]
    np.testing.assert_array_equal(Gaps.of(rows).transform(rows)[:, 0], expected)


def test_the_graph_computes_the_same() -> None:
    wild = [MISSING_SECONDS, MISSING_SECONDS + 1, int(np.iinfo(np.int64).max), FIRST_SECOND - 5, 0, -1, 86_399]
    rows = dates(a=wild, b=wild[::-1], c=[0, 1, 2, 3, 4, 5, 6])
    block = Gaps.of(rows)
    assert block.names == ("days from a to b", "days from a to c", "days from b to c")
    expected = block.transform(rows)
    assert np.isnan(expected).sum() == 4
    np.testing.assert_array_equal(emitted(block, rows), expected)
    some = block.keep(np.array([False, True, True]))
    np.testing.assert_array_equal(emitted(some, rows), expected[:, 1:])


def test_one_date_has_no_gaps_and_many_have_a_limit() -> None:
    assert Gaps.of(dates(a=[1, 2])).transform(dates(a=[1, 2])).shape == (2, 0)
    many = dates(**{f"d{i}": [i, i] for i in range(MOST_COLUMNS + 3)})
    assert len(Gaps.of(many).pairs) == MOST_COLUMNS * (MOST_COLUMNS - 1) // 2


def test_strategies_hand_gaps_on() -> None:
    rng = np.random.default_rng(1)
    start = rng.integers(0, 10**9, 60)
    rows = dates(a=start.tolist(), b=(start + rng.integers(1, 10**7, 60)).tolist())
    target = Target("regression", rng.normal(size=60))
    for name in ("ordinal", "scaled_onehot"):
        fitted, X = ALL[name].fit(rows, target, 1)
        assert "days from a to b" in fitted.names
        assert X.shape == (60, len(fitted.names))
