"""What a build leaves behind: plain data that pages, the command line and reports print. JSON round trip by `to_dict`
and `from_dict`; arrays are tuples of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from automl.insights import Alert, Insights

STAGES = ("read", "baseline", "portfolio", "search", "ensemble", "measure", "explain", "export")
STAGE_TITLES: Mapping[str, str] = {
    "read": "Read",
    "baseline": "Baseline",
    "portfolio": "Portfolio",
    "search": "Search",
    "ensemble": "Join the best",
    "measure": "Measure",
    "explain": "Explain",
    "export": "Write the bundle",
}
CandidateStatus = Literal["running", "waiting", "done", "stopped early", "failed"]
CandidateOrigin = Literal["", "portfolio", "drawn", "tuned"]


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
class Curve:
    """Points of a curve, x and y of equal length."""

    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """One strategy x algorithm x settings. `score` is the objective in its own sign from out-of-fold predictions
    (None while running or when it failed); `seconds` its cost; `at_s` when it was done, seconds since the start of
    the build; `weight` its share in the ensemble (0: not in the team); `reused`: it was fitted by an earlier,
    interrupted try. Records of the first versions lack what follows, and their `settings` lack the defaults.

    fold_scores  the objective in its own sign on the rows of each fold that was fitted and scores
    origin       "portfolio": of the fixed list; "drawn": settings drawn at random; "tuned": proposed from what earlier
                 candidates of the algorithm had shown, of which `tuned_from` names the best, best first
    curve        the learner's own validation loss over the rounds of the first fold, lower is better, thinned but with
                 its lowest point; only in the record of a build that is over
    row_ms       about how many milliseconds it would take alone to answer a row; None: not measured
    bytes        about how large its graph would be; None: not measured
    """

    index: int
    strategy: str
    strategy_title: str
    algorithm: str
    algorithm_title: str
    settings: Mapping[str, Any]
    settings_text: str
    status: CandidateStatus
    score: float | None
    seconds: float
    at_s: float
    folds_done: int = 0
    weight: float = 0.0
    note: str = ""
    reused: bool = False
    fold_scores: tuple[float, ...] = ()
    origin: CandidateOrigin = ""
    tuned_from: tuple[int, ...] = ()
    curve: Curve | None = None
    row_ms: float | None = None
    bytes: int | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CandidateRecord:
        """What `dataclasses.asdict` and JSON made of one; names that this version does not know are ignored."""
        known = {field.name for field in fields(cls)}
        values = _tuples({name: value for name, value in data.items() if name in known})
        if values.get("curve"):
            values["curve"] = Curve(**_tuples(values["curve"]))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened at `at_s` seconds since the start of the build.

    kind "stage": `stage` begins (one of STAGES); "now": `text` says what is going on; "candidate": `candidate` is a
    candidate whose state changed (same index: same candidate); "alert": a rule of the training watch speaks up."""

    kind: Literal["stage", "now", "candidate", "alert"]
    at_s: float
    stage: str = ""
    text: str = ""
    candidate: CandidateRecord | None = None
    alert: Alert | None = None


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
class Outcomes:
    """Of a yes / no question: how many rows are `found` (named yes, rightly) and how many are false `alarms` when yes
    is said from the probability 0, 0.001, 0.002 ... 1 on (1,001 counts each; the first are all yes and all no rows)."""

    found: tuple[int, ...]
    alarms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether probabilities mean what they say: bins of about equally many rows, with the mean probability that was
    `predicted`, the share that `happened` with its 90 % interval `low`..`high`, and the number of rows (`counts`). Of
    two classes the probability of the positive one, of several that of the class named. `error` and `error_before` are
    the mean distance between said and seen (expected calibration error), after and before the calibration by
    `temperature` (1: there was none)."""

    predicted: tuple[float, ...]
    happened: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    counts: tuple[int, ...]
    error: float
    error_before: float
    temperature: float


@dataclass(frozen=True, slots=True)
class ErrorBand:
    """Around an answer, from `low_offset` to `high_offset`, the truth is meant to lie with the chance `level`;
    `coverage` is the share of the measured rows for which it does."""

    level: float
    low_offset: float
    high_offset: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the measured rows show. Classes: `confusion[i][j]` rows of actual class i predicted as j (order of
    `classes`), ROC and precision-recall of the positive class and its `outcomes` (binary only), `calibration`.
    Numbers: a sample of at most 2,000 `actual` and `predicted` values, the residuals' histogram (`residual_edges`,
    `residual_counts`), the usual error band (`low_offset`, `high_offset`: 90 % of the residuals lie between) and
    `bands` of other levels. Records of the first versions lack the last of each."""

    n_rows: int
    classes: tuple[str, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    roc: Curve | None = None
    precision_recall: Curve | None = None
    actual: tuple[float, ...] = ()
    predicted: tuple[float, ...] = ()
    residual_edges: tuple[float, ...] = ()
    residual_counts: tuple[int, ...] = ()
    low_offset: float = 0.0
    high_offset: float = 0.0
    outcomes: Outcomes | None = None
    calibration: Calibration | None = None
    bands: tuple[ErrorBand, ...] = ()


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
    (datasets.schema.Column)."""

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

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> BuildRecord:
        values = dict(data)
        evaluation = dict(values["evaluation"])
        for key in ("roc", "precision_recall"):
            curve = evaluation[key]
            evaluation[key] = Curve(tuple(curve["x"]), tuple(curve["y"])) if curve else None
        for key, kind in (("outcomes", Outcomes), ("calibration", Calibration)):
            evaluation[key] = kind(**_tuples(evaluation[key])) if evaluation.get(key) else None
        evaluation["bands"] = tuple(ErrorBand(**band) for band in evaluation.get("bands", ()))
        values.update(
            score=MeasuredScore(**values["score"]),
            metrics=tuple(MeasuredScore(**m) for m in values["metrics"]),
            baseline=BaselineScore(**values["baseline"]),
            candidates=tuple(CandidateRecord.from_dict(c) for c in values["candidates"]),
            impact=tuple(ColumnImpact(**i) for i in values["impact"]),
            effects=tuple(ColumnEffect(**_tuples(e)) for e in values["effects"]),
            evaluation=Evaluation(**_tuples(evaluation)),
            insights=Insights.from_dict(values.get("insights", {})),
        )
        return cls(**_tuples(values))


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    """Lists, as JSON gives them back, turned into tuples (nested lists too)."""
    return {key: _tuple(value) for key, value in data.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value
