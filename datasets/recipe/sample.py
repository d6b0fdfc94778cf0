"""Keep some rows, drawn by chance."""

from __future__ import annotations

from sqlglot import exp

from datasets import duck
from datasets.recipe._identifiers import ORDER
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind


def sentence(settings: Settings) -> str:
    return f"Keeps {settings['rows']:,} rows, drawn by chance (seed {settings['seed']}), in their order."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    place = duck.cast(duck.named(ORDER), "VARCHAR")
    drawn = duck.call("MD5", duck.call("CONCAT", place, duck.text(f"-{settings['seed']}")))
    keys = [exp.Ordered(this=drawn), exp.Ordered(this=duck.named(ORDER))]
    number = exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=keys))
    return relation.kept(relation.select().qualify(exp.LTE(this=number, expression=duck.whole(settings["rows"]))))


STEP = StepKind(
    name="sample",
    title="Sample rows",
    effect="rows",
    parameters=(
        Parameter("rows", "whole", "How many rows", 10_000, least=1),
        Parameter("seed", "whole", "Seed", 7, least=0),
    ),
    sentence=sentence,
    write=write,
)
