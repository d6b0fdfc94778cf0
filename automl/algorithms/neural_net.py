"""A small neural network after RealMLP (Holzmueller, Grinsztajn, Steinwart, 2024), trained in numpy.

The learning rate falls in four waves over the planned steps, or over the time there is when that is shorter, so that a
network that must hurry still ends its plan. The parameters of the best validation loss are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._links import EVERY_PROBLEM, MARGIN_LINKS
from automl.algorithms._network import WAVE_OUTPUTS, WAVES, Network, Shape
from automl.algorithms._threads import threads_for
from automl.contracts import Algorithm, Array, FitRequest, Link, Matrix, Settings, Target
from automl.graph.builder import Graph

if TYPE_CHECKING:
    import optuna

DEFAULTS: dict[str, Any] = {"width": 128, "layers": 2, "lr": 0.04, "drop": 0.15, "decay": 0.02, "epochs": 256}
BATCH = 256
MOST_STEPS = 60_000
LOOKS = 100  # validations over the whole plan
MOST_NUMBERS = 100  # columns that get waves; a table with more has enough to look at
ROWS_AT_ONCE = 2048
REGRESSION_RATE = 1.75  # of the learning rate for classes
MOMENTUM, VARIANCE, TINY = 0.9, 0.95, 1e-8
DOUBLE = 11  # onnx.TensorProto.DOUBLE


@dataclass(frozen=True)
class NeuralNetModel:
    """A trained network with all constant factors multiplied into its weights, in float64."""

    numbers: npt.NDArray[np.int64]
    waves: tuple[Array, Array, Array, Array]
    layers: tuple[tuple[Array, Array], ...]
    link: Link
    trees: None = None
    rounds: None = None

    @classmethod
    def of(cls, network: Network, link: Link) -> NeuralNetModel:
        values = {name: part.astype(np.float64) for name, part in network.of.items()}
        layers = []
        for i in range(network.n_layers):
            weights = values[f"weights_{i}"] / np.sqrt(len(values[f"weights_{i}"]))
            layers.append((weights if i else weights * values["scale"][:, None], values[f"bias_{i}"]))
        spread = (values["waves"][:, None], values["phases"][:, None])
        waves = (*spread, values["maps"] / np.sqrt(WAVES), values["shifts"][:, None])
        return cls(network.shape.numbers, waves, tuple(layers), link)

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
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=threads_for(request)):
        return NeuralNetModel.of(_Training(request).run(), MARGIN_LINKS[request.target.problem])


@dataclass
class _Training:
    """One run of Adam with decoupled decay (Loshchilov and Hutter, 2019) over shuffled batches."""

    request: FitRequest
    step: int = 0
    best_loss: float = field(default=float("inf"))

    def __post_init__(self) -> None:
        request = self.request
        self.settings = {**DEFAULTS, **request.settings}
        self.rng = np.random.default_rng([request.seed, 11])
        hidden = (int(self.settings["width"]),) * int(self.settings["layers"])
        shape = Shape(request.X.shape[1], _numbers(request.X), hidden, request.target.n_scores)
        self.network = Network(shape)
        self.network.start(self.rng, _start_bias(request))
        self.rates, self.decays = self.network.rates()
        self.rate = self.settings["lr"] * (REGRESSION_RATE if request.target.problem == "regression" else 1.0)
        self.mean = np.zeros_like(self.network.flat)
        self.square = np.zeros_like(self.network.flat)
        per_epoch = -(-len(request.X) // BATCH)
        self.n_steps = max(min(self.settings["epochs"] * per_epoch, MOST_STEPS), min(per_epoch, 100))
        self.seconds = request.time_left()
        self.weight = None if request.weight is None else (request.weight / request.weight.mean()).astype(np.float32)

    def progress(self) -> float:
        """The share of the plan that is done, by steps or by time, whichever is further."""
        by_time = 0.0
        if self.seconds < float("inf"):
            by_time = 1.0 - self.request.time_left() / self.seconds if self.seconds > 0 else 1.0
        return float(max(self.step / self.n_steps, by_time))

    def run(self) -> Network:
        """The network with the parameters that did best on the validation rows, or the last ones without any."""
        best, looked, done = self.network.flat.copy(), 0.0, 0.0
        while done < 1.0:
            order = self.rng.permutation(len(self.request.X))
            for start in range(0, len(order), BATCH):
                self._take_step(order[start : start + BATCH], done)
                done = self.progress()
                if done >= 1.0 or done - looked >= 1.0 / LOOKS:
                    looked = done
                    if self._is_better():
                        best = self.network.flat.copy()
                if done >= 1.0:
                    break
        self.network.flat[:] = best
        return self.network

    def _take_step(self, rows: npt.NDArray[np.int64], done: float) -> None:
        self.step += 1
        network, slope = self.network, self._score_slope(rows)
        network.slope(self.request.X[rows], self._masks(len(rows)), slope)
        gradient = network.gradient
        self.mean += (1 - MOMENTUM) * (gradient - self.mean)
        self.square += (1 - VARIANCE) * (gradient * gradient - self.square)
        rate = np.float32(self.rate * _wave(done))
        root = np.sqrt(self.square * np.float32(1 / (1 - VARIANCE**self.step)))
        root += TINY
        change = self.mean * np.float32(1 / (1 - MOMENTUM**self.step)) / root
        change += np.float32(self.settings["decay"]) * self.decays * network.flat
        network.flat -= rate * self.rates * change

    def _masks(self, n_rows: int) -> list[Matrix | None]:
        """One mask for each hidden layer: 0 drops a unit, the others are scaled up."""
        drop, width = float(self.settings["drop"]), int(self.settings["width"])
        layers = range(int(self.settings["layers"]))
        if drop <= 0:
            return [None for _ in layers]
        kept = np.float32(1 / (1 - drop))
        return [(self.rng.random((n_rows, width), dtype=np.float32) >= drop) * kept for _ in layers]

    def _score_slope(self, rows: npt.NDArray[np.int64]) -> Callable[[Matrix], Matrix]:
        y, problem = self.request.y[rows], self.request.target.problem

        def slope(scores: Matrix) -> Matrix:
            if problem == "regression":
                found = scores - y[:, None].astype(np.float32)
            elif problem == "binary":
                found = _sigmoid(scores) - y[:, None].astype(np.float32)
            else:
                found = np.exp(scores - scores.max(axis=1, keepdims=True))
                found /= found.sum(axis=1, keepdims=True)
                found[np.arange(len(y)), y] -= 1
            found /= np.float32(len(y))
            return found if self.weight is None else found * self.weight[rows, None]

        return slope

    def _is_better(self) -> bool:
        """Whether the validation loss is the lowest so far; without validation rows the latest is the best."""
        request = self.request
        if request.X_valid is None or request.y_valid is None:
            return True
        X, loss = request.X_valid, 0.0
        for start in range(0, len(X), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            loss += _loss(self.network.scores(X[rows]), request.y_valid[rows], request.target.problem)
        better = loss < self.best_loss
        self.best_loss = min(loss, self.best_loss)
        return better


def _numbers(X: Matrix) -> npt.NDArray[np.int64]:
    """The columns with more than two different values; none when there are too many to give each its waves."""
    low, high = X.min(axis=0), X.max(axis=0)
    between = np.flatnonzero(((low != X) & (high != X)).any(axis=0))
    return between if len(between) <= MOST_NUMBERS else between[:0]


def _start_bias(request: FitRequest) -> Matrix:
    """(m,) the log odds of the classes, or 0 for numbers."""
    m = request.target.n_scores
    if request.target.problem == "regression":
        return np.zeros(1, dtype=np.float32)
    counts = np.bincount(request.y, weights=request.weight, minlength=max(2, m)) + 0.5
    odds = np.log(counts / counts.sum()) if m > 1 else np.log(counts[1:] / counts[:1])
    return np.asarray(odds, dtype=np.float32)


def _wave(done: float) -> float:
    """Four falling and rising waves that end at 0: coslog4 of RealMLP."""
    return float(0.5 * (1 - np.cos(2 * np.pi * np.log2(1 + 15 * min(done, 1.0)))))


def _sigmoid(scores: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -80, 80))), dtype=np.float32)


def _loss(scores: Matrix, y: npt.NDArray[Any], problem: str) -> float:
    """The sum of squared errors, or of log losses."""
    if problem == "regression":
        return float(((scores[:, 0] - y) ** 2).sum())
    if problem == "binary":
        return float((np.logaddexp(0, scores[:, 0]) - y * scores[:, 0]).sum())
    shifted = scores - scores.max(axis=1, keepdims=True)
    return float((np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]).sum())


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
    requires=("threadpoolctl",),
    cost=3.0,
    order=50,
)
