"""The parts of a manifest: the columns a model reads, its scores, and what they were measured on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from datasets.errors import InputError
from datasets.schema import Column, Kind, Role
from inference.fields import Fields

Dtype = Literal["float32", "string", "int64"]
PROBLEMS = ("binary", "multiclass", "regression")
CLASS_OUTPUTS = {"label": "label", "probabilities": "probabilities"}
NUMBER_OUTPUTS = {"prediction": "prediction", "low": "low", "high": "high"}
DTYPES: Mapping[Kind, Dtype] = {
    Kind.NUMERIC: "float32",
    Kind.CATEGORY: "string",
    Kind.BOOLEAN: "string",
    Kind.TEXT: "string",
    Kind.DATETIME: "int64",
}


def output_names(problem: str) -> dict[str, str]:
    """The role and the ONNX name of every output of a model for that problem."""
    return dict(NUMBER_OUTPUTS if problem == "regression" else CLASS_OUTPUTS)


def input_name(name: str, problem: str) -> str:
    """The ONNX input of the column `name`: the column's name, unless it is an output's or empty: then "input_" + name.

    Names that look like such a changed name get "input_" too, so that two columns never share an input.
    """
    stem = name
    while stem.startswith("input_"):
        stem = stem.removeprefix("input_")
    return f"input_{name}" if stem in {"", *output_names(problem).values()} else name


@dataclass(frozen=True, slots=True)
class InputColumn:
    """A raw column as the model takes it.

    `input` is the ONNX input; `categories` are the texts the model knows, most frequent first (string inputs only);
    `typical`, `minimum`, `maximum` are numbers, for datetimes ISO texts in UTC, for categories `typical` is a text;
    `missing_share` (0..1) was measured on the rows the model was built from.
    """

    column: Column
    input: str
    dtype: Dtype
    categories: tuple[str, ...] = ()
    typical: float | str | None = None
    minimum: float | str | None = None
    maximum: float | str | None = None
    missing_share: float = 0.0

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def kind(self) -> Kind:
        return self.column.kind

    def to_dict(self) -> dict[str, Any]:
        return {
            **self.column.to_dict(),
            "input": self.input,
            "dtype": self.dtype,
            "categories": list(self.categories),
            "typical": self.typical,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "missing_share": self.missing_share,
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "column") -> InputColumn:
        found = Fields.of(data, where)
        column = column_from(found)
        dtype = DTYPES.get(column.kind)
        if dtype is None or found.text("dtype") != dtype:
            raise InputError(f"{where}: a {column.kind} column of dtype {found.text('dtype')!r} cannot feed a model.")
        return cls(
            column=column,
            input=found.text("input"),
            dtype=dtype,
            categories=found.texts("categories"),
            typical=found.number_text_or_none("typical"),
            minimum=found.number_text_or_none("minimum"),
            maximum=found.number_text_or_none("maximum"),
            missing_share=found.number("missing_share"),
        )


@dataclass(frozen=True, slots=True)
class RecipeInfo:
    """The preparation before the graph: `fitted` is the recipe with what it learnt (datasets.recipe.FittedRecipe as
    JSON data), `sentences` tell its steps, `columns` are the raw columns that rows to predict must have, `unused` the
    other columns of the raw table. A raw column feeds no input of the graph: its `input` is its own name."""

    fitted: dict[str, Any]
    sentences: tuple[str, ...]
    columns: tuple[InputColumn, ...]
    unused: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            **self.fitted,
            "sentences": list(self.sentences),
            "columns": [column.to_dict() for column in self.columns],
            "unused": list(self.unused),
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "recipe") -> RecipeInfo:
        found = Fields.of(data, where)
        columns = tuple(InputColumn.from_dict(item.data, item.where) for item in found.each("columns"))
        if not columns or len({column.name for column in columns}) < len(columns):
            raise InputError(f"{where}: at least one raw column must be named, and each once.")
        fitted = {name: found.items(name) for name in ("steps", "learned", "schema")}
        return cls(fitted, found.texts("sentences"), columns, found.texts("unused"))


@dataclass(frozen=True, slots=True)
class Score:
    """A metric in its own sign with its 90 % interval, the rows it was measured on, and `how` they were kept apart
    ("holdout" or "cross-fitted"); `baseline` is the dullest model's value, None in bundles of the first versions."""

    metric: str
    title: str
    value: float
    low: float | None
    high: float | None
    n_rows: int
    how: str
    baseline: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "metric": self.metric,
            "title": self.title,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n_rows": self.n_rows,
            "how": self.how,
            "baseline": self.baseline,
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "score") -> Score:
        found = Fields.of(data, where)
        return cls(
            metric=found.text("metric"),
            title=found.text("title"),
            value=found.number("value"),
            low=found.number_or_none("low"),
            high=found.number_or_none("high"),
            n_rows=found.whole("n_rows"),
            how=found.text("how"),
            baseline=found.number_or_none("baseline") if "baseline" in found.data else None,
        )


@dataclass(frozen=True, slots=True)
class Baseline:
    """The score of the dullest possible model, in the metric of the headline, and the sentence that says so."""

    metric: str
    value: float
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        return {"metric": self.metric, "value": self.value, "sentence": self.sentence}

    @classmethod
    def from_dict(cls, data: Any, where: str = "baseline") -> Baseline:
        found = Fields.of(data, where)
        return cls(found.text("metric"), found.number("value"), found.text("sentence"))


@dataclass(frozen=True, slots=True)
class Interval:
    """Around the answer, from `low_offset` to `high_offset`, the truth is meant to lie with the chance `level`;
    `coverage` is the share of the measured rows for which it did."""

    level: float
    low_offset: float
    high_offset: float
    coverage: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "low_offset": self.low_offset,
            "high_offset": self.high_offset,
            "coverage": self.coverage,
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "interval") -> Interval:
        found = Fields.of(data, where)
        return cls(*(found.number(name) for name in ("level", "low_offset", "high_offset", "coverage")))


@dataclass(frozen=True, slots=True)
class Parity:
    """The largest difference between the graph and the engine that trained it, over `n_rows` checked rows."""

    largest_difference: float
    n_rows: int
    tolerance: float
    unit: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "largest_difference": self.largest_difference,
            "n_rows": self.n_rows,
            "tolerance": self.tolerance,
            "unit": self.unit,
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "parity") -> Parity:
        found = Fields.of(data, where)
        return cls(
            found.number("largest_difference"), found.whole("n_rows"), found.number("tolerance"), found.text("unit")
        )


@dataclass(frozen=True, slots=True)
class DataInfo:
    """The table the model was built from: its content fingerprint (sha256, hexadecimal), its size, and how its columns
    were spread (`to_dict` of datasets.shift.Spread; none in bundles of the first versions)."""

    fingerprint: str
    n_rows: int
    n_columns: int
    spread: tuple[dict[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "fingerprint": self.fingerprint,
            "n_rows": self.n_rows,
            "n_columns": self.n_columns,
            **({"spread": list(self.spread)} if self.spread else {}),
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "data") -> DataInfo:
        found = Fields.of(data, where)
        spread = tuple(dict(item.data) for item in found.each("spread")) if "spread" in found.data else ()
        return cls(found.text("fingerprint"), found.whole("n_rows"), found.whole("n_columns"), spread)


def column_from(found: Fields) -> Column:
    """The datasets.schema.Column in a JSON object; raises InputError naming the field that is wrong."""
    found.one_of("kind", tuple(str(kind) for kind in Kind))
    found.text("name"), found.text("reason"), found.texts("missing"), found.texts("datetime_formats")
    if found.data.get("role") is not None:
        found.one_of("role", tuple(str(role) for role in Role))
    if found.data.get("unit") is not None:
        found.text("unit")
    if found.data.get("number") is not None:
        number = found.fields("number")
        number.text("decimal"), number.text("thousands"), number.texts("affixes")
    return Column.from_dict(dict(found.data))
