"""Learners: what one fit is asked, the model it gives, and what the search may try."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

import numpy.typing as npt

from automl.contracts.preparation import Preparation
from automl.contracts.values import Array, Loss, Matrix, Target

if TYPE_CHECKING:
    import optuna

    from automl.graph.builder import Graph
    from automl.graph.columns import Cell
    from automl.graph.trees import Trees

Link = Literal["identity", "sigmoid", "softmax"]
Settings = Mapping[str, Any]
Effort = Mapping[str, Any]


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
