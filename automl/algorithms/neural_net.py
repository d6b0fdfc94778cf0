"""A small neural network after RealMLP (Holzmueller, Grinsztajn, Steinwart, 2024), trained in numpy.

How it is trained stands in _training.py, its arithmetic in _network.py; here is what it answers, and that as a graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._links import EVERY_PROBLEM, MARGIN_LINKS
from automl.algorithms._network import WAVE_OUTPUTS, WAVES, Network
from automl.algorithms._training import DEFAULTS, ROWS_AT_ONCE, Training
from automl.contracts import Algorithm, Array, Effort, FitRequest, FittedModel, Link, Matrix, Settings, Target
from automl.graph.builder import Graph

if TYPE_CHECKING:
    import optuna

DOUBLE = 11  # onnx.TensorProto.DOUBLE
LARGEST_EXPONENT = np.float32(20)
TWO = np.float32(2)


@dataclass(frozen=True)
class NeuralNetModel:
    """A trained network with all constant factors multiplied into its weights, in float32 as it was trained: weights
    in float64 would take twice as long to read, which is most of what an answer to one row takes."""

    numbers: npt.NDArray[np.int64]
    waves: tuple[Matrix, Matrix, Matrix, Matrix]
    layers: tuple[tuple[Matrix, Matrix], ...]
    link: Link
    effort: Effort
    trees: None = None

    @classmethod
    def of(cls, network: Network, link: Link, effort: Effort) -> NeuralNetModel:
        values = {name: part.astype(np.float64) for name, part in network.of.items()}
        layers = []
        for i in range(network.n_layers):
            weights = values[f"weights_{i}"] / np.sqrt(len(values[f"weights_{i}"]))
            weights = weights if i else weights * values["scale"][:, None]
            layers.append((_single(weights), _single(values[f"bias_{i}"])))
        waves, phases, shifts = (_single(values[name][:, None]) for name in ("waves", "phases", "shifts"))
        maps = _single(values["maps"] / np.sqrt(WAVES))
        return cls(network.shape.numbers, (waves, phases, maps, shifts), tuple(layers), link, effort)

    def scores(self, X: Matrix) -> Array:
        pieces = [self._scores(X[i : i + ROWS_AT_ONCE]) for i in range(0, len(X), ROWS_AT_ONCE)]
        return np.concatenate([np.empty((0, len(self.layers[-1][1]))), *pieces])

    def _scores(self, X: Matrix) -> Array:
        waves, phases, maps, shifts = self.waves
        mapped = np.sin(X[:, self.numbers].T[:, :, None] * waves + phases) @ maps + shifts
        x = np.concatenate([X, mapped.transpose(1, 0, 2).reshape(len(X), -1)], axis=1)
        for weights, bias in self.layers[:-1]:
            z = x @ weights + bias
            power = np.exp(np.minimum(z, LARGEST_EXPONENT))
            u = power * (power + TWO)
            x = z * (u / (u + TWO))
        weights, bias = self.layers[-1]
        return np.asarray(x @ weights + bias, dtype=np.float64)

    def emit(self, graph: Graph, x: str) -> str:
        return NetworkBag((self,)).emit(graph, x)

    def mean_with(self, others: Sequence[FittedModel]) -> NetworkBag | None:
        """The networks side by side in one; None where they differ in shape."""
        bag = tuple(model for model in (self, *others) if isinstance(model, NeuralNetModel))
        alike = len(bag) > len(others) and len({network.shape for network in bag}) == 1
        return NetworkBag(bag) if alike else None

    @property
    def shape(self) -> tuple[Any, ...]:
        """What networks must share to be computed together."""
        return (*self.numbers.tolist(), *(part.shape for part in self.waves), *(w.shape for w, _ in self.layers))


@dataclass(frozen=True)
class NetworkBag:
    """b networks of one shape over the same prepared columns, with the mean of their scores.

    In the graph every step is one node for all of them, over tensors [b, n, units].
    """

    networks: tuple[NeuralNetModel, ...]
    trees: None = None

    @property
    def link(self) -> Link:
        return self.networks[0].link

    @property
    def effort(self) -> Effort:
        return self.networks[0].effort

    def scores(self, X: Matrix) -> Array:
        return np.asarray(np.mean([network.scores(X) for network in self.networks], axis=0))

    def emit(self, graph: Graph, x: str) -> str:
        def constant(values: Any) -> str:
            return graph.constant(np.asarray(values))

        (weights, bias), *others = (self._layer(i) for i in range(len(self.networks[0].layers)))
        numbers = self.networks[0].numbers
        k = weights.shape[1] - len(numbers) * WAVE_OUTPUTS
        z = graph.node("MatMul", x, constant(weights[:, :k]))
        if len(numbers):
            z = graph.node("Add", z, graph.node("MatMul", self._emit_waves(graph, x), constant(weights[:, k:])))
        z = graph.node("Add", z, constant(bias))
        for weights, bias in others:
            power = graph.node("Exp", graph.node("Min", z, constant(LARGEST_EXPONENT)))
            u = graph.node("Mul", power, graph.node("Add", power, constant(TWO)))
            share = graph.node("Div", u, graph.node("Add", u, constant(TWO)))
            z = graph.node("MatMul", graph.node("Mul", z, share), constant(weights))
            z = graph.node("Add", z, constant(bias))
        scores = graph.node("Cast", z, to=DOUBLE)
        if len(self.networks) == 1:
            return graph.node("Squeeze", scores, constant(np.array([0])))
        return graph.node("ReduceMean", scores, constant(np.array([0])), keepdims=0)

    def _layer(self, i: int) -> tuple[Matrix, Matrix]:
        """The weights (b, inputs, units) and biases (b, 1, units) of layer i."""
        layers = [network.layers[i] for network in self.networks]
        return np.stack([weights for weights, _ in layers]), np.stack([bias for _, bias in layers])[:, None, :]

    def _emit_waves(self, graph: Graph, x: str) -> str:
        """The tensor [b, n, p o] of what the waves of the p numbers are mapped to."""
        b, numbers = len(self.networks), self.networks[0].numbers
        # The numbers once for each network: [b p, n, 1].
        waves, phases, maps, shifts = (
            graph.constant(np.concatenate([network.waves[i] for network in self.networks])) for i in range(4)
        )
        chosen = graph.constant(np.tile(numbers, b))
        each = graph.node("Transpose", graph.node("Gather", x, chosen, axis=1), perm=[1, 0])
        each = graph.node("Unsqueeze", each, graph.constant(np.array([2])))
        sines = graph.node("Sin", graph.node("Add", graph.node("Mul", each, waves), phases))
        mapped = graph.node("Add", graph.node("MatMul", sines, maps), shifts)
        apart = graph.constant(np.array([b, len(numbers), -1, WAVE_OUTPUTS]))
        mapped = graph.node("Transpose", graph.node("Reshape", mapped, apart), perm=[0, 2, 1, 3])
        return graph.node("Reshape", mapped, graph.constant(np.array([b, -1, len(numbers) * WAVE_OUTPUTS])))


def _single(values: Array) -> Matrix:
    return values.astype(np.float32)


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
