"""Give columns other names."""

from __future__ import annotations

from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed

PAIR = {"old": "Column", "new": "New name"}


def sentence(settings: Settings) -> str:
    return f"Renames {listed([f'{old} to {new}' for old, new in settings['names']])}."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    return relation.renamed(dict(settings["names"]))


STEP = StepKind(
    name="rename",
    title="Rename columns",
    effect="columns",
    parameters=(Parameter("names", "pairs", "Columns and new names", choices=PAIR, of_columns=True),),
    sentence=sentence,
    write=write,
)
