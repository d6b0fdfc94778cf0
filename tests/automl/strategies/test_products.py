"""Products of every two numbers: what they are, where they are refused, and that a linear model bends with them."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest

from automl.algorithms.quadratic import ALGORITHM
from automl.contracts import FitRequest, Target
from automl.features import Features
from automl.graph.builder import Graph
from automl.strategies.scaled_onehot import STRATEGY as STRAIGHT
from automl.strategies.scaled_squares import MOST_CELLS, STRATEGY
from datasets.schema import Column, Kind

N = 600
ANY = Target("regression", np.zeros(1))


def rows(n: int = N, k: int = 3, gaps: bool = False) -> Features:
    rng = np.random.default_rng(7)
    numbers = {f"x{j}": rng.normal(size=n).astype(np.float32) for j in range(k)}
    if gaps:
        numbers["x0"][rng.random(n) < 0.2] = np.nan
    return Features(tuple(Column(name, Kind.NUMERIC) for name in numbers), n, numbers, {}, {})


def test_every_product_and_every_square_stands_beside_the_numbers() -> None:
    fitted, X = STRATEGY.fit(rows(), ANY, 0)
    assert fitted.names == (
        *("x0", "x1", "x2"),
        *("x0 squared", "x0 x x1", "x0 x x2", "x1 squared", "x1 x x2", "x2 squared"),
    )
    assert fitted.sources[3:] == ("x0", "x0", "x0", "x1", "x1", "x2")
    np.testing.assert_allclose(X[:, 3:].mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(X[:, 3:].std(axis=0), 1, atol=1e-4)
    z = X[:, 0] * X[:, 1]
    np.testing.assert_allclose(X[:, 4], (z - z.mean()) / z.std(), atol=1e-5)


def test_the_mark_of_a_gap_is_multiplied_with_nothing() -> None:
    fitted, X = STRATEGY.fit(rows(gaps=True), ANY, 0)
    assert fitted.names[:4] == ("x0", "x1", "x2", "x0 (missing)")
    assert len(fitted.names) == 4 + 6
    assert not np.isnan(X).any()


@pytest.mark.parametrize("gaps", [False, True])
def test_the_graph_computes_the_very_same_numbers(gaps: bool) -> None:
    features = rows(gaps=gaps)
    fitted, X = STRATEGY.fit(features, ANY, 0)
    graph = Graph(features.columns)
    graph.output("X", fitted.emit(graph), 1, len(fitted.names))
    (answered,) = ort.InferenceSession(graph.to_bytes()).run(["X"], features.inputs({}))
    np.testing.assert_array_equal(answered, X)
    np.testing.assert_array_equal(fitted.transform(features), X)


def test_what_hardly_varies_does_not_become_huge() -> None:
    features = rows()
    features.numbers["x0"][:] = 0
    features.numbers["x0"][0] = 1000
    _, X = STRATEGY.fit(features, ANY, 0)
    assert np.abs(X).max() < 100


@pytest.mark.parametrize(("n", "k", "refused"), [(50, 1, True), (50, 9, False), (50, 10, True), (200, 19, False)])
def test_products_need_a_pair_and_rows_enough(n: int, k: int, refused: bool) -> None:
    said = STRATEGY.refuses(rows(n, k), ANY)
    assert (said is not None) == refused
    if refused and k > 1:
        assert said == "10 columns of numbers have 55 products, too many for 50 rows."


def test_a_table_of_very_many_rows_is_refused() -> None:
    few = rows(10, 4)
    many = Features(few.columns, MOST_CELLS // 10 + 1, few.numbers, {}, {})
    assert "too many for 2,000,001 rows" in (STRATEGY.refuses(many, ANY) or "")


def test_numbers_that_act_together_are_learnt() -> None:
    features = rows()
    x = features.numbers
    y = (x["x0"] * x["x1"] + x["x2"] ** 2 > 0.5).astype(np.int64)
    target = Target("binary", y, ("no", "yes"))
    right = {}
    for strategy in (STRAIGHT, STRATEGY):
        _, X = strategy.fit(features, target, 0)
        model = ALGORITHM.fit(FitRequest(X, y, target, {"l2": 1.0}, seed=0))
        right[strategy.name] = float(np.mean((model.scores(X)[:, 0] > 0) == y))
    assert right["scaled_squares"] > 0.9 > right["scaled_onehot"]
