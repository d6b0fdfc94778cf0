"""Pairs of numbers are found where they matter, and the graph computes the very same float32 values."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest

from automl.contracts import Array, Target
from automl.features import Features
from automl.graph.builder import Graph
from automl.strategies import ALL
from automl.strategies._pairs import MOST_PAIRS, MOST_TRIPLES, SIGNS, Made, Pairs
from datasets.schema import Column, Kind

N = 800


def rows(**more: np.ndarray) -> Features:
    rng = np.random.default_rng(4)
    numbers = {
        "weight": rng.normal(75, 15, N).astype(np.float32),
        "height": rng.normal(1.7, 0.12, N).astype(np.float32),
        "noise": rng.normal(size=N).astype(np.float32),
        **{name: values.astype(np.float32) for name, values in more.items()},
    }
    return Features(tuple(Column(name, Kind.NUMERIC) for name in numbers), N, numbers, {}, {})


def index(features: Features) -> Array:
    weight, height = (features.numbers[name].astype(np.float64) for name in ("weight", "height"))
    return np.asarray(weight / height**2)


def test_a_ratio_is_found() -> None:
    features = rows()
    found = Pairs.of(features, index(features)[:, None])
    assert found.pairs[0] == ("Div", "height", "weight")
    assert found.names[0] == "height / weight"
    assert len(found.pairs) <= MOST_PAIRS + MOST_TRIPLES


def test_a_ratio_to_a_square_is_found() -> None:
    features = rows()
    found = Pairs.of(features, index(features)[:, None])
    assert ("Mul", ("Div", "height", "weight"), "height") in found.pairs  # the index upside down
    assert "(height / weight) x height" in found.names
    assert sum(isinstance(a, tuple) for _, a, _ in found.pairs) <= MOST_TRIPLES


def test_what_is_the_same_but_for_its_order_is_made_once() -> None:
    rng = np.random.default_rng(2)
    sides = {name: rng.uniform(1, 3, N) for name in ("wide", "high", "deep")}
    features = rows(**sides)
    volume = np.prod(list(sides.values()), axis=0)[:, None]
    values = Pairs.of(features, volume).transform(features)
    made = [i for i, (_, a, _) in enumerate(Pairs.of(features, volume).pairs) if isinstance(a, tuple)]
    alike = np.abs(np.corrcoef(values[:, made].T)) > 0.9999
    assert len(made) >= 2
    assert alike.sum() == len(made)


def test_three_are_not_made_of_what_two_say_as_well() -> None:
    features = rows()
    ratio = features.numbers["weight"].astype(np.float64) / features.numbers["height"]
    found = Pairs.of(features, ratio[:, None])
    assert found.pairs
    assert all(isinstance(a, str) for _, a, _ in found.pairs)


def test_what_adds_nothing_is_refused() -> None:
    features = rows()
    target = Target("regression", features.numbers["weight"].astype(float))
    for name in ("crossed", "scaled_crossed"):
        assert ALL[name].refuses(features, target) is not None
        assert ALL[name].refuses(features, Target("regression", index(features))) is None


def three(operator: str) -> tuple[Made, ...]:
    """Every operator on a pair made by this one."""
    return tuple((outer, (operator, "a", "b"), name) for outer in SIGNS for name in ("a", "b", "weight"))


@pytest.mark.parametrize("operator", SIGNS)
def test_the_graph_computes_the_same(operator: str) -> None:
    wild = np.resize([0, -0.0, np.nan, 3e38, -3e38, 1e-40, 1, -7.3], N)
    features = rows(a=wild, b=np.roll(wild, 3))
    block = Pairs(((operator, "a", "b"), (operator, "b", "a"), ("Mul", "weight", "a"), *three(operator)))
    graph = Graph(features.columns)
    graph.output("x", block.emit(graph), 1, len(block.pairs))
    session = ort.InferenceSession(graph.to_bytes(), providers=["CPUExecutionProvider"])
    feed = {i.name: features.inputs()[i.name] for i in session.get_inputs()}
    answers = session.run(None, feed)[0]
    expected = block.transform(features)
    assert not np.isinf(expected).any()
    np.testing.assert_array_equal(answers, expected)


def test_kept_columns_are_the_marked_ones() -> None:
    block = Pairs((("Add", "weight", "height"), ("Div", "weight", "noise")))
    assert Pairs((*block.pairs, ("Sub", ("Div", "noise", "height"), "weight"))).sources == ("weight", "weight", "noise")
    kept = block.keep(np.array([False, True]))
    assert kept.names == ("weight / noise",)
    np.testing.assert_array_equal(kept.transform(rows())[:, 0], block.transform(rows())[:, 1])
