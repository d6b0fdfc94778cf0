"""Numbers that are codes are told from amounts, and become statistics of the target that the graph computes too."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest

from automl.contracts import Array, Target
from automl.features import MISSING_SECONDS, Features
from automl.graph.builder import Graph
from automl.strategies import ALL
from automl.strategies._codes import coded_columns
from datasets.schema import Column, Kind

N = 3000


def rows(seed: int = 1) -> tuple[Features, Array]:
    """`shop` and `day` are codes with a level of their own, `age` an amount, `size` no whole number."""
    rng = np.random.default_rng(seed)
    shop, day = rng.integers(100, 140, N), rng.integers(0, 60, N)
    age = rng.integers(18, 80, N)
    levels = np.random.default_rng(9)
    y = levels.normal(size=140)[shop] + levels.normal(size=60)[day] + age / 30 + rng.normal(size=N) / 2
    numbers = {
        "shop": np.where(rng.random(N) < 0.1, np.nan, shop).astype(np.float32),
        "age": age.astype(np.float32),
        "size": rng.normal(size=N).astype(np.float32),
    }
    seconds = np.where(rng.random(N) < 0.1, MISSING_SECONDS, day * 86_400 + 1_600_000_000)
    columns = [Column(name, Kind.NUMERIC) for name in numbers] + [Column("day", Kind.DATETIME)]
    return Features(tuple(columns), N, numbers, {}, {"day": seconds}), y[:, None]


def test_codes_are_told_from_amounts() -> None:
    features, y = rows()
    assert set(coded_columns(features, y)) == {"shop", "day"}
    assert not coded_columns(features, np.random.default_rng(3).normal(size=(N, 1)))


@pytest.mark.parametrize("problem", ["regression", "binary"])
def test_the_graph_looks_numbers_and_moments_up(problem: str) -> None:
    features, y = rows()
    target = Target("regression", y[:, 0])
    if problem == "binary":
        target = Target("binary", (y[:, 0] > 1).astype(int), ("no", "yes"))
    strategy = ALL["target_encode"]
    assert strategy.refuses(features, target) is None
    fitted, training = strategy.fit(features, target, 1)
    assert {"shop", "day"} <= {name.split(" (")[0] for name in fitted.names if "(rows)" in name}
    assert training.shape == (N, len(fitted.names))
    some = features.take(np.arange(200))
    some.numbers["shop"][:3] = [1e9, -0.0, 100.5]
    some.seconds["day"][:2] = [0, 2**60]
    graph = Graph(some.columns)
    graph.output("x", fitted.emit(graph), 1, len(fitted.names))
    session = ort.InferenceSession(graph.to_bytes(), providers=["CPUExecutionProvider"])
    feed = {name: some.inputs()[name] for name in (i.name for i in session.get_inputs())}
    np.testing.assert_array_equal(session.run(None, feed)[0], fitted.transform(some))
