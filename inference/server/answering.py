"""From rows to answers, with the row and the column named when a value cannot be read.

A row is predicted by Model.predict, many by Model.predict_table, which reads values alike but counts those it cannot
read; here such a value is a refusal either way, so that an answer does not depend on what it was sent with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datasets.errors import InputError
from inference.prediction import Prediction
from inference.predictor import Model
from inference.server.asked import unknown_column
from inference.server.errors import RefusalError

FEW = 4  # rows up to here are answered one by one

Row = Mapping[str, Any]


def answers(model: Model, rows: Sequence[Row]) -> Sequence[Prediction]:
    """The answers for n rows (n > 0), one for each; where a recipe groups rows, one for each group.

    Raises RefusalError naming row and column.
    """
    if len(rows) <= FEW and not model.changes_grain:
        return [_one(model, row, number) for number, row in enumerate(rows, 1)]
    known = {*model.manifest.asked_names, *model.manifest.spare}
    for number, row in enumerate(rows, 1):
        if not known.issuperset(row):
            raise unknown_column(next(name for name in row if name not in known), model.manifest, number)
    if model.recipe is not None:  # it replays what it reads: what it cannot read must be found before
        _refuse_unreadable(model, rows)
    try:
        found = model.predict_table(_columns(model, rows))
    except InputError as error:
        raise RefusalError(400, str(error)) from error
    if found.mismatched:
        _refuse_unreadable(model, rows)
    return list(found)


def _one(model: Model, row: Row, number: int) -> Prediction:
    try:
        return model.predict(row)
    except InputError as error:
        known = {*model.manifest.asked_names, *model.manifest.spare}
        for name in row:
            if name not in known:
                raise unknown_column(name, model.manifest, number) from error
        _refuse_unreadable(model, [row], number)
        raise RefusalError(400, f"Row {number:,}: {error}", row=number) from error


def _columns(model: Model, rows: Sequence[Row]) -> dict[str, list[Any]]:
    """The columns that any row has; one at least, so that rows in which nothing is known are counted."""
    names = model.manifest.asked_names
    there = [name for name in names if any(name in row for row in rows)] or list(names[:1])
    return {name: [row.get(name) for row in rows] for name in there}


def _refuse_unreadable(model: Model, rows: Sequence[Row], first: int = 1) -> None:
    """Raises RefusalError for the first value that its column cannot hold."""
    for number, row in enumerate(rows, first):
        for reader in model.asked:
            try:
                reader.one(row.get(reader.name))
            except InputError as error:
                raise RefusalError(400, f"Row {number:,}: {error}", reader.name, number) from error
