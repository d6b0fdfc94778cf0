"""The recipe of a model: what a step would do, and the whole as SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from app.verbs.models import ModelVerbs
from datasets.errors import InputError

if TYPE_CHECKING:
    from datasets.recipe import Purpose
    from datasets.table import Table


@dataclass(frozen=True)
class StepPreview:
    """The first rows after a step, `changed` its columns that are new or hold other values than before, and the
    number of rows before and after it. Where a step changes cells, these are the first rows with a changed one."""

    rows: Table
    changed: tuple[str, ...]
    n_before: int
    n_after: int
    n_changed: int


class RecipeVerbs(ModelVerbs):
    """What can be done with the recipe of a model before it is built."""

    def preview_step(self, model_id: str, step: Mapping[str, Any], n: int = 8) -> StepPreview:
        """What one more step would do after the recipe of a model. Raises InputError when it does not fit."""
        view = self.model(model_id)
        chosen = view.settings
        before = self.prepared(view.dataset_version_id, chosen.changes, chosen.recipe).table
        after = self.prepared(view.dataset_version_id, chosen.changes, (*chosen.recipe, step)).table
        same_rows = before.n_rows == after.n_rows
        new = [name for name in after.names if name not in before.schema]
        different = np.zeros(after.n_rows, dtype=bool)
        changed = []
        for name in after.names if same_rows else ():
            if name in before.schema and (mask := _different(before, after, name)).any():
                changed.append(name)
                different |= mask
        shown = np.flatnonzero(different)[:n] if changed else np.arange(min(n, after.n_rows))
        return StepPreview(
            after.take(shown), (*changed, *new), before.n_rows, after.n_rows, int(different.sum()) if changed else 0
        )

    def recipe_sql(self, model_id: str, purpose: Purpose = "training") -> str:
        """The recipe of a model as one SQL statement. Raises InputError when there is none."""
        from datasets.recipe import as_sql

        view = self.model(model_id)
        prepared = self.prepared(view.dataset_version_id, view.settings.changes, view.settings.recipe)
        if prepared.fitted is None:
            raise InputError("A recipe needs at least one step; this model has none. Add a step first.")
        return as_sql(prepared.fitted, purpose)


def _different(before: Table, after: Table, name: str) -> Any:
    """Whether each cell (n,) says something else than before; a kind that changed changes every cell."""
    if before.cells.column(name).equals(after.cells.column(name)):
        return np.full(after.n_rows, before.schema[name].kind is not after.schema[name].kind)
    old, new = before.texts(name), after.texts(name)
    if after.schema[name].kind == "numeric":
        numbers = before.numbers(name), after.numbers(name)
        return ~((numbers[0] == numbers[1]) | (np.isnan(numbers[0]) & np.isnan(numbers[1])))
    return np.asarray(old.to_numpy(zero_copy_only=False) != new.to_numpy(zero_copy_only=False))
