"""A small neural network after RealMLP (Holzmueller, Grinsztajn, Steinwart, 2024), trained in numpy.

How it is trained stands in _training.py, its arithmetic in _network.py; here is what it answers, and that as a graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._axes import Axes
from automl.algorithms._links import EVERY_PROBLEM, MARGIN_LINKS
from automl.algorithms._network import WAVE_OUTPUTS, WAVES, Network
from automl.algorithms._network_graph import LARGEST_EXPONENT, TWO, emit_networks
from automl.algorithms._training import DEFAULTS, ROWS_AT_ONCE, Training
from automl.contracts import Algorithm, Array, Effort, FitRequest, FittedModel, Link, Matrix, Settings, Target
from automl.graph.builder import Graph
from automl.graph.columns import Cell

if TYPE_CHECKING:
    import optuna


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
    def of(cls, network: Network, axes: Axes, link: Link, effort: Effort) -> NeuralNetModel:
        values = {name: part.astype(np.float64) for name, part in network.of.items()}
        layers = []
        for i in range(network.n_layers):
            weights = values[f"weights_{i}"] / np.sqrt(len(values[f"weights_{i}"]))
            bias = values[f"bias_{i}"]
            if i == 0:
                weights, bias = axes.folded(weights * values["scale"][:, None], bias)
            layers.append((_single(weights), _single(bias)))
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
        return emit_networks(graph, (self,), (graph.cells(x, self.n_columns),))

    def emit_mean(self, graph: Graph, bag: Sequence[FittedModel], columns: Sequence[Sequence[Cell]]) -> str | None:
        """None where the hidden layers differ in shape."""
        networks = [model for model in bag if isinstance(model, NeuralNetModel)]
        alike = len(networks) == len(bag) and len({network.hidden for network in networks}) == 1
        return emit_networks(graph, networks, columns) if alike else None

    @property
    def n_columns(self) -> int:
        """k: the prepared columns that are read."""
        return len(self.layers[0][0]) - len(self.numbers) * WAVE_OUTPUTS

    @property
    def hidden(self) -> tuple[Any, ...]:
        """What networks must share to be computed side by side."""
        return (self.layers[0][0].shape[1], *(weights.shape for weights, _ in self.layers[1:]))


def _single(values: Array) -> Matrix:
    return values.astype(np.float32)


def fit(request: FitRequest) -> NeuralNetModel:
    """Trains with the settings width, layers, lr, drop, decay, axes and epochs (their limit); X must hold no NaN."""
    training = Training(request)
    network = training.run()
    effort = {"plan": training.plan, "best": training.best}
    return NeuralNetModel.of(network, training.axes, MARGIN_LINKS[request.target.problem], effort)


def space(trial: optuna.Trial, target: Target) -> Settings:
    """The ranges of TabArena, with widths that answer quickly."""
    del target
    return {
        "lr": trial.suggest_float("lr", 0.01, 0.1, log=True),
        "width": trial.suggest_int("width", 64, 256, log=True),
        "layers": trial.suggest_int("layers", 1, 3),
        "drop": trial.suggest_categorical("drop", [0.0, 0.15, 0.3]),
        "decay": trial.suggest_float("decay", 1e-3, 0.1, log=True),
        "axes": trial.suggest_categorical("axes", [False, True]),
    }


def settings_text(settings: Settings) -> str:
    chosen = {**DEFAULTS, **settings}
    axes = ", principal axes" if chosen["axes"] else ""
    return f"{chosen['layers']} x {chosen['width']} units{axes}"


ALGORITHM = Algorithm(
    name="neural_net",
    title="Neural network",
    problems=EVERY_PROBLEM,
    needs="scaled",
    portfolio=(
        {},
        {"width": 192, "drop": 0.3, "lr": 0.03, "axes": True},
        {"axes": True},
        {"width": 96, "layers": 3, "drop": 0.0, "lr": 0.03},
    ),
    space=space,
    fit=fit,
    settings_text=settings_text,
    defaults=DEFAULTS,
    cost=3.0,
    order=50,
)
