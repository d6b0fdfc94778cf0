"""A second table that a recipe carries with it: plain JSON data, so that every prediction looks up the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from datasets.cells import MISSING_SECONDS
from datasets.duck import type_of
from datasets.errors import InputError
from datasets.recipe._field import Field
from datasets.recipe._relation import Relation
from datasets.schema import Column, Schema
from datasets.table import Table

MOST_CELLS = 500_000


def embedded(table: Table, names: Sequence[str]) -> dict[str, Any]:
    """The named columns of a table as JSON data: numbers, texts, moments in whole seconds since 1970, null for "not
    known". Raises InputError for an unknown column and for a table that is too large to travel with a model."""
    if table.n_rows * len(names) > MOST_CELLS:
        raise InputError(
            f"A table to look up in may have {MOST_CELLS:,} cells at most; {table.n_rows:,} rows of {len(names)} "
            "columns came. Use fewer columns, or keep only the rows that are needed."
        )
    columns = [table.schema[name] for name in dict.fromkeys(names)]
    return {
        "columns": [column.to_dict() for column in columns],
        "cells": [_cells(table, column) for column in columns],
    }


def is_embedded(lookup: Mapping[str, Any]) -> bool:
    return "cells" in lookup


def relation_of(lookup: Mapping[str, Any], name: str) -> Relation:
    """The columns of a lookup as the relation `name`. Raises InputError when it is not there, or damaged."""
    if not is_embedded(lookup):
        raise InputError("The table to look up in must be there; only its name is. Choose the table anew.")
    try:
        schema = Schema(tuple(Column.from_dict(column) for column in lookup["columns"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"The table to look up in is damaged ({error}). Choose the table anew.") from error
    return Relation(name, *_fields(schema))


def as_arrow(lookup: Mapping[str, Any], relation: Relation, keys: Sequence[str]) -> pa.Table:
    """The rows of a lookup under the relation's identifiers; of rows with the same keys the first."""
    arrays = [_array(cells, field) for cells, field in zip(lookup["cells"], relation.fields, strict=True)]
    rows = pa.table(arrays, names=[field.identifier for field in relation.fields])
    return rows.take(pa.array(first_of_keys(lookup, relation, keys), pa.int64()))


def first_of_keys(lookup: Mapping[str, Any], relation: Relation, keys: Sequence[str]) -> list[int]:
    """The first row of every combination of keys; rows with a missing key are no use."""
    columns = [lookup["cells"][relation.names.index(key)] for key in keys]
    found: dict[tuple[Any, ...], int] = {}
    for row, key in enumerate(zip(*columns, strict=True)):
        if None not in key:
            found.setdefault(key, row)
    return list(found.values())


def doubled(lookup: Mapping[str, Any], relation: Relation, keys: Sequence[str]) -> str | None:
    """The first combination of keys that stands in several rows, as text."""
    columns = [lookup["cells"][relation.names.index(key)] for key in keys]
    seen: set[tuple[Any, ...]] = set()
    for key in zip(*columns, strict=True):
        if None not in key and key in seen:
            return json.dumps(key[0] if len(key) == 1 else key, ensure_ascii=False)
        seen.add(key)
    return None


def _fields(schema: Schema) -> tuple[tuple[Field, ...], tuple[()], frozenset[str]]:
    relation = Relation.of(schema)
    return relation.fields, (), relation.used


def _cells(table: Table, column: Column) -> list[Any]:
    kind = type_of(column.kind)
    if kind == "number":
        return [None if np.isnan(value) else value for value in table.numbers(column.name).tolist()]
    if kind == "date":
        return [None if value == MISSING_SECONDS else value for value in table.seconds(column.name).tolist()]
    return [value or None for value in table.texts(column.name).to_pylist()]


def _array(cells: Any, field: Field) -> pa.Array:
    try:
        if field.type == "date":
            return pa.array(cells, pa.timestamp("s")).cast(pa.timestamp("us"))
        return pa.array(cells, pa.float64() if field.type == "number" else pa.string())
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"The table to look up in is damaged ({error}). Choose the table anew.") from error
