"""Models of a bag that read different columns answer side by side in the graph as they do one by one."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from automl.algorithms import linear, neural_net
from automl.contracts import Averaging, FitRequest, ProblemName, Target
from automl.graph.builder import Graph
from datasets.schema import Column, Kind

NAMES = ("a", "b", "c", "d")
BAGS = {
    "the same columns": [(0, 1, 2), (0, 1, 2), (0, 1, 2)],
    "other columns": [(0, 1, 3), (3, 2), (1,)],
    "numbers in one, none in the other": [(0, 1), (2,)],
    "nothing in common": [(0, 2), (1, 3)],
    "a column twice": [(0, 1, 0), (1, 0, 3)],
}
PROBLEMS: dict[ProblemName, int] = {"binary": 1, "multiclass": 3, "regression": 1}


def table(n: int = 300) -> np.ndarray:
    """Two numbers, a column of 0 and 1, a number."""
    X = np.random.default_rng(2).normal(size=(n, 4)).astype(np.float32)
    X[:, 2] = X[:, 2] > 0
    return X


def request_for(problem: ProblemName, X: np.ndarray, seed: int) -> FitRequest:
    signal = X.sum(axis=1)
    y = {"binary": (signal > 0).astype(int), "multiclass": np.digitize(signal, [-1, 1]), "regression": signal}[problem]
    classes = {"binary": ("n", "y"), "multiclass": ("u", "v", "w"), "regression": ()}[problem]
    settings = {"epochs": 4, "axes": seed != 1}  # enough to differ from each other
    return FitRequest(X[100:], y[100:], Target(problem, y, classes), settings, seed, X_valid=X[:100], y_valid=y[:100])


@pytest.mark.parametrize("bag", BAGS.values(), ids=BAGS)
@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("algorithm", [linear, neural_net], ids=["linear", "neural_net"])
def test_the_mean_of_a_bag(algorithm: ModuleType, problem: ProblemName, bag: list[tuple[int, ...]]) -> None:
    X = table()
    models = [algorithm.fit(request_for(problem, X[:, columns], seed)) for seed, columns in enumerate(bag)]
    expected = np.mean([model.scores(X[:, columns]) for model, columns in zip(models, bag, strict=True)], axis=0)

    graph = Graph(tuple(Column(name, Kind.NUMERIC) for name in NAMES))
    columns = [[(NAMES[j], 0) for j in places] for places in bag]
    assert isinstance(models[0], Averaging)
    mean = models[0].emit_mean(graph, models, columns)
    assert mean is not None
    graph.output("scores", mean, onnx.TensorProto.DOUBLE, PROBLEMS[problem])
    got = ort.InferenceSession(graph.to_bytes()).run(None, {name: X[:, [j]] for j, name in enumerate(NAMES)})[0]
    np.testing.assert_allclose(got, expected, rtol=2e-5, atol=2e-5)


def test_networks_of_different_layers_stay_apart() -> None:
    X = table()
    small, large = (
        neural_net.fit(FitRequest(**{**vars(request_for("binary", X, 1)), "settings": {"width": width, "epochs": 4}}))
        for width in (16, 32)
    )
    cells = [(name, 0) for name in NAMES]
    assert small.emit_mean(Graph(()), [small, large], [cells, cells]) is None


def test_models_of_another_kind_stay_apart() -> None:
    X = table()
    request = request_for("binary", X, 1)
    line, network = linear.fit(request), neural_net.fit(request)
    cells = [(name, 0) for name in NAMES]
    assert line.emit_mean(Graph(()), [line, network], [cells, cells]) is None
    assert network.emit_mean(Graph(()), [network, line], [cells, cells]) is None
