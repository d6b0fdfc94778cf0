"""Keep the first of rows that say the same."""

from __future__ import annotations

from sqlglot import exp

from datasets import duck
from datasets.recipe._identifiers import ORDER
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed


def sentence(settings: Settings) -> str:
    same = f"in {listed(settings['columns'])}" if settings["columns"] else "in every column"
    return f"Keeps the first of the rows that say the same {same}."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    keys = [relation.sql(name) for name in settings["columns"] or relation.names]
    order = exp.Order(expressions=[exp.Ordered(this=duck.named(ORDER))])
    place = exp.Window(this=exp.RowNumber(), partition_by=keys, order=order)
    first = exp.EQ(this=place, expression=duck.whole(1))
    return relation.kept(relation.select().qualify(first))


STEP = StepKind(
    name="remove_duplicates",
    title="Remove duplicates",
    effect="rows",
    parameters=(Parameter("columns", "columns", "Columns to compare", (), about="none: all of them"),),
    sentence=sentence,
    write=write,
)
