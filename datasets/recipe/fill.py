"""Put a value where a cell is not known or cannot be read."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Ask, Parameter, Settings, StepKind, listed, of_kinds
from datasets.schema import Kind

WITH = {"median": "the median", "mean": "the mean", "most_frequent": "the most frequent value", "value": "this value"}


def sentence(settings: Settings) -> str:
    what = f'"{settings["value"]}"' if settings["with"] == "value" else WITH[settings["with"]]
    whose = "" if settings["with"] == "value" else " of the training table"
    return f"Fills the missing cells of {listed(settings['columns'])} with {what}{whose}."


def learn(settings: Settings, relation: Relation, ask: Ask) -> Settings:
    """The value of each column; a moment as ISO text."""
    return {"values": {name: _value(settings, relation, name, ask) for name in settings["columns"]}}


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    made = {}
    for name in settings["columns"]:
        field = relation.field(name)
        value = _literal(learned["values"][name], field.type)
        filled = duck.call("COALESCE", relation.sql(name), value)
        made[name] = Made(filled, field.column.kind, [name], exact=True)
    return relation.made(made)


def _value(settings: Settings, relation: Relation, name: str, ask: Ask) -> Any:
    how, column, kind = settings["with"], relation.sql(name), relation.field(name).type
    if how == "value":
        return _given(settings["value"], kind, name)
    if how in ("median", "mean"):
        of_kinds(relation, (name,), (Kind.NUMERIC,), f"A column that is filled with {WITH[how]}")
        return _one(ask(relation.select(duck.call("MEDIAN" if how == "median" else "AVG", column))), name)
    count = exp.Count(this=exp.Star())
    counted = relation.select(duck.as_text(column, kind) if kind == "date" else column, duck.aliased(count, "n"))
    counted = counted.where(exp.Not(this=duck.is_null(column.copy()))).group_by(column.copy())
    order = [exp.Ordered(this=duck.named("n"), desc=True), exp.Ordered(this=column.copy(), nulls_first=False)]
    return _one(ask(counted.order_by(*order).limit(1)), name)


def _one(rows: list[tuple[Any, ...]], name: str) -> Any:
    if not rows or rows[0][0] is None:
        raise InputError(f"{name!r} has no value to fill its missing cells from. Give a value yourself, or drop it.")
    return rows[0][0]


def _given(value: str, kind: duck.Type, name: str) -> Any:
    if not value.strip():
        raise InputError("The value to fill with must not be blank. Type one.")
    if kind == "number":
        return duck.number_in(value, f"The value for {name!r}")
    return duck.moment_in(value, f"The value for {name!r}") if kind == "date" else value


def _literal(value: Any, kind: duck.Type) -> exp.Expression:
    if kind == "number":
        return duck.number(float(value))
    return duck.moment(value) if kind == "date" else duck.text(value)


STEP = StepKind(
    name="fill",
    title="Fill missing cells",
    effect="columns",
    parameters=(
        Parameter("columns", "columns", "Columns"),
        Parameter("with", "choice", "With", "most_frequent", choices=WITH),
        Parameter("value", "text", "Value", "", only=("with", ("value",))),
    ),
    sentence=sentence,
    write=write,
    learn=learn,
)
