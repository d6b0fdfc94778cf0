"""What a record says beyond scores: where the model errs, how groups fare, what the training watch saw, and which
columns act together. Plain data with JSON round trip; computed elsewhere, drawn elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from automl.from_json import tuples


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows that agree in one or two columns (`labels` says in what, one a column) and are answered worse than the
    others. `value` is the mean loss in it, `rest` that of all other rows; `effect` their distance in standard
    deviations of the loss; `p` the chance of such a distance where there is none, corrected for all slices that were
    tried. Classes: `wrong` and `wrong_rest` are the shares of rows that are named wrongly; numbers: `bias` is the mean
    of answer minus truth in the slice."""

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    n_rows: int
    value: float
    rest: float
    effect: float
    p: float
    wrong: float | None = None
    wrong_rest: float | None = None
    bias: float | None = None


@dataclass(frozen=True, slots=True)
class ErrorSlices:
    """Where the model errs: the slices that were `found`, those with the largest loss first, none overlapping another
    by half. `loss` is "missing probability" (1 minus the probability of the truth) or "absolute error", `value` its
    mean; looked for in `n_rows` of the `n_of` measured rows, among `n_tried` slices of at least `least_rows` rows."""

    loss: str
    value: float
    n_rows: int
    n_of: int
    n_tried: int
    least_rows: int
    found: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 90 % interval and the number of rows it was counted on. `value` is None, and the interval
    meaningless, where there is no such row."""

    value: float | None
    low: float
    high: float
    n_rows: int


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group: its label, its rows, and its figures by name (automl.fairness.FIGURES)."""

    label: str
    n_rows: int
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Fairness:
    """How the groups of a column fare, on `n_rows` of the `n_of` measured rows. `chosen` is the class that counts as
    being chosen (None: numbers), `reference` the label of the group that others are compared with (None: there is none
    with enough rows); `used` says whether the model reads the column. `sentences` say what stands out, and what does
    not."""

    column: str
    chosen: str | None
    n_rows: int
    n_of: int
    used: bool
    reference: str | None
    groups: tuple[GroupFigures, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """What a rule of the training watch has to say: `value` is what was seen and `threshold` what the rule allows;
    `sentence` says it with numbers, `advice` what to do. `at_s`: seconds since the start of the build."""

    rule: str
    title: str
    sentence: str
    value: float
    threshold: float
    advice: str
    at_s: float = 0.0
    columns: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Alert:
        return cls(**{**data, "columns": tuple(data.get("columns", ()))})


@dataclass(frozen=True, slots=True)
class Interaction:
    """Two columns whose effects depend on each other. `answers[i][j]` is the mean answer when the first column is at
    `labels[0][i]` and the second at `labels[1][j]`, all else as it is in `n_rows` rows; `counts[i][j]` how many of the
    training rows looked at are like that. `strength` is how far answers lie, typically, from the sum of both effects,
    in the answer's unit, and `error` the standard error of that, from the rows that were drawn (None in records of the
    first versions); `share` is Friedman's H squared, the part (0..1) of the joint effect that is not a sum."""

    columns: tuple[str, str]
    labels: tuple[tuple[str, ...], tuple[str, ...]]
    answers: tuple[tuple[float, ...], ...]
    counts: tuple[tuple[int, ...], ...]
    strength: float
    share: float
    n_rows: int
    error: float | None = None


@dataclass(frozen=True, slots=True)
class Insights:
    """All of that, of one build. `overlooked` says why a part is missing."""

    slices: ErrorSlices | None = None
    fairness: tuple[Fairness, ...] = ()
    alerts: tuple[Alert, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    overlooked: tuple[str, ...] = field(default=())

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Insights:
        """What `dataclasses.asdict` made, after JSON."""
        slices = data.get("slices")
        return cls(
            slices=_slices(slices) if slices else None,
            fairness=tuple(_fairness(one) for one in data.get("fairness", ())),
            alerts=tuple(Alert.from_dict(one) for one in data.get("alerts", ())),
            interactions=tuple(Interaction(**tuples(one)) for one in data.get("interactions", ())),
            overlooked=tuple(data.get("overlooked", ())),
        )


def _slices(data: Mapping[str, Any]) -> ErrorSlices:
    return ErrorSlices(**{**data, "found": tuple(Slice(**tuples(one)) for one in data["found"])})


def _fairness(data: Mapping[str, Any]) -> Fairness:
    groups = tuple(
        GroupFigures(one["label"], one["n_rows"], {name: Estimate(**figure) for name, figure in one["figures"].items()})
        for one in data["groups"]
    )
    return Fairness(**{**data, "groups": groups, "sentences": tuple(data["sentences"])})


__all__ = [
    "Alert",
    "ErrorSlices",
    "Estimate",
    "Fairness",
    "GroupFigures",
    "Insights",
    "Interaction",
    "Slice",
]
