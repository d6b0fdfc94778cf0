"""What a rule of the training watch gets to see, and what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from automl.contracts import Metric
from automl.insights import Alert
from automl.record import CandidateRecord, ColumnImpact, Evaluation, MeasuredScore

Moment = Literal["search", "measure", "explain"]


@dataclass(frozen=True)
class Evidence:
    """What is known so far; nothing is computed for the watch but `train_value`.

    While candidates are tried: `candidates`, the per-fold values of the objective of the best one (`fold_values`, in
    the metric's own sign), the dullest model's value (`dullest`), `elapsed_s` of `budget_s` seconds (infinite where
    candidates are counted). Once the model is measured: `score` (the objective), all `metrics`, the `evaluation`, and
    `train_value`, the objective on rows it was trained on (None: not known). Once it is explained: `impact`, largest
    first, and `suspects`, columns in use about which the data check said that they give the target away."""

    metric: Metric
    target: str
    elapsed_s: float = 0.0
    budget_s: float = float("inf")
    candidates: tuple[CandidateRecord, ...] = ()
    fold_values: tuple[float, ...] = ()
    dullest: float | None = None
    score: MeasuredScore | None = None
    metrics: tuple[MeasuredScore, ...] = ()
    evaluation: Evaluation | None = None
    train_value: float | None = None
    impact: tuple[ColumnImpact, ...] = ()
    suspects: tuple[str, ...] = ()

    def lead(self, value: float, dullest: float) -> float:
        """How much better a value of the objective is than another; below 0: worse."""
        return value - dullest if self.metric.higher_is_better else dullest - value


@dataclass(frozen=True)
class Rule:
    """A rule that speaks up during a build: `moment` says when it is first asked, `threshold` is published in
    docs/glass_box.md, lower `order` comes first. `check` gives what it has to say, or None."""

    name: str
    title: str
    threshold: float
    order: int
    moment: Moment
    check: Callable[[Evidence], Alert | None]
