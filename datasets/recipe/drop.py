"""Leave columns out."""

from __future__ import annotations

from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed


def sentence(settings: Settings) -> str:
    return f"Leaves out {listed(settings['columns'])}."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    return relation.without(settings["columns"])


STEP = StepKind(
    name="drop",
    title="Drop columns",
    effect="columns",
    parameters=(Parameter("columns", "columns", "Columns"),),
    sentence=sentence,
    write=write,
)
