"""The parts of the engine, as plain records: what a strategy, an algorithm, a metric and a problem must offer.

Notation used in every module of automl:
  n          rows
  k          prepared columns of a strategy
  c          classes (0 for regression)
  m          scores a model gives per row: 1 for binary (the second class) and regression, c for multiclass
  X          (n, k) float32, NaN = missing where the strategy leaves it
  y          (n,) int64 class indices, or float64 standardised values for regression
  scores     (n, m) float64: margins (log odds), probabilities or values, as `link` says
  answers    (n, c) float64 probabilities in the order of the classes, or (n, 1) values for regression
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from automl.features import Features

if TYPE_CHECKING:
    import optuna

    from automl.graph.builder import Graph
    from automl.graph.columns import Cell
    from automl.graph.trees import Trees
    from datasets.table import Table

Array = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]
ProblemName = Literal["binary", "multiclass", "regression"]
Preparation = Literal["trees", "categories", "scaled"]
Link = Literal["identity", "sigmoid", "softmax"]
Pool = Literal["mean", "log"]
Settings = Mapping[str, Any]
Effort = Mapping[str, Any]
Loss = Literal["squared", "absolute", "upper", "relative"]


@dataclass(frozen=True)
class Target:
    """The encoded target: `y` (n,) int64 class indices, or float64 values for regression; `classes` in answer order."""

    problem: ProblemName
    y: npt.NDArray[Any]
    classes: tuple[str, ...] = ()

    @property
    def n_scores(self) -> int:
        """m: scores per row of a model."""
        return len(self.classes) if self.problem == "multiclass" else 1

    def take(self, rows: npt.NDArray[Any]) -> Target:
        return Target(self.problem, self.y[rows], self.classes)


class FittedStrategy(Protocol):
    """A preparation that has seen its training rows; `sources[j]` is the raw column behind prepared column j."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def sources(self) -> tuple[str, ...]: ...

    @property
    def categories(self) -> tuple[int, ...]:
        """The prepared columns whose whole numbers are codes that trees may split into sets."""
        ...

    def transform(self, features: Features) -> Matrix:
        """(n, k) float32; texts never seen and missing cells have a defined answer."""
        ...

    def emit(self, graph: Graph) -> str:
        """Adds the nodes to the graph (raw columns: `graph.column(name)`); returns the tensor [n, k] float32."""
        ...


@dataclass(frozen=True)
class Strategy:
    """A way to prepare raw columns. `provides`: "trees" (codes, missing kept as NaN), "categories" (the same, with
    codes for sets of categories) or "scaled" (no NaN, about unit scale). `refuses(features, target)` gives a sentence
    when the strategy does not fit the table, else None. `fit(features, target, seed)` returns the fitted strategy and
    the matrix (n, k) to train on, which for target encoding is out-of-fold and therefore differs from `transform` of
    the same rows. Where the target plays no part in `fit` (`learns_target` False), the folds share one fit."""

    name: str
    title: str
    provides: Preparation
    fit: Callable[[Features, Target, int], tuple[FittedStrategy, Matrix]]
    refuses: Callable[[Features, Target], str | None] = lambda _features, _target: None
    learns_target: bool = True
    order: int = 100


@dataclass(frozen=True)
class FitRequest:
    """Everything an algorithm needs for one fit. `X_valid`/`y_valid` are for early stopping (None: no early
    stopping, use settings["rounds"] as it is). `time_left()` gives the seconds this fit may still take: iterative
    algorithms stop themselves cleanly when it falls to 0, and keep what they have. `weight` is (n,) or None. `effort`
    is what an earlier fit recorded in its `effort`: this one goes exactly as far, whatever clock and validation rows
    say, and on the same rows gives the same model. `categories` are the columns of X that hold codes of categories.
    `loss` is what is to be minimised for numbers; learners that cannot minimise it take the squared one. Learners that
    go by rounds say the validation loss of each to `told(round, loss)`, rounds from 1, lower is better."""

    X: Matrix
    y: npt.NDArray[Any]
    target: Target
    settings: Settings
    seed: int
    threads: int = 2
    X_valid: Matrix | None = None
    y_valid: npt.NDArray[Any] | None = None
    weight: Array | None = None
    time_left: Callable[[], float] = field(default=lambda: float("inf"))
    effort: Effort | None = None
    categories: tuple[int, ...] = ()
    loss: Loss = "squared"
    told: Callable[[int, float], object] = field(default=lambda _round, _loss: None)


class FittedModel(Protocol):
    """A trained model. `link` turns scores into answers; `trees` is set when the model is one tree ensemble whose
    summed leaves are the scores (bags of those merge into one node); `effort` says, in JSON types, how far the fit went
    (rounds kept, trees grown, steps taken), which is all that clock and validation rows decide."""

    @property
    def link(self) -> Link: ...

    @property
    def trees(self) -> Trees | None: ...

    @property
    def effort(self) -> Effort: ...

    def scores(self, X: Matrix) -> Array:
        """(n, m) scores, equal to what `emit` computes."""
        ...

    def emit(self, graph: Graph, x: str) -> str:
        """Adds the nodes that turn the tensor x [n, k] float32 into the scores; returns that tensor, [n, m] float64."""
        ...


@runtime_checkable
class Averaging(Protocol):
    """A fitted model that can answer for a whole bag at the price of less than the bag."""

    def emit_mean(self, graph: Graph, bag: Sequence[FittedModel], columns: Sequence[Sequence[Cell]]) -> str | None:
        """Adds the nodes that turn the columns of each model of the bag, this one among them, into the mean of their
        scores; returns that tensor, [n, m] float64; None where they cannot be computed together."""
        ...


@dataclass(frozen=True)
class Algorithm:
    """A learner. `needs`: what a strategy must provide. `portfolio`: settings worth trying, best first.
    `defaults` are the settings that hold where a candidate names none. `space(trial, target)` draws settings from the
    search space. `settings_text` says settings in a few words
    ("84 leaves"). `requires`: import names that must be installed; a missing one hides the algorithm with a reason.
    `cost`: rough seconds per million cells (n x k) and score at the default settings on two cores, for planning."""

    name: str
    title: str
    problems: frozenset[str]
    needs: Preparation
    portfolio: tuple[Settings, ...]
    space: Callable[[optuna.Trial, Target], Settings]
    fit: Callable[[FitRequest], FittedModel]
    settings_text: Callable[[Settings], str]
    defaults: Settings = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    cost: float = 1.0
    order: int = 100


Weights = npt.NDArray[np.float32]
Counts = Array  # (..., c, c): rows of actual class i named class j


@dataclass(frozen=True)
class Metric:
    """A score in its own sign. `score(y, answers)`: y (n,), answers (n, c) or (n, 1) -> float.
    `sentence(value, context)` says the value to an analyst; `best` is the value of a perfect model; `meaning` says in
    plain words what the metric is.

    resampled   `resampled(y, answers, weights)` with weights (r, n), how often each row counts -> the (r,) scores of r
                resamples; None: rows are repeated and scored, which is slower
    of_counts   of metrics that look at the named class alone: counts (..., c, c) -> scores (...); such a score reads of
                `answers` only which class has the largest one
    tuned_by    as `of_counts`: what the decision is chosen by where the score itself would choose a useless one (recall
                alone is perfect when every row is named); None: the score itself
    loss        what learners minimise that can: "squared", "absolute", "upper" (nine in ten values lie below the
                answer) or "relative" (absolute, in shares of the value); others are chosen by the score
    logs        learners see log(1 + y) in place of y
    refuses     a sentence when the score means nothing for these y, else None
    """

    name: str
    title: str
    problems: frozenset[str]
    higher_is_better: bool
    best: float
    score: Callable[[npt.NDArray[Any], Array], float]
    sentence: Callable[[float, Mapping[str, Any]], str]
    meaning: str = ""
    resampled: Callable[[npt.NDArray[Any], Array, Weights], Array] | None = None
    of_counts: Callable[[Counts], Array] | None = None
    tuned_by: Callable[[Counts], Array] | None = None
    loss: Loss = "squared"
    logs: bool = False
    refuses: Callable[[npt.NDArray[Any]], str | None] = lambda _y: None

    def gain(self, y: npt.NDArray[Any], answers: Array) -> float:
        """The score, turned so that higher is better."""
        value = self.score(y, answers)
        return value if self.higher_is_better else -value


Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fold:
    """Row indices that train and row indices that validate; disjoint."""

    train: Rows
    valid: Rows


@dataclass(frozen=True)
class Split:
    """How rows are kept apart. `keys(table, column)` (n,) int64 is what it goes by (None where it needs no column).
    `hold_out(target, keys, seed)` gives (training rows, rows that nothing sees until the end, none on small tables
    where the score can be cross-fitted). `folds(target, keys, n_folds, seed)` gives at most `n_folds` folds; with
    n_folds = 1 one split with about 20 % validation rows. `measured_on(n)` says of a table of n rows what its score
    will be measured on. `uses_up`: the column only says which rows belong together, so no model learns from it.
    `bags`: a fit on one fold's training rows is as good as one on another's."""

    name: str
    title: str
    hold_out: Callable[[Target, Rows, int], tuple[Rows, Rows]]
    folds: Callable[[Target, Rows, int, int], tuple[Fold, ...]]
    measured_on: Callable[[int], str]
    keys: Callable[[Table, str], Rows] | None = None
    uses_up: bool = False
    bags: bool = True
    order: int = 100


@dataclass(frozen=True)
class Problem:
    """A kind of question. `detect(facts)` gives the sentence why a target is of this kind, or None; `baseline(target)`
    is the answer (1, c) of the dullest model."""

    name: ProblemName
    title: str
    default_metric: str
    order: int
    detect: Callable[[Mapping[str, Any]], str | None]
    baseline: Callable[[Target], Array]


@dataclass(frozen=True)
class BagPart:
    """One fold's share of a bag: the strategy fitted on that fold's training rows and the model behind it."""

    strategy: FittedStrategy
    model: FittedModel


@dataclass(frozen=True)
class Member:
    """One candidate in the ensemble: a bag of parts of one link, whose scores are averaged before the link; the
    answers of the members are then averaged with `weight` (the weights of an ensemble sum to 1)."""

    name: str
    weight: float
    parts: tuple[BagPart, ...]


@dataclass(frozen=True)
class Decision:
    """How probabilities become one class. Of two classes the one with index `positive` is named from the probability
    `threshold` on; of several the one whose probability x class weight is largest (no `class_weights`: all alike)."""

    positive: int = 1
    threshold: float = 0.5
    class_weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Ensemble:
    """The whole model over raw columns. For classes: answers = sum of weight x link(mean scores), or with the pool
    "log" softmax(sum of weight x log(link(mean scores))), then softmax(log(answers) / temperature), of which `decision`
    names one. For regression: value = shift + scale x sum of
    weight x mean scores; with `logs` each member's shift + scale x mean scores is a log(1 + value), and the values are
    averaged. `low_offset`/`high_offset` are added to the value to give the 90 % interval (original units)."""

    target: Target
    members: tuple[Member, ...]
    temperature: float = 1.0
    shift: float = 0.0
    scale: float = 1.0
    low_offset: float = 0.0
    high_offset: float = 0.0
    logs: bool = False
    decision: Decision = field(default_factory=Decision)
    pool: Pool = "mean"
