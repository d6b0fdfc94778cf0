"""Fitted recipes: the steps with what they learnt, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from datasets.errors import InputError
from datasets.recipe._recipe import Recipe, naming_step
from datasets.recipe._relation import Relation
from datasets.recipe._statement import Statement
from datasets.recipe._step import Settings
from datasets.schema import Schema

Purpose = Literal["training", "prediction"]


@dataclass(frozen=True)
class FittedRecipe:
    """A recipe with what it learnt on the training table: plain data, the same for every prediction.

    `schema` are the columns of the training table before the recipe and how their cells are read; `learned` holds the
    statistics of every step, in order.
    """

    recipe: Recipe
    schema: Schema
    learned: tuple[Settings, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "steps": [step.to_dict() for step in self.recipe.steps],
            "learned": [dict(one) for one in self.learned],
            "schema": self.schema.to_dict()["columns"],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FittedRecipe:
        """What `to_dict` wrote. Raises InputError when it is damaged."""
        try:
            recipe = Recipe.from_dict(data["steps"])
            fitted = cls(recipe, Schema.from_dict({"columns": data["schema"]}), tuple(data["learned"]))
            if len(fitted.learned) != len(recipe.steps):
                raise ValueError("steps and what they learnt differ in number")
            fitted.check()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"The recipe is damaged ({error}). Build the model again.") from error
        return fitted

    def check(self) -> None:
        """Raises InputError when a step cannot be written with what it learnt."""
        for purpose in ("training", "prediction"):
            self.statement(purpose)

    @cached_property
    def training(self) -> Statement:
        """The steps for the training table."""
        return self._statement((True,) * len(self.recipe.steps))

    @cached_property
    def prediction(self) -> Statement:
        """The steps for rows to predict."""
        return self._statement(self.recipe.replayed)

    def statement(self, purpose: Purpose) -> Statement:
        return self.training if purpose == "training" else self.prediction

    @property
    def changes_grain(self) -> bool:
        """Whether a row of the result stands for several rows of the table, so that a file must be read whole."""
        return self.prediction.relation.grouped

    def needs(self, names: Any) -> tuple[str, ...]:
        """The raw columns that these columns of the result are worked out from, in the order of the table; where rows
        are grouped, all that a step reads."""
        relation = self.prediction.relation
        wanted = {raw for name in names for raw in relation.field(name).needs}
        if relation.grouped:
            wanted |= relation.reads
        return tuple(name for name in self.schema.names if name in wanted)

    def leaks(self, target: str) -> tuple[str, ...]:
        """The other columns of the result that are worked out from all that `target` is: they give it away, and are not
        known when it is predicted. What rows are grouped by does not count."""
        fields = self.training.relation.fields
        alike = frozenset[str]()
        if self.training.relation.grouped:
            alike = frozenset.intersection(*(known.needs for known in fields))
        of_target = self.training.relation.field(target).needs - alike
        return tuple(known.name for known in fields if of_target and known.name != target and of_target <= known.needs)

    def _statement(self, holds: tuple[bool, ...]) -> Statement:
        statement = Statement(relation=Relation.of(self.schema))
        for place, (step, learned) in enumerate(zip(self.recipe.steps, self.learned, strict=True)):
            if step.enabled and holds[place]:
                with naming_step(place + 1, step.record):
                    statement = statement.then(f"step_{place + 1}", step.record, step.settings, learned)
        return statement
