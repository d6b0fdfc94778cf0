"""Fitting a recipe: every step learns its statistics from what the steps before it made of the training table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from datasets.errors import InputError
from datasets.recipe._engine import run
from datasets.recipe._fitted import FittedRecipe
from datasets.recipe._recipe import Recipe, naming_step
from datasets.recipe._relation import Relation
from datasets.recipe._replay import Typed
from datasets.recipe._statement import Statement
from datasets.recipe._step import Settings
from datasets.table import Table


def fit(recipe: Recipe, table: Table) -> FittedRecipe:
    """The recipe with its statistics, learnt on this table. Raises InputError naming the step that does not fit."""
    statement, learned, typed = Statement(relation=Relation.of(table.schema)), list[Settings](), Typed.of(table)
    _check_order(recipe)
    for place, step in enumerate(recipe.steps, start=1):
        record, found = step.record, dict[str, Any]()
        if step.enabled:
            with naming_step(place, record):
                if record.learn is not None:
                    found = dict(record.learn(step.settings, statement.relation, _asker(statement, typed)))
                statement = statement.then(f"step_{place}", record, step.settings, found)
        learned.append(found)
    return FittedRecipe(recipe, table.schema, tuple(learned))


def _check_order(recipe: Recipe) -> None:
    """A sample of rows would make other groups for predictions."""
    names = [step.kind for step in recipe.steps if step.enabled]
    if "sample" in names and "group" in names[names.index("sample") :]:
        raise InputError("Rows must be grouped before a sample is drawn, or predictions differ. Move the sample down.")


def _asker(statement: Statement, typed: Typed) -> Callable[[exp.Select], list[tuple[Any, ...]]]:
    def ask(select: exp.Select) -> list[tuple[Any, ...]]:
        sql = statement.ending(select)
        found = run(sql, {"source": typed.source(statement.relation), **statement.lookups})
        return list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    return ask
