"""Make one row of all rows that say the same in some columns."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._field import Field, Made, cleaned, computed
from datasets.recipe._identifiers import ORDER
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed, of_kinds
from datasets.schema import Kind

FUNCTIONS = {
    "rows": "number of rows",
    "known": "number of known cells",
    "different": "number of different values",
    "sum": "sum",
    "mean": "mean",
    "median": "median",
    "smallest": "smallest",
    "largest": "largest",
    "first": "first known",
    "last": "last known",
}
OF_NUMBERS = ("sum", "mean", "median")


def sentence(settings: Settings) -> str:
    made = [f"{name} ({FUNCTIONS[how]}{' of ' + of if of else ''})" for of, how, name in settings["values"]]
    return f"Makes one row of all rows with the same {listed(settings['by'])}, with {listed(made)}."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    keys = [relation.field(name) for name in settings["by"]]
    key_sql = [relation.sql(name) for name in settings["by"]]
    after = replace(relation, fields=tuple(replace(key, cells=None) for key in keys), grouped=True)
    made = {name: _made(relation, of, how) for of, how, name in settings["values"]}
    if len(made) < len(settings["values"]) or set(made) & set(settings["by"]):
        raise InputError("Every new column must have a name of its own; one is there twice. Choose another.")
    fields, aggregates = list(after.fields), []
    needs = frozenset(raw for key in keys for raw in key.needs)
    for name, value in made.items():
        identifier = after.free(name, (f.identifier for f in fields))
        aggregates.append(duck.aliased(cleaned(value), identifier))
        of_raw = frozenset(raw for of in value.of for raw in relation.field(of).needs)
        fields.append(Field(computed(name, value.kind, value.reason), identifier, None, needs | of_raw))
    plain = [Field(computed(f.name, f.column.kind, f.column.reason), f.identifier, None, needs) for f in after.fields]
    place = duck.aliased(duck.call("MIN", duck.named(ORDER)), ORDER)
    select = relation.select(*key_sql, *aggregates, place).group_by(*(key.copy() for key in key_sql))
    used = relation.used | {f.identifier.casefold() for f in fields}
    return Written(select, replace(after, fields=(*plain, *fields[len(keys) :]), used=used))


def _made(relation: Relation, of: str, how: str) -> Made:
    if how == "rows":
        count = duck.cast(exp.Count(this=exp.Star()), "DOUBLE")
        return Made(count, Kind.NUMERIC, (), "number of rows", exact=True)
    if not of:
        raise InputError(f"The {FUNCTIONS[how]} needs a column; none came. Name one.")
    if how in OF_NUMBERS:
        of_kinds(relation, (of,), (Kind.NUMERIC,), f"A column for the {FUNCTIONS[how]}")
    value, kind = relation.sql(of), relation.column(of).kind
    reason = f"{FUNCTIONS[how]} of {of}"
    if how in ("known", "different"):
        counted: exp.Expression = exp.Distinct(expressions=[value]) if how == "different" else value
        return Made(duck.cast(exp.Count(this=counted), "DOUBLE"), Kind.NUMERIC, [of], reason, exact=True)
    if how in ("first", "last"):
        return Made(duck.call("ARG_MIN" if how == "first" else "ARG_MAX", value, duck.named(ORDER)), kind, [of], reason)
    call = {"sum": "SUM", "mean": "AVG", "median": "MEDIAN", "smallest": "MIN", "largest": "MAX"}[how]
    return Made(duck.call(call, value), kind, [of], reason)


STEP = StepKind(
    name="group",
    title="Group and aggregate",
    effect="grain",
    parameters=(
        Parameter("by", "columns", "One row for each"),
        Parameter("values", "aggregates", "Column, what of it, and the new name", choices=FUNCTIONS),
    ),
    sentence=sentence,
    write=write,
)
