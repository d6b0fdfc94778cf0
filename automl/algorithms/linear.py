"""Linear models with an L2 penalty: logistic regression for classes, ridge regression for numbers.

Notation: n rows, k columns, m scores. The penalty is l2 / 2 x |W|^2 beside the sum of the losses of all rows, so
l2 = 1 / C of other libraries; the intercept is free.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._links import EVERY_PROBLEM, MARGIN_LINKS
from automl.contracts import Algorithm, Array, Effort, FitRequest, FittedModel, Link, Matrix, Settings, Target
from automl.graph.builder import Graph
from automl.graph.columns import Cell
from automl.graph.types import DOUBLE

if TYPE_CHECKING:
    import optuna

DEFAULTS = {"l2": 1.0}
ITERATIONS = 200
TOLERANCE = 1e-6
LEAST_ITERATIONS = 25  # done whatever the time, on a sample that makes them a matter of milliseconds
SAMPLE_CELLS = 1_000_000
ROWS_AT_ONCE = 8192


@dataclass(frozen=True)
class LinearModel:
    """scores = X @ weights + intercept; weights (k, m), intercept (m,). `effort`: the rows read ("rows"), or the steps
    on a sample and on all rows ("steps")."""

    weights: Array
    intercept: Array
    link: Link
    effort: Effort
    trees: None = None

    def scores(self, X: Matrix) -> Array:
        return X.astype(np.float64) @ self.weights + self.intercept

    def emit(self, graph: Graph, x: str) -> str:
        product = graph.node("MatMul", graph.node("Cast", x, to=DOUBLE), graph.constant(self.weights))
        return graph.node("Add", product, graph.constant(self.intercept))

    def emit_mean(self, graph: Graph, bag: Sequence[FittedModel], columns: Sequence[Sequence[Cell]]) -> str | None:
        """One model of the mean weights, over the columns of all, whose scores are the mean scores."""
        models = [model for model in bag if isinstance(model, LinearModel)]
        if len(models) < len(bag):
            return None
        distinct = list(dict.fromkeys(cell for cells in columns for cell in cells))
        x, places = graph.take_in_any_order(distinct)
        place = dict(zip(distinct, places, strict=True))
        weights = np.zeros((len(distinct), self.weights.shape[1]))
        for model, cells in zip(models, columns, strict=True):
            np.add.at(weights, [place[cell] for cell in cells], model.weights / len(models))
        intercept = np.mean([model.intercept for model in models], axis=0)
        return LinearModel(weights, intercept, self.link, self.effort).emit(graph, x)


def fit(request: FitRequest) -> LinearModel:
    """Trains with the setting l2 (default 1); X must hold no NaN. Stops when the time is up, with what it has."""
    weight = np.ones(len(request.y)) if request.weight is None else request.weight
    if request.target.problem == "regression":
        weights, intercept, effort = _ridge(request, weight)
    else:
        weights, intercept, effort = _logistic(request, weight)
    return LinearModel(weights, intercept, MARGIN_LINKS[request.target.problem], effort)


def _ridge(request: FitRequest, weight: Array) -> tuple[Array, Array, Effort]:
    """Normal equations, summed over pieces of the rows; the rows read when the time is up are the rows used."""
    k = request.X.shape[1]
    gram, moments = np.zeros((k + 1, k + 1)), np.zeros(k + 1)
    most, read = len(request.X) if request.effort is None else int(request.effort["rows"]), 0
    while read < most:
        rows = slice(read, min(read + ROWS_AT_ONCE, most))
        X = np.column_stack([request.X[rows], np.ones(len(request.X[rows]))]).astype(np.float64)
        weighted = X.T * weight[rows]
        gram += weighted @ X
        moments += weighted @ request.y[rows]
        read = rows.stop
        if request.effort is None and request.time_left() <= 0:
            break
    gram[np.diag_indices(k)] += _l2(request.settings)
    gram[k, k] += 1e-9
    solution = np.linalg.lstsq(gram, moments)[0] if _l2(request.settings) <= 0 else np.linalg.solve(gram, moments)
    return solution[:k, None], solution[k:], {"rows": read}


def _logistic(request: FitRequest, weight: Array) -> tuple[Array, Array, Effort]:
    """L-BFGS from the class shares; on a large table first on a sample of the rows, then from there on all.

    The first LEAST_ITERATIONS are always done, so that no lack of time gives a model that has learnt nothing.
    """
    n, k, m = len(request.X), request.X.shape[1], request.target.n_scores
    counts = np.bincount(request.y, weights=weight, minlength=max(2, m)) + 0.5
    start = np.zeros((k + 1, m))
    start[k] = np.log(counts) if m > 1 else np.log(counts[1] / counts[0])
    l2, least = _l2(request.settings), LEAST_ITERATIONS
    exactly = [None, None] if request.effort is None else request.effort["steps"]
    sample = max(100, SAMPLE_CELLS // k)
    first = 0
    if n > 2 * sample:
        rows = np.random.default_rng(request.seed).choice(n, sample, replace=False)
        loss = _Loss(request.X[rows], request.y[rows], weight[rows], m, l2 * sample / n)
        start, first = _minimise(loss, start, request.time_left, least, exactly[0])
        least = 0
    loss = _Loss(request.X, request.y, weight, m, l2)
    solution, then = _minimise(loss, start, request.time_left, least, exactly[1])
    return solution[:k], solution[k], {"steps": [first, then]}


def _l2(settings: Settings) -> float:
    return float(settings.get("l2", DEFAULTS["l2"]))


def _minimise(
    loss: _Loss, start: Array, time_left: Callable[[], float], least: int, exactly: int | None
) -> tuple[Array, int]:
    """The solution after at most ITERATIONS steps, fewer when the time is up, but at least `least`, or after `exactly`
    so many; and how many were taken."""
    from scipy.optimize import minimize

    done = 0

    def stop_in_time(intermediate_result: Any) -> None:
        nonlocal done
        del intermediate_result
        done += 1
        if done == exactly or (exactly is None and done >= least and time_left() <= 0):
            raise StopIteration

    if exactly == 0 or (exactly is None and least == 0 and time_left() <= 0):
        return start, 0
    found = minimize(
        loss,
        start.ravel(),
        jac=True,
        method="L-BFGS-B",
        callback=stop_in_time,
        options={"maxiter": ITERATIONS, "ftol": TOLERANCE, "gtol": 1e-7, "maxcor": 20},
    )
    return np.asarray(found.x, dtype=np.float64).reshape(start.shape), done


class _Loss:
    """Mean log loss and penalty of the parameters (k + 1, m), flattened; the last row is the intercept."""

    def __init__(self, X: Matrix, y: npt.NDArray[Any], weight: Array, m: int, l2: float) -> None:
        self._X, self._y, self._m = X, y, m
        self._weight = weight / weight.sum()
        self._l2 = l2 / weight.sum()

    def __call__(self, flat: Array) -> tuple[float, Array]:
        parameters = flat.reshape(-1, self._m)
        W, intercept = parameters[:-1], parameters[-1]
        margins = (self._X @ W.astype(np.float32)).astype(np.float64) + intercept
        loss, slope = _binary(margins, self._y) if self._m == 1 else _softmax(margins, self._y)
        slope *= self._weight[:, None]
        gradient = np.empty_like(parameters)
        gradient[:-1] = self._X.T @ slope.astype(np.float32) + self._l2 * W
        gradient[-1] = slope.sum(axis=0)
        return float(self._weight @ loss + self._l2 / 2 * np.sum(W * W)), gradient.ravel()


def _binary(margins: Array, y: npt.NDArray[Any]) -> tuple[Array, Array]:
    """Log loss (n,) and its slope (n, 1) at the margins (n, 1)."""
    s = margins[:, 0]
    loss = np.logaddexp(0.0, s) - y * s
    return loss, (1.0 / (1.0 + np.exp(-np.clip(s, -700, 700))) - y)[:, None]


def _softmax(margins: Array, y: npt.NDArray[Any]) -> tuple[Array, Array]:
    """Log loss (n,) and its slope (n, m) at the margins (n, m)."""
    rows = np.arange(len(y))
    shifted = margins - margins.max(axis=1, keepdims=True)
    probabilities = np.exp(shifted)
    total = probabilities.sum(axis=1, keepdims=True)
    loss = np.log(total[:, 0]) - shifted[rows, y]
    probabilities /= total
    probabilities[rows, y] -= 1.0
    return loss, probabilities


def space(trial: optuna.Trial, target: Target) -> Settings:
    """The range of TabArena: C from .001 to 10."""
    del target
    return {"l2": trial.suggest_float("l2", 0.01, 1000.0, log=True)}


def settings_text(settings: Settings) -> str:
    return f"penalty {_l2(settings):.3g}"


ALGORITHM = Algorithm(
    name="linear",
    title="Linear model",
    problems=EVERY_PROBLEM,
    needs="scaled",
    portfolio=({"l2": 1.0}, {"l2": 30.0}, {"l2": 0.03}),
    space=space,
    fit=fit,
    settings_text=settings_text,
    defaults=DEFAULTS,
    requires=("scipy",),
    cost=0.05,
    order=60,
)
