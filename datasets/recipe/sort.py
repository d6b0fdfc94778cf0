"""Put the rows in order."""

from __future__ import annotations

from sqlglot import exp

from datasets import duck
from datasets.recipe._identifiers import ORDER
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed


def sentence(settings: Settings) -> str:
    way = "largest or latest" if settings["descending"] else "smallest or earliest"
    return f"Sorts the rows by {listed(settings['columns'])}, {way} first; missing cells come last."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    keys = [
        exp.Ordered(this=relation.sql(name), desc=settings["descending"], nulls_first=False)
        for name in settings["columns"]
    ]
    keys.append(exp.Ordered(this=duck.named(ORDER)))
    number = exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=keys))
    return relation.kept(relation.select(exp.Star(replace=[duck.aliased(number, ORDER)])))


STEP = StepKind(
    name="sort",
    title="Sort rows",
    effect="rows",
    parameters=(
        Parameter("columns", "columns", "By"),
        Parameter("descending", "flag", "Largest first", False),
    ),
    sentence=sentence,
    write=write,
)
