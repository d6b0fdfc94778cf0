"""What a build leaves behind: plain data that pages, the command line and reports print. JSON round trip by `to_dict`
and `from_dict`; arrays are tuples of numbers. The parts of a record have files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from automl.candidate_record import CandidateOrigin, CandidateRecord, CandidateStatus
from automl.evaluation import Calibration, Curve, ErrorBand, Evaluation, Outcomes
from automl.events import STAGE_TITLES, STAGES, Event
from automl.from_json import tuples
from automl.insights import Insights


@dataclass(frozen=True, slots=True)
class MeasuredScore:
    """A metric on rows the model never saw, in the metric's own sign, with its 90 % bootstrap interval.
    `how` is "holdout" or "cross-fitted"; `baseline` is the value of the dullest model on the same rows, None in records
    of the first versions."""

    metric: str
    title: str
    value: float
    low: float
    high: float
    n_rows: int
    how: str
    sentence: str = ""
    baseline: float | None = None


@dataclass(frozen=True, slots=True)
class ColumnImpact:
    """Mean absolute SHAP value of a raw column (`mean_abs`, in the answer's unit) and its share of all (0..1). `error`
    is the standard error of the share, from the rows that were drawn; None in records of the first versions."""

    column: str
    share: float
    mean_abs: float
    error: float | None = None


@dataclass(frozen=True, slots=True)
class ColumnEffect:
    """How the values of a column move the answer: for every value or range (`labels`), the mean SHAP value
    (`effect`, in the answer's unit: probability of the positive or shown class, or the target's unit) and how many of
    the explained rows fall there (`counts`). `positions`: the middles of the ranges for numbers and dates, else ()."""

    column: str
    kind: str
    labels: tuple[str, ...]
    positions: tuple[float, ...]
    effect: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BaselineScore:
    """The dullest possible model on the same rows: always the shares of the classes, always one class where the metric
    looks at named classes (the best one to name), or always the mean."""

    metric: str
    value: float
    sentence: str


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """The whole story of a build. `headline` is the sentence for the analyst; `score` the objective;
    `metrics` every metric of the problem, the objective included; `left_out` maps columns the model does not use to
    the reason; `set_aside` are sentences about rows that were not used; `impact` is sorted, largest first; `unmeasured`
    are sentences about metrics that mean nothing here. Of two classes, yes is said from the probability `threshold` on;
    of several, probabilities are weighed by `class_weights` (in the order of `classes`; empty: all alike). `insights`
    are empty in records of the first versions; `target_role` and `target_unit` say how the target writes its numbers
    (datasets.schema.Column). `target_range` is the smallest and the largest number of the target in the rows learnt
    from (None: classes, or a record of the first versions)."""

    name: str
    spec: Mapping[str, Any]
    problem: str
    problem_sentence: str
    target: str
    classes: tuple[str, ...]
    positive: str | None
    metric: str
    headline: str
    score: MeasuredScore
    metrics: tuple[MeasuredScore, ...]
    baseline: BaselineScore
    candidates: tuple[CandidateRecord, ...]
    impact: tuple[ColumnImpact, ...]
    effects: tuple[ColumnEffect, ...]
    evaluation: Evaluation
    parity: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]
    left_out: Mapping[str, str]
    set_aside: tuple[str, ...]
    used_columns: tuple[str, ...]
    n_rows: int
    n_columns: int
    n_train: int
    seconds: float
    stopped_by: str
    created: str
    versions: Mapping[str, str]
    bundle_bytes: int = 0
    notes: tuple[str, ...] = field(default=())
    threshold: float | None = None
    class_weights: tuple[float, ...] = ()
    unmeasured: tuple[str, ...] = ()
    insights: Insights = field(default=Insights())
    target_role: str | None = None
    target_unit: str = ""
    target_range: tuple[float, float] | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> BuildRecord:
        values = dict(data)
        values.update(
            score=MeasuredScore(**values["score"]),
            metrics=tuple(MeasuredScore(**m) for m in values["metrics"]),
            baseline=BaselineScore(**values["baseline"]),
            candidates=tuple(CandidateRecord.from_dict(c) for c in values["candidates"]),
            impact=tuple(ColumnImpact(**i) for i in values["impact"]),
            effects=tuple(ColumnEffect(**tuples(e)) for e in values["effects"]),
            evaluation=Evaluation.from_dict(values["evaluation"]),
            insights=Insights.from_dict(values.get("insights", {})),
        )
        return cls(**tuples(values))


__all__ = [
    "STAGES",
    "STAGE_TITLES",
    "BaselineScore",
    "BuildRecord",
    "Calibration",
    "CandidateOrigin",
    "CandidateRecord",
    "CandidateStatus",
    "ColumnEffect",
    "ColumnImpact",
    "Curve",
    "ErrorBand",
    "Evaluation",
    "Event",
    "MeasuredScore",
    "Outcomes",
]
