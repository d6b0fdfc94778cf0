"""The table that a model is built on: a table as it was read, the kinds that were changed, and the recipe."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasets.changes import Changes
from datasets.errors import InputError

if TYPE_CHECKING:
    from automl.build import Built
    from datasets.recipe import FittedRecipe, Recipe
    from datasets.table import Table

LoadTable = Callable[[str], "Table"]


@dataclass(frozen=True)
class Prepared:
    """`raw` is the table with the kinds that were changed, `table` what the recipe makes of it; without a recipe they
    are the same, and `fitted` is None."""

    raw: Table
    table: Table
    fitted: FittedRecipe | None = None

    def reason(self, name: str) -> str:
        """Why a column has its kind, told of the rows that the recipe keeps. Raises InputError for an unknown one."""
        from datasets.choice import CHOSEN
        from datasets.infer import retold

        column, asked = self.table.schema[name], self.raw.record.options
        as_read = {one.reason for one in self.raw.schema} - {CHOSEN}
        if self.raw.n_rows == self.table.n_rows or column.reason not in as_read:
            return column.reason
        return retold(column, self.table.cells.column(name), asked.decimal, asked.day_first)

    def leaks(self, target: str, exclude: Sequence[str] = ()) -> str | None:
        """The sentence for columns that the recipe works out from the column to predict and that would be used; None
        when there are none."""
        found = self.fitted.leaks(target) if self.fitted is not None and target in self.table.schema else ()
        found = tuple(name for name in found if name not in exclude)
        if not found:
            return None
        said = ", ".join(found[:4])
        are = "is" if len(found) == 1 else "are"
        return (
            f"A model may not learn from what gives {target} away; {said} {are} worked out from it. "
            "Leave it out, or take the step out of the recipe."
        )

    def check(self, target: str, exclude: Sequence[str] = ()) -> Prepared:
        """The same. Raises InputError when a column that would be used gives the target away."""
        if (sentence := self.leaks(target, exclude)) is not None:
            raise InputError(sentence)
        return self

    def bundled(self, built: Built) -> Built:
        """What a build of `table` left, with the recipe in its bundle."""
        if self.fitted is None:
            return built
        from inference.recipe import with_recipe

        return replace(built, bundle=with_recipe(built.bundle, self.fitted, self.raw))


def prepare(table: Table, changes: Changes, recipe: Recipe | None) -> Prepared:
    """The table as it is taken, and after the recipe, whose second tables are inside it.

    A changed kind is that of a raw column, or else of one that the recipe made; columns that neither has are ignored.
    Raises InputError for a word that is no kind, and naming the step that does not fit.
    """
    raw = changes.apply(table)
    if not recipe:
        return Prepared(raw, raw)
    from datasets.recipe import apply, fit

    fitted = fit(recipe, raw)
    made = apply(fitted, raw)
    new = tuple(name for name in made.names if name not in raw.names)
    return Prepared(raw, replace(changes.of(new), unique_rows=False).apply(made), fitted)


def recipe_of(steps: Sequence[Any], load: LoadTable) -> Recipe | None:
    """The recipe of these steps; `load` gives the dataset version with an id, for second tables. None without steps."""
    if not steps:
        return None
    from datasets.recipe import Recipe

    return Recipe.from_dict(list(steps)).with_tables(lambda named: load(_version(named)))


def read_recipe(path: Path) -> Recipe:
    """The recipe in a JSON file; second tables are files beside it. Raises InputError."""
    from datasets.read import read
    from datasets.recipe import Recipe

    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"The recipe {path} cannot be read: {error.strerror or error}. Check the name.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"The recipe {path} must be JSON; it is not ({error}). See docs/recipes.md.") from error

    def load(named: Mapping[str, Any]) -> Table:
        if not isinstance(named.get("file"), str):
            raise InputError('A second table is named by its file: "lookup": {"file": "regions.csv"}.')
        return read(path.parent / named["file"])

    return Recipe.from_dict(document).with_tables(load)


def _version(named: Mapping[str, Any]) -> str:
    if not isinstance(named.get("version"), str):
        raise InputError("The table to look up in must be a dataset. Choose one.")
    return str(named["version"])
