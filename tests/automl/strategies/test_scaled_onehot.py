"""Scaled numbers and one column a level: indicators, rare levels, limits."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from automl.contracts import Target
from automl.features import MISSING_SECONDS, Features, TextColumn
from automl.graph.builder import Graph
from automl.strategies import _onehot
from automl.strategies._onehot import MAX_LEVELS
from automl.strategies.scaled_onehot import STRATEGY
from datasets.schema import Column, Kind
from tests.automl.made_features import run

Y = Target("regression", np.zeros(1))


def numbers(values: np.ndarray) -> Features:
    return Features((Column("x", Kind.NUMERIC),), len(values), {"x": values.astype(np.float32)}, {}, {})


def texts(values: list[str]) -> Features:
    words = tuple(sorted(set(values)))
    codes = np.array([words.index(value) for value in values], dtype=np.int32)
    return Features((Column("t", Kind.CATEGORY),), len(values), {}, {"t": TextColumn(words, codes)}, {})


def test_centre_and_scale_are_those_of_the_middle_half() -> None:
    rng = np.random.default_rng(0)
    values = np.append(rng.normal(50, 4, 5000), [1e9, -1e9])
    fitted, matrix = STRATEGY.fit(numbers(values), Y, 0)
    assert fitted.names == ("x",)
    z = (values - 50) / 4
    np.testing.assert_allclose(matrix[:-2, 0], (z / np.sqrt(1 + (z / 3) ** 2))[:-2], atol=0.1)
    np.testing.assert_allclose(matrix[-2:, 0], [3, -3], atol=1e-4)


def test_a_column_that_is_mostly_one_value_falls_back_to_the_deviation() -> None:
    values = np.zeros(1000)
    values[:50] = 10
    _, matrix = STRATEGY.fit(numbers(values), Y, 0)
    assert 1 < matrix[0, 0] < 3
    assert matrix[-1, 0] == 0


def test_missing_numbers_get_the_median_and_a_mark() -> None:
    values = np.arange(101, dtype=float)
    values[::10] = np.nan
    fitted, matrix = STRATEGY.fit(numbers(values), Y, 0)
    assert fitted.names == ("x", "x (missing)")
    np.testing.assert_array_equal(matrix[:, 1], np.isnan(values))
    assert np.all(matrix[::10, 0] == 0)
    unmarked, _ = STRATEGY.fit(numbers(np.arange(10.0)), Y, 0)
    assert unmarked.names == ("x",)
    assert unmarked.transform(numbers(np.array([np.nan])))[0, 0] == 0


def test_rare_and_unseen_levels_share_a_column() -> None:
    rows = texts(["a"] * 10 + ["b"] * 5 + [""] * 3 + ["once", "also once"])
    fitted, matrix = STRATEGY.fit(rows, Y, 0)
    assert fitted.names == ("t = a", "t = b", "t = missing", "t = another value")
    np.testing.assert_array_equal(matrix.sum(axis=0), [10, 5, 3, 2])
    np.testing.assert_array_equal(matrix.sum(axis=1), np.ones(20))
    np.testing.assert_array_equal(fitted.transform(texts(["never"])), [[0, 0, 0, 1]])


def test_unseen_and_missing_levels_are_all_zero_where_training_had_none() -> None:
    fitted, _ = STRATEGY.fit(texts(["a", "b", "c"] * 5), Y, 0)
    np.testing.assert_array_equal(fitted.transform(texts(["never", ""])), np.zeros((2, 3)))


def test_at_most_fifty_levels_a_column() -> None:
    fitted, _ = STRATEGY.fit(texts([f"level {i % 80}" for i in range(800)]), Y, 0)
    assert len(fitted.names) == MAX_LEVELS + 1


def test_very_large_tables_get_fewer_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_onehot, "MOST_CELLS", 8000)
    fitted, _ = STRATEGY.fit(texts([f"level {i % 80}" for i in range(800)]), Y, 0)
    assert len(fitted.names) == 10 + 1


def days(seconds: list[int], **numbers: list[float]) -> Features:
    columns = (*(Column(name, Kind.NUMERIC) for name in numbers), Column("d", Kind.DATETIME))
    made = {name: np.array(values, dtype=np.float32) for name, values in numbers.items()}
    return Features(columns, len(seconds), made, {}, {"d": np.array(seconds)})


@pytest.mark.parametrize(
    "rows",
    [
        days([1_700_000_000 + 86_400 * 40 * i for i in range(39)] + [MISSING_SECONDS], x=[float(i) for i in range(40)]),
        days([86_400 * 40 * i for i in range(40)]),  # the hour, the last part of a date, is always the same
    ],
    ids=["gaps in one date, none elsewhere", "days alone"],
)
def test_dates_are_read_column_by_column_in_the_graph(rows: Features) -> None:
    fitted, matrix = STRATEGY.fit(rows, Y, 0)
    graph = Graph(rows.columns)
    graph.output("prepared", fitted.emit(graph), onnx.TensorProto.FLOAT, matrix.shape[1])
    model = graph.to_bytes()
    onnx.checker.check_model(model, full_check=True)
    np.testing.assert_allclose(run(model, rows)[0], matrix, atol=1e-6)
