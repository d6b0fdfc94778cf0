"""Look columns up in a second table, which travels with the recipe."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._field import Field, computed
from datasets.recipe._lookup import doubled, relation_of
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Ask, Parameter, Settings, StepKind, listed

DUPLICATES = {"refuse": "refuse", "first": "take the first"}
KEYS = {"here": "Column here", "there": "Column there"}
LEFT, RIGHT = "here", "there"


def sentence(settings: Settings) -> str:
    on = [here if here == there else f"{here} = {there}" for here, there in settings["on"]]
    said = f"Looks up {listed(settings['take'])} by {listed(on)} in a second table"
    first = "; of several rows with the same key the first counts" if settings["duplicates"] == "first" else ""
    return f"{said}, which travels with the model{first}."


def learn(settings: Settings, relation: Relation, ask: Ask) -> Settings:
    """Nothing is learnt; keys that stand in the second table twice are found here, once."""
    del relation, ask
    there = relation_of(settings["lookup"], "lookup")
    keys = [there.field(name).name for _, name in settings["on"]]
    twice = doubled(settings["lookup"], there, keys)
    if twice is not None and settings["duplicates"] == "refuse":
        raise InputError(
            f"The key {listed(keys)} must name one row of the second table; {twice[:60]} names several. "
            "Use another key, or take the first of them."
        )
    return {}


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    name = f"lookup_{len(relation.lookups) + 1}"
    there = relation_of(settings["lookup"], name)
    conditions = [_same(relation, there, *pair) for pair in settings["on"]]
    keys = tuple(dict.fromkeys(key for _, key in settings["on"]))
    needs = frozenset(raw for key, _ in settings["on"] for raw in relation.field(key).needs)
    fields, taken = list(relation.fields), []
    for wanted in settings["take"]:
        found = there.field(wanted)
        if wanted in relation.names:
            raise InputError(f"The table has a column {wanted!r} already. Rename it first, or do not take it.")
        identifier = relation.free(wanted, (f.identifier for f in fields))
        taken.append(duck.aliased(_of(found, RIGHT), identifier))
        column = computed(wanted, found.column.kind, f"looked up by {listed(keys)}")
        fields.append(Field(column, identifier, None, needs))
    star = exp.Column(this=exp.Star(), table=exp.to_identifier(LEFT))
    select = exp.select(star, *taken).from_(exp.alias_(duck.table(relation.name), LEFT, table=True))
    select = select.join(exp.alias_(duck.table(name), RIGHT, table=True), on=exp.and_(*conditions), join_type="left")
    used = relation.used | {f.identifier.casefold() for f in fields}
    lookups = (*relation.lookups, {"name": name, "lookup": settings["lookup"], "keys": keys})
    return Written(select, replace(relation, fields=tuple(fields), used=used, lookups=lookups))


def _same(here: Relation, there: Relation, left: str, right: str) -> exp.Expression:
    here.sql(left)  # its values are read
    mine, other = here.field(left), there.field(right)
    if mine.type != other.type:
        raise InputError(
            f"Keys must be of one type; {left!r} is {mine.column.kind} and {right!r} of the second table is "
            f"{other.column.kind}. Change the kind of one of them."
        )
    return exp.EQ(this=_of(mine, LEFT), expression=_of(other, RIGHT))


def _of(field: Field, table: str) -> exp.Expression:
    return exp.Column(this=exp.to_identifier(field.identifier, quoted=True), table=exp.to_identifier(table))


STEP = StepKind(
    name="join",
    title="Look up in a second table",
    effect="columns",
    parameters=(
        Parameter("lookup", "lookup", "Second table"),
        Parameter("on", "pairs", "The key, here and there", choices=KEYS, of_columns=True, there=True),
        Parameter("take", "columns", "Columns to take", there=True),
        Parameter("duplicates", "choice", "A key that stands there twice", "refuse", choices=DUPLICATES),
    ),
    sentence=sentence,
    write=write,
    learn=learn,
)
