"""Recipes: steps in order, fitted on the training table, written as one SQL statement, and replayed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import pyarrow as pa
from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._engine import run
from datasets.recipe._lookup import as_arrow, embedded, is_embedded, relation_of
from datasets.recipe._relation import ORDER, ROW, Field, Relation
from datasets.recipe._step import Effect, Settings, StepKind
from datasets.schema import Schema
from datasets.table import Table

Purpose = Literal["training", "prediction"]
MOST_STEPS = 200
TRAINING_ONLY = " Predictions keep all their rows."
REPLAYED = " Predictions are put together in the same way."


def kinds() -> dict[str, StepKind]:
    """Every kind of step by its name."""
    from datasets import recipe

    return recipe.ALL


@dataclass(frozen=True)
class Step:
    """One step: the name of its kind and its settings, checked. with `enabled` False it is passed over."""

    kind: str
    settings: Settings
    enabled: bool = True

    @classmethod
    def of(cls, data: Any, place: int = 1) -> Step:
        """The step in a JSON object {"step": kind, setting: value, ...}. Raises InputError."""
        if not isinstance(data, Mapping) or not isinstance(data.get("step"), str):
            raise InputError(f'Step {place} of the recipe must be an object with "step", the name of its kind.')
        name = data["step"]
        if name not in kinds():
            raise InputError(f"There is no step {name[:40]!r}. The steps are: {', '.join(kinds())}.")
        enabled = data.get("enabled", True)
        if not isinstance(enabled, bool):
            raise InputError(f'Step {place}: "enabled" must be true or false.')
        with _named(place, kinds()[name]):
            given = {key: value for key, value in data.items() if key not in ("step", "enabled")}
            return cls(name, kinds()[name].settings(given), enabled)

    def to_dict(self) -> dict[str, Any]:
        plain: dict[str, Any] = json.loads(json.dumps({"step": self.kind, **self.settings}))
        return plain if self.enabled else {**plain, "enabled": False}

    @property
    def record(self) -> StepKind:
        return kinds()[self.kind]

    @property
    def effect(self) -> Effect:
        """What the step changes; one that is passed over changes no row."""
        return self.record.effect if self.enabled else "columns"

    @property
    def sentence(self) -> str:
        """What the step does."""
        return self.record.sentence(self.settings)


@dataclass(frozen=True)
class Recipe:
    """Preparation steps in order."""

    steps: tuple[Step, ...] = ()

    @classmethod
    def from_dict(cls, data: Any) -> Recipe:
        """The recipe in a JSON document {"steps": [...]} or a list of steps. Raises InputError naming the step."""
        steps = data.get("steps") if isinstance(data, Mapping) else data
        if not isinstance(steps, list | tuple):
            raise InputError('A recipe must be a list of steps, or an object with "steps"; this is something else.')
        if len(steps) > MOST_STEPS:
            raise InputError(f"A recipe may have {MOST_STEPS} steps at most; this one has {len(steps):,}.")
        return cls(tuple(Step.of(step, place) for place, step in enumerate(steps, start=1)))

    def to_dict(self) -> dict[str, Any]:
        return {"steps": [step.to_dict() for step in self.steps]}

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What every step does, and what becomes of predictions."""
        said = []
        for step, replayed in zip(self.steps, self.replayed, strict=True):
            more = TRAINING_ONLY if not replayed else REPLAYED if step.effect != "columns" else ""
            said.append(step.sentence + more)
        return tuple(said)

    @property
    def replayed(self) -> tuple[bool, ...]:
        """Whether each step is done for predictions as well: all but those that choose rows, and of these those that
        stand before rows are grouped."""
        effects = [step.effect for step in self.steps]
        last = max((place for place, effect in enumerate(effects) if effect == "grain"), default=-1)
        return tuple(effect != "rows" or place < last for place, effect in enumerate(effects))

    def with_tables(self, load: Callable[[Mapping[str, Any]], Table]) -> Recipe:
        """The recipe with every second table inside it; `load` finds the table that a reference names."""
        return Recipe(tuple(_with_table(step, load) for step in self.steps))


def _with_table(step: Step, load: Callable[[Mapping[str, Any]], Table]) -> Step:
    lookup = step.settings.get("lookup")
    if lookup is None or is_embedded(lookup):
        return step
    names = dict.fromkeys([*(there for _, there in step.settings["on"]), *step.settings["take"]])
    return replace(step, settings={**step.settings, "lookup": embedded(load(lookup), list(names))})


@dataclass(frozen=True)
class Statement:
    """The steps as CTEs, one each, and the columns before and after them."""

    parts: tuple[tuple[str, exp.Select], ...] = ()
    relation: Relation = field(default_factory=lambda: Relation.of(Schema(())))
    chooses_rows: bool = False

    def then(self, name: str, record: StepKind, settings: Settings, learned: Settings) -> Statement:
        """The statement with one more step."""
        select, relation = record.write(settings, self.relation, learned)
        chooses = record.effect == "rows" or self.chooses_rows
        return Statement((*self.parts, (name, select)), replace(relation, name=name), chooses)

    @cached_property
    def moves_rows(self) -> bool:
        """Whether rows of the table are left out or stand elsewhere."""
        return self.chooses_rows and not self.relation.grouped

    @cached_property
    def made(self) -> tuple[Field, ...]:
        """The columns that were computed."""
        return tuple(known for known in self.relation.fields if known.cells is None)

    @cached_property
    def sql(self) -> str:
        """What is run for rows: the computed columns, then the places that the rows come from when they are moved."""
        columns = [duck.named(known.identifier) for known in self.made]
        columns += [duck.named(ROW)] if self.moves_rows else []
        select = self.relation.select(*(columns or [duck.named(ORDER)]))
        return self.ending(select.order_by(duck.named(ORDER)))

    @cached_property
    def lookups(self) -> dict[str, pa.Table]:
        """The second tables, by their names in the SQL."""
        found = {}
        for one in self.relation.lookups:
            there = relation_of(one["lookup"], one["name"])
            found[one["name"]] = as_arrow(one["lookup"], there, one["keys"])
        return found

    def ending(self, select: exp.Select) -> str:
        """The SQL of the steps with this SELECT at its end."""
        before = select.args.get("with_")
        parts = [*(before.expressions if before else []), *(_cte(name, part) for name, part in self.parts)]
        if parts:
            select.set("with_", exp.With(expressions=parts))
        try:
            return select.sql(dialect="duckdb", pretty=True)
        except RecursionError:
            raise InputError("A formula has too many levels. Write parts of it as columns of their own.") from None

    @property
    def computes(self) -> bool:
        """Whether there is anything for the database to do."""
        return self.chooses_rows or self.relation.grouped or bool(self.made)


def _cte(name: str, select: exp.Select) -> exp.CTE:
    return exp.CTE(this=select.copy(), alias=exp.TableAlias(this=exp.to_identifier(name)))


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
                with _named(place + 1, step.record):
                    statement = statement.then(f"step_{place + 1}", step.record, step.settings, learned)
        return statement


def fit(recipe: Recipe, table: Table) -> FittedRecipe:
    """The recipe with its statistics, learnt on this table. Raises InputError naming the step that does not fit."""
    from datasets.recipe._replay import Typed

    statement, learned, typed = Statement(relation=Relation.of(table.schema)), list[Settings](), Typed.of(table)
    _check_order(recipe)
    for place, step in enumerate(recipe.steps, start=1):
        record, found = step.record, dict[str, Any]()
        if step.enabled:
            with _named(place, record):
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


def _asker(statement: Statement, typed: Any) -> Callable[[exp.Select], list[tuple[Any, ...]]]:
    def ask(select: exp.Select) -> list[tuple[Any, ...]]:
        sql = statement.ending(select)
        found = run(sql, {"source": typed.source(statement.relation), **statement.lookups})
        return list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    return ask


@contextmanager
def _named(place: int, record: StepKind) -> Iterator[None]:
    """Puts the step in front of the sentence of an InputError."""
    try:
        yield
    except InputError as error:
        raise InputError(f"Step {place}, {record.title}: {error}") from error
