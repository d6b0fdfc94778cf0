"""Keep the rows for which a condition holds."""

from __future__ import annotations

from datasets.formula import read_formula
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind


def sentence(settings: Settings) -> str:
    return f"Keeps the rows where {settings['condition'].strip()}; a row for which that is not known goes."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    condition = read_formula(settings["condition"], relation, condition=True)
    return relation.kept(relation.select().where(condition.sql))


STEP = StepKind(
    name="filter_rows",
    title="Filter rows",
    effect="rows",
    parameters=(
        Parameter("condition", "formula", "Keep the rows where", about="such as age >= 18 and country = 'FR'"),
    ),
    sentence=sentence,
    write=write,
)
