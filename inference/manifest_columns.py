"""What a manifest says of columns: those that a model reads, those that rows must have, and what the graph answers."""

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
        _check_rare(number)
    return Column.from_dict(dict(found.data))


def _check_rare(number: Fields) -> None:
    """The fields that only few number formats have; raises InputError where one is something else."""
    if "powers" in number.data:
        powers = number.fields("powers")
        for word in powers.data:
            powers.whole(word)
    if (clock := number.data.get("clock", False)) not in (True, False):
        raise InputError(f"{number.where}: clock must be true or false; it is {clock!r}.")
