"""The recipe in a bundle, replayed on rows to predict: raw columns in, the columns that the model reads out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from datasets.cells import MISSING_SECONDS
from datasets.column_spread import spreads
from datasets.errors import InputError
from datasets.recipe import FittedRecipe, Typed, replay, typed_values
from datasets.schema import Column, Kind
from datasets.table import Table
from inference.bundle import Bundle
from inference.describe import bundle_readme
from inference.manifest import DTYPES, InputColumn, RecipeInfo
from inference.sources import Rows, Values
from inference.values import one_cell, plain

MOST_CATEGORIES = 1_000  # texts of a raw column that a form offers


class Replayer:
    """The recipe of a bundle, ready to be replayed. Raises InputError when it is damaged."""

    def __init__(self, info: RecipeInfo) -> None:
        self.fitted = FittedRecipe.from_dict(info.fitted)
        self.changes_grain = self.fitted.changes_grain

    @property
    def names(self) -> tuple[str, ...]:
        """The columns after the recipe."""
        return self.fitted.prediction.relation.names

    def rows(self, source: Rows, start: int, stop: int) -> Rows:
        """The rows start..stop after the recipe; where rows are grouped, one row for each group.

        A column that no step has changed is passed on as it came. Raises InputError when the steps cannot be computed.
        """
        n_rows = stop - start

        def read(raw: str, column: Column) -> pa.Array:
            values = source.values(raw, start, stop)
            return _typed(pa.nulls(n_rows, pa.string()) if values is None else values, column)

        statement = self.fitted.prediction
        prepared = replay(statement, Typed(n_rows, read))
        columns: dict[str, Values] = {}
        for known in statement.relation.fields:
            if known.cells is None:
                columns[known.name] = pa.chunked_array([prepared.made[known.name]])
            elif (values := source.values(known.cells, start, stop)) is not None:
                columns[known.name] = values
        return Rows(columns, prepared.n_rows)

    def cells(self, rows: Rows) -> pa.Table:
        """Rows that are groups as a table, in the order of the columns."""
        return pa.table([rows.columns[name] for name in self.names], names=list(self.names))


def with_recipe(bundle: Bundle, fitted: FittedRecipe, raw: Table) -> Bundle:
    """The bundle of a model that was built on what the recipe made of the table `raw`."""
    manifest = bundle.manifest
    needed = fitted.needs(manifest.names)
    if not needed:
        raise InputError(
            "A model must read at least one column of the table; with this recipe every column it reads is the same in "
            "each row. Take out the steps that make them so."
        )
    info = RecipeInfo(
        fitted=fitted.to_dict(),
        sentences=tuple(
            said for said, step in zip(fitted.recipe.sentences, fitted.recipe.steps, strict=True) if step.enabled
        ),
        columns=tuple(_asked(raw, fitted.schema[name]) for name in needed),
        unused=tuple(name for name in raw.names if name not in needed),
    )
    data = replace(manifest.data, spread=tuple(one.to_dict() for one in spreads(raw, needed)))
    manifest = replace(manifest, recipe=info, data=data)
    return replace(bundle, manifest=manifest, readme=bundle_readme(manifest))


def _typed(values: Values | pa.Array, column: Column) -> pa.Array:
    """Values (n,) of any type as the recipe reads them; one that is no value of a cell is not known."""
    if not isinstance(values, list):
        try:
            return typed_values(values, column)
        except pa.ArrowException:  # a type that Arrow cannot convert, such as intervals
            values = values.to_pylist()
    parts = [_one_typed(value, column) for value in values]
    return pa.concat_arrays(parts) if parts else typed_values(pa.array([], pa.string()), column)


def _one_typed(value: Any, column: Column) -> pa.Array:
    try:
        cell = pa.array([value]) if isinstance(value, str) else one_cell(plain(value))
        return typed_values(cell, column)
    except (TypeError, ValueError, OverflowError, pa.ArrowException):
        return typed_values(pa.nulls(1, pa.string()), column)


def _asked(raw: Table, column: Column) -> InputColumn:
    """What a form needs to know of a raw column. Kinds that no model reads are asked for as categories."""
    if column.kind not in DTYPES:
        column = replace(column, kind=Kind.CATEGORY)
    missing = 1 - float((~raw.missing(column.name)).mean()) if raw.n_rows else 0.0
    asked = InputColumn(column, column.name, DTYPES[column.kind], missing_share=missing)
    if column.kind is Kind.NUMERIC:
        numbers = raw.numbers(column.name)
        return _ranged(asked, np.sort(numbers[~np.isnan(numbers)]).tolist())
    if column.kind is Kind.DATETIME:
        seconds = raw.seconds(column.name)
        known = np.sort(seconds[seconds != MISSING_SECONDS])
        three = known[[0, len(known) // 2, -1]].tolist() if len(known) else []
        return _ranged(asked, [f"{np.datetime64(s, 's')}Z" for s in three])
    counts = Counter(text for text in raw.texts(column.name).to_pylist() if text)
    texts = tuple(text for text, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    few = column.kind is not Kind.TEXT and len(texts) <= MOST_CATEGORIES
    return replace(asked, typical=texts[0] if texts else None, categories=texts if few else ())


def _ranged(asked: InputColumn, known: list[Any]) -> InputColumn:
    if not known:
        return asked
    return replace(asked, typical=known[len(known) // 2], minimum=known[0], maximum=known[-1])
