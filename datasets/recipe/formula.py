"""A column worked out from others by a formula (docs/formulas.md)."""

from __future__ import annotations

from datasets.formula import read_formula
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind


def sentence(settings: Settings) -> str:
    return f"Makes {settings['into']} = {' '.join(settings['formula'].split())}."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    formula = read_formula(settings["formula"], relation)
    shown = " ".join(settings["formula"].split())
    reason = f"made by the formula {shown[:200]}"
    return relation.made({settings["into"]: Made(formula.cells, formula.kind, formula.reads, reason)})


STEP = StepKind(
    name="formula",
    title="Formula column",
    effect="columns",
    parameters=(
        Parameter("into", "name", "Name of the column"),
        Parameter("formula", "formula", "Formula", about="such as price * quantity"),
    ),
    sentence=sentence,
    write=write,
)
