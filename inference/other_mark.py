"""A model for rows with another decimal mark than those it learnt from: 1.234,5 where it knows 1,234.5."""

from __future__ import annotations

from dataclasses import replace

from datasets.decimal_mark import check_mark, mark_of, with_mark
from datasets.schema import Column, Schema
from inference.manifest import InputColumn, Manifest, RecipeInfo
from inference.predictor import Model


def with_decimal(model: Model, mark: str | None) -> Model:
    """The model, reading texts with the decimal mark `mark` in all its numeric columns; the same one for None and where
    they have that mark. The other mark is that of thousands then, unless the column has one of its own (1 234 or
    1'234). Raises InputError for anything else than a point or a comma."""
    if mark is None:
        return model
    check_mark(mark)
    if decimal_marks(model.manifest) <= {mark}:
        return model
    return Model(replace(model.bundle, manifest=_rewritten(model.manifest, mark)))


def decimal_marks(manifest: Manifest) -> set[str]:
    """The decimal marks of the numbers in the columns that rows to predict must have; none where no column has any."""
    return {mark for one in manifest.asks if (mark := mark_of(one.column)) is not None}


def _rewritten(manifest: Manifest, mark: str) -> Manifest:
    columns = tuple(_of_input(one, mark) for one in manifest.columns)
    recipe = manifest.recipe and _of_recipe(manifest.recipe, mark)
    return replace(manifest, columns=columns, target=with_mark(manifest.target, mark), recipe=recipe)


def _of_recipe(info: RecipeInfo, mark: str) -> RecipeInfo:
    schema = Schema.from_dict({"columns": info.fitted["schema"]})
    written = Schema(tuple(with_mark(column, mark) for column in schema)).to_dict()["columns"]
    learned = [_of_learned(one, mark) for one in info.fitted["learned"]]
    columns = tuple(_of_input(one, mark) for one in info.columns)
    return replace(info, fitted={**info.fitted, "schema": written, "learned": learned}, columns=columns)


def _of_learned(learned: dict[str, object], mark: str) -> dict[str, object]:
    """What a step learnt; one that treats a column as another kind learnt how its cells are read."""
    column = learned.get("column")
    if not isinstance(column, dict):
        return learned
    return {**learned, "column": with_mark(Column.from_dict(column), mark).to_dict()}


def _of_input(one: InputColumn, mark: str) -> InputColumn:
    return replace(one, column=with_mark(one.column, mark))


__all__ = ["decimal_marks", "with_decimal"]
