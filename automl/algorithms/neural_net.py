"""A small neural network after RealMLP (Holzmueller, Grinsztajn, Steinwart, 2024), trained in numpy.

How it is trained stands in _training.py, its arithmetic in _network.py; here is what it answers, and that as a graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._links import EVERY_PROBLEM, MARGIN_LINKS
from automl.algorithms._network import WAVE_OUTPUTS, WAVES, Network
from automl.algorithms._training import DEFAULTS, ROWS_AT_ONCE, Training
from automl.contracts import Algorithm, Array, Effort, FitRequest, Link, Matrix, Settings, Target
from automl.graph.builder import Graph

if TYPE_CHECKING:
    import optuna

DOUBLE = 11  # onnx.TensorProto.DOUBLE


@dataclass(frozen=True)
class NeuralNetModel:
    """A trained network with all constant factors multiplied into its weights, in float64."""

    numbers: npt.NDArray[np.int64]
    waves: tuple[Array, Array, Array, Array]
    layers: tuple[tuple[Array, Array], ...]
    link: Link
    effort: Effort
    trees: None = None

    @classmethod
    def of(cls, network: Network, link: Link, effort: Effort) -> NeuralNetModel:
        values = {name: part.astype(np.float64) for name, part in network.of.items()}
        layers = []
        for i in range(network.n_layers):
            weights = values[f"weights_{i}"] / np.sqrt(len(values[f"weights_{i}"]))
            layers.append((weights if i else weights * values["scale"][:, None], values[f"bias_{i}"]))
        spread = (values["waves"][:, None], values["phases"][:, None])
        waves = (*spread, values["maps"] / np.sqrt(WAVES), values["shifts"][:, None])
        return cls(network.shape.numbers, waves, tuple(layers), link, effort)

    def scores(self, X: Matrix) -> Array:
        pieces = [self._scores(X[i : i + ROWS_AT_ONCE].astype(np.float64)) for i in range(0, len(X), ROWS_AT_ONCE)]
        return np.concatenate([np.empty((0, len(self.layers[-1][1]))), *pieces])

    def _scores(self, X: Array) -> Array:
        waves, phases, maps, shifts = self.waves
        mapped = np.sin(X[:, self.numbers].T[:, :, None] * waves + phases) @ maps + shifts
        x = np.concatenate([X, mapped.transpose(1, 0, 2).reshape(len(X), -1)], axis=1)
        for weights, bias in self.layers[:-1]:
            z = x @ weights + bias
            power = np.exp(np.minimum(z, 20.0))
            u = power * (power + 2.0)
            x = z * (u / (u + 2.0))
        weights, bias = self.layers[-1]
        return np.asarray(x @ weights + bias)

    def emit(self, graph: Graph, x: str) -> str:
        def constant(values: Any) -> str:
            return graph.constant(np.asarray(values))

        x = graph.node("Cast", x, to=DOUBLE)
        (weights, bias), *others = self.layers
        k = len(weights) - len(self.numbers) * WAVE_OUTPUTS
        z = graph.node("MatMul", x, constant(weights[:k]))
        if len(self.numbers):
            z = graph.node("Add", z, graph.node("MatMul", self._emit_waves(graph, x), constant(weights[k:])))
        z = graph.node("Add", z, constant(bias))
        for weights, bias in others:
            power = graph.node("Exp", graph.node("Min", z, constant(20.0)))
            u = graph.node("Mul", power, graph.node("Add", power, constant(2.0)))
            share = graph.node("Div", u, graph.node("Add", u, constant(2.0)))
            z = graph.node("MatMul", graph.node("Mul", z, share), constant(weights))
            z = graph.node("Add", z, constant(bias))
        return z

    def _emit_waves(self, graph: Graph, x: str) -> str:
        """The tensor [n, p o] of what the waves of the numbers are mapped to."""
        waves, phases, maps, shifts = (graph.constant(part) for part in self.waves)
        numbers = graph.node("Transpose", graph.node("Gather", x, graph.constant(self.numbers), axis=1), perm=[1, 0])
        each = graph.node("Unsqueeze", numbers, graph.constant(np.array([2])))
        sines = graph.node("Sin", graph.node("Add", graph.node("Mul", each, waves), phases))
        mapped = graph.node("Add", graph.node("MatMul", sines, maps), shifts)
        width = len(self.numbers) * WAVE_OUTPUTS
        return graph.node(
            "Reshape", graph.node("Transpose", mapped, perm=[1, 0, 2]), graph.constant(np.array([-1, width]))
        )


def fit(request: FitRequest) -> NeuralNetModel:
    """Trains with the settings width, layers, lr, drop, decay and epochs (their limit); X must hold no NaN."""
    training = Training(request)
    network = training.run()
    return NeuralNetModel.of(network, MARGIN_LINKS[request.target.problem], {"plan": training.plan})


def space(trial: optuna.Trial, target: Target) -> Settings:
    """The ranges of TabArena, with widths that answer quickly."""
    del target
    return {
        "lr": trial.suggest_float("lr", 0.01, 0.1, log=True),
        "width": trial.suggest_int("width", 64, 256, log=True),
        "layers": trial.suggest_int("layers", 1, 3),
        "drop": trial.suggest_categorical("drop", [0.0, 0.15, 0.3]),
        "decay": trial.suggest_float("decay", 1e-3, 0.1, log=True),
    }


def settings_text(settings: Settings) -> str:
    chosen = {**DEFAULTS, **settings}
    return f"{chosen['layers']} x {chosen['width']} units"


ALGORITHM = Algorithm(
    name="neural_net",
    title="Neural network",
    problems=EVERY_PROBLEM,
    needs="scaled",
    portfolio=({}, {"width": 192, "drop": 0.3, "lr": 0.03}, {"width": 96, "layers": 3, "drop": 0.0, "lr": 0.03}),
    space=space,
    fit=fit,
    settings_text=settings_text,
    defaults=DEFAULTS,
    cost=3.0,
    order=50,
)
