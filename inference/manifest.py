"""The description of a model that travels in its bundle; docs/manifest.md explains every field.

Fields that this version does not know are ignored, so an addition does not need a new format number; a field that is
missing or of another type is an InputError with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from datasets.errors import InputError
from datasets.schema import Column
from inference.fields import Fields
from inference.manifest_columns import (
    DTYPES,
    PROBLEMS,
    Dtype,
    InputColumn,
    RecipeInfo,
    column_from,
    input_name,
    output_names,
)
from inference.manifest_scores import Baseline, DataInfo, Interval, Parity, Score


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything about a model but its graph. `classes` are in the order of the probabilities, empty for regression;
    `created` is an ISO time in UTC; `interval` is the share of rows that low..high is meant to hold, `intervals` are
    the bands of several shares around a number; `seconds` is the wall-clock time of the build; `unused` names the
    columns of the training table, besides the target, that the model does not read; `plan` is what it takes to build
    the model again, `reading` what the analyst had fixed about reading the file; both are empty in bundles of the first
    versions; `recipe` is the preparation that rows go through before the graph reads them (None: it reads the raw
    columns). Of two classes, the graph names the positive one from the probability `threshold` on; of several, the one
    whose probability times class weight is largest (`class_weights` are in the order of the classes; none: all alike).
    The format number is written by `write_bundle`."""

    name: str
    created: str
    problem: str
    target: Column
    columns: tuple[InputColumn, ...]
    outputs: dict[str, str]
    score: Score
    baseline: Baseline
    parity: Parity
    data: DataInfo
    classes: tuple[str, ...] = ()
    positive: str | None = None
    metrics: tuple[Score, ...] = ()
    interval: float = 0.9
    intervals: tuple[Interval, ...] = ()
    threshold: float | None = None
    class_weights: tuple[float, ...] = ()
    unused: tuple[str, ...] = ()
    findings: tuple[dict[str, Any], ...] = ()
    candidates: int = 0
    seconds: float = 0.0
    spec: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    reading: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    recipe: RecipeInfo | None = None

    @property
    def asks(self) -> tuple[InputColumn, ...]:
        """The raw columns that rows to predict must have: without a recipe those that the graph reads."""
        return self.columns if self.recipe is None else self.recipe.columns

    @property
    def asked_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.asks)

    @property
    def spare(self) -> frozenset[str]:
        """Columns that rows to predict may have besides: the target, and what the model does not read."""
        unused = self.unused if self.recipe is None else self.recipe.unused
        return frozenset({self.target.name, *unused})

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns the model reads, in the order of its inputs."""
        return tuple(column.name for column in self.columns)

    @property
    def is_regression(self) -> bool:
        return self.problem == "regression"

    def to_dict(self) -> dict[str, Any]:
        """A JSON document without the format number, which belongs to the bundle."""
        return {
            "name": self.name,
            "created": self.created,
            "problem": self.problem,
            "target": self.target.to_dict(),
            "classes": list(self.classes),
            "positive": self.positive,
            "columns": [column.to_dict() for column in self.columns],
            "unused": list(self.unused),
            "outputs": dict(self.outputs),
            "score": self.score.to_dict(),
            "metrics": [score.to_dict() for score in self.metrics],
            "baseline": self.baseline.to_dict(),
            "interval": self.interval,
            "intervals": [interval.to_dict() for interval in self.intervals],
            "threshold": self.threshold,
            "class_weights": list(self.class_weights),
            "parity": self.parity.to_dict(),
            "findings": list(self.findings),
            "candidates": self.candidates,
            "seconds": self.seconds,
            "spec": self.spec,
            "plan": self.plan,
            "reading": self.reading,
            "data": self.data.to_dict(),
            "versions": self.versions,
            **({"recipe": self.recipe.to_dict()} if self.recipe else {}),
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "The manifest") -> Manifest:
        """The manifest that `to_dict` wrote; raises InputError naming the first field that is wrong."""
        found = Fields.of(data, where)
        manifest = cls(
            name=found.text("name"),
            created=found.text("created"),
            problem=found.one_of("problem", PROBLEMS),
            target=column_from(found.fields("target")),
            classes=found.texts("classes"),
            positive=found.text_or_none("positive"),
            columns=tuple(InputColumn.from_dict(item.data, item.where) for item in found.each("columns")),
            unused=found.texts("unused"),
            outputs=_outputs_from(found),
            score=Score.from_dict(found.mapping("score"), f"{where}, score"),
            metrics=tuple(Score.from_dict(item.data, item.where) for item in found.each("metrics")),
            baseline=Baseline.from_dict(found.mapping("baseline"), f"{where}, baseline"),
            interval=found.number("interval"),
            intervals=tuple(
                Interval.from_dict(item.data, item.where)
                for item in (found.each("intervals") if "intervals" in found.data else ())
            ),
            threshold=found.number_or_none("threshold") if "threshold" in found.data else None,
            class_weights=found.numbers("class_weights") if "class_weights" in found.data else (),
            parity=Parity.from_dict(found.mapping("parity"), f"{where}, parity"),
            findings=tuple(dict(item.data) for item in found.each("findings")),
            candidates=found.whole("candidates"),
            seconds=found.number("seconds"),
            spec=found.mapping("spec"),
            plan=found.mapping("plan") if "plan" in found.data else {},
            reading=found.mapping("reading") if "reading" in found.data else {},
            data=DataInfo.from_dict(found.mapping("data"), f"{where}, data"),
            versions=found.mapping("versions"),
            recipe=_recipe_from(found),
        )
        _check_together(manifest, where)
        return manifest


def _recipe_from(found: Fields) -> RecipeInfo | None:
    if "recipe" not in found.data:
        return None
    return RecipeInfo.from_dict(found.mapping("recipe"), f"{found.where}, recipe")


def _outputs_from(found: Fields) -> dict[str, str]:
    outputs = found.fields("outputs")
    return {role: outputs.text(role) for role in output_names(found.text("problem"))}


def _check_together(manifest: Manifest, where: str) -> None:
    if not manifest.columns:
        raise InputError(f"{where}: the model must read at least one column; it names none.")
    for what, values in (("name", manifest.names), ("input", tuple(column.input for column in manifest.columns))):
        if len(set(values)) < len(values):
            raise InputError(f"{where}: every column must have a {what} of its own; two share one.")
    if manifest.is_regression == bool(manifest.classes) or len(set(manifest.classes)) < len(manifest.classes):
        raise InputError(f"{where}: classes must be different texts, and empty for regression only.")
    if manifest.positive is not None and manifest.positive not in manifest.classes:
        raise InputError(f"{where}: the positive class {manifest.positive!r} is not one of the classes.")


__all__ = [
    "DTYPES",
    "PROBLEMS",
    "Baseline",
    "DataInfo",
    "Dtype",
    "InputColumn",
    "Interval",
    "Manifest",
    "Parity",
    "RecipeInfo",
    "Score",
    "column_from",
    "input_name",
    "output_names",
]
