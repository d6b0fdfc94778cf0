"""The whole model over raw columns: bags of fitted parts, their weights, and how the answer is decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from automl.contracts.learning import FittedModel
from automl.contracts.preparation import FittedStrategy
from automl.contracts.values import Target

Pool = Literal["mean", "log"]


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
