"""Treat a column as another kind. Cells that no step has changed stay, and are read by other rules."""

from __future__ import annotations

import pyarrow as pa

from datasets import duck
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Ask, Parameter, Settings, StepKind
from datasets.schema import Column, Kind

CHOICES = {kind.value: kind.value for kind in (Kind.NUMERIC, Kind.CATEGORY, Kind.TEXT, Kind.DATETIME, Kind.BOOLEAN)}
MOST_TEXTS = 100_000  # different texts that the notation of dates is worked out from


def sentence(settings: Settings) -> str:
    return f"Treats {settings['column']} as {settings['kind']}."


def learn(settings: Settings, relation: Relation, ask: Ask) -> Settings:
    """The notation of the column, worked out from the cells of the training table."""
    from datasets.choice import column_as

    name = settings["column"]
    value = duck.as_text(relation.sql(name), relation.field(name).type)
    rows = ask(relation.select(duck.aliased(value, "cell")).distinct().limit(MOST_TEXTS))
    texts = pa.chunked_array([pa.array(sorted(row[0] for row in rows if row[0] is not None), pa.string())])
    return {"column": column_as(texts, name, settings["kind"]).to_dict()}


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    name, kind = settings["column"], Kind(settings["kind"])
    field = relation.field(name)
    column = Column.from_dict(dict(learned["column"])) if learned else Column(name, kind)
    if field.cells is not None:
        return relation.reread(name, column)
    value = duck.as_type(relation.sql(name), field.type, duck.type_of(kind), column.datetime_formats)
    return relation.made({name: Made(value, kind, [name], column.reason)})


STEP = StepKind(
    name="change_kind",
    title="Change the kind",
    effect="columns",
    parameters=(
        Parameter("column", "column", "Column"),
        Parameter("kind", "choice", "Kind", choices=CHOICES),
    ),
    sentence=sentence,
    write=write,
    learn=learn,
)
