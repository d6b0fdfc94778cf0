"""What the service hands to pages and commands: plain, frozen data. Times are UTC, sizes bytes, durations seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from automl.spec import QUICK_S, STANDARD_S
from datasets.changes import Changes

VersionState = Literal["building", "ready", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a dataset; `bytes` is the size of the file it was read from."""

    id: str
    dataset_id: str
    number: int
    rows: int
    columns: int
    bytes: int
    source_name: str
    created: datetime


@dataclass(frozen=True, slots=True)
class DatasetView:
    """A dataset with its versions, oldest first; `sample` names the built-in sample it came from, if any."""

    id: str
    name: str
    sample: str | None
    versions: tuple[VersionView, ...]
    created: datetime

    @property
    def latest(self) -> VersionView:
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What the analyst chose for a model: None means "work it out".

    `exclude` are columns the model must not see, `kinds` the column kinds that were changed (name -> choice of
    datasets.choice), `missing` more words that mean "not known" (name -> words), `unique_rows` says that repeated rows
    count once; `recipe` are the preparation steps as JSON objects (datasets.recipe.Step), whose second tables are named
    by the id of their dataset version, and `recipes_before` the recipes that were there before, the last at the end;
    `quick_s` and `standard_s` are the budgets of the two buttons. `thresholds` are
    those chosen after a build, by version id; `worth` is what each outcome brings (automl.decisions.Worth), in
    `currency`.
    """

    target: str | None = None
    problem: str | None = None
    metric: str | None = None
    exclude: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    recipe: tuple[Mapping[str, Any], ...] = ()
    recipes_before: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unique_rows: bool = False
    algorithms: tuple[str, ...] | None = None
    positive: str | None = None
    split: str = "random"
    quality: str = "balanced"
    seed: int = 7
    quick_s: float = QUICK_S
    standard_s: float = STANDARD_S
    thresholds: Mapping[str, float] = field(default_factory=dict)
    worth: Mapping[str, float] = field(default_factory=dict)
    currency: str = "€"

    @property
    def changes(self) -> Changes:
        """How the table is taken."""
        return Changes(self.kinds, self.missing, self.unique_rows)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ModelSettings:
        """The settings that `to_dict` wrote; names that this version does not know are ignored."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        for name in ("exclude", "algorithms", "recipe"):
            if values.get(name) is not None:
                values[name] = tuple(values[name])
        if values.get("recipes_before") is not None:
            values["recipes_before"] = tuple(map(tuple, values["recipes_before"]))
        if values.get("missing") is not None:
            values["missing"] = {name: tuple(words) for name, words in values["missing"].items()}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class ModelVersionView:
    """One build of a model. `score` and `baseline` are the headline's (automl.record.MeasuredScore and BaselineScore
    as dicts), None until it is ready; `error` is the sentence why it failed;
    `opened`: it was built elsewhere and opened from its file, so there is no record of its build."""

    id: str
    model_id: str
    number: int
    job_id: str
    state: VersionState
    score: Mapping[str, Any] | None
    baseline: Mapping[str, Any] | None
    metric_title: str
    dataset_version_id: str
    created: datetime
    error: str | None = None
    opened: bool = False


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model: a question to a dataset version, the chosen settings, and its versions, oldest first; `archived`: it was
    put aside, and works as before."""

    id: str
    name: str
    question: str
    dataset_version_id: str
    dataset_id: str
    dataset_name: str
    settings: ModelSettings
    versions: tuple[ModelVersionView, ...]
    created: datetime
    archived: bool = False

    @property
    def ready(self) -> ModelVersionView | None:
        """The default version: the newest that is ready."""
        return next((version for version in reversed(self.versions) if version.state == "ready"), None)


@dataclass(frozen=True, slots=True)
class Deleted:
    """A model or dataset that was deleted `at` a moment and can be brought back until it is removed, at `until` the
    earliest."""

    id: str
    what: Literal["model", "dataset"]
    name: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Detection:
    """What a build of a model would be: the `problem` with the `sentence` that says why, the metrics that fit it
    ((name, title), the default first), rows without a target, its classes (empty for numbers; at most 1,000), what the
    score will be measured on, and the sentences that `blocks` a build (empty: it can start). `problem` is None when
    none fits."""

    problem: str | None
    sentence: str
    default_metric: str | None
    metrics: tuple[tuple[str, str], ...]
    n_missing: int
    blocks: tuple[str, ...]
    classes: tuple[str, ...] = ()
    measured_on: str = ""
