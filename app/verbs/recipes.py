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
    from datasets.schema import Schema
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

    def schema_before(self, model_id: str, place: int | None = None) -> Schema:
        """The columns that the step at a place of the recipe finds; None: those after all steps. Raises InputError
        when a step before it does not fit."""
        view = self.model(model_id)
        steps = view.settings.recipe[:place]
        return self.prepared(view.dataset_version_id, view.settings.changes, steps).table.schema

    def misfit_after(self, model_id: str, step: Mapping[str, Any], place: int) -> str | None:
        """The sentence for the first step of the recipe that no longer fits when this one takes the place of another;
        None when all do."""
        view = self.model(model_id)
        steps = [*view.settings.recipe[:place], step, *view.settings.recipe[place + 1 :]]
        try:
            self.prepared(view.dataset_version_id, view.settings.changes, steps)
        except InputError as error:
            return str(error)
        return None

    def preview_step(self, model_id: str, step: Mapping[str, Any], n: int = 8, place: int | None = None) -> StepPreview:
        """What a step would do at a place of the recipe of a model, None: after all others. Raises InputError when it
        does not fit."""
        view = self.model(model_id)
        chosen, steps = view.settings, view.settings.recipe[:place]
        before = self.prepared(view.dataset_version_id, chosen.changes, steps).table
        after = self.prepared(view.dataset_version_id, chosen.changes, (*steps, step)).table
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
