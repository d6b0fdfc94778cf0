"""Put other values in the place of some."""

from __future__ import annotations

from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed

PAIR = {"old": "Old value", "new": "New value"}
WHERE = {"cell": "the whole cell", "part": "a part of the text"}


def sentence(settings: Settings) -> str:
    pairs = [f"{_said(old)} by {_said(new)}" for old, new in settings["values"]]
    part = " as parts of the text" if settings["where"] == "part" else ""
    return f"Replaces in {settings['column']} {listed(pairs)}{part}."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    name = settings["column"]
    field = relation.field(name)
    if settings["where"] == "part":
        value = _parts(settings, relation.sql(name), field.type)
    else:
        value = _cells(settings, relation.sql(name), field.type, name)
    return relation.made({name: Made(value, field.column.kind, [name], exact=field.type != "text")})


def _cells(settings: Settings, value: exp.Expression, kind: duck.Type, name: str) -> exp.Expression:
    branches = []
    for old, new in settings["values"]:
        before, after = _literal(old, kind, name), _literal(new, kind, name)
        if isinstance(before, exp.Null):
            same = duck.is_null(value.copy())
        else:
            same = exp.EQ(this=value.copy(), expression=before)
        branches.append((same, after))
    return duck.cases(branches, value.copy())


def _parts(settings: Settings, value: exp.Expression, kind: duck.Type) -> exp.Expression:
    if kind != "text":
        raise InputError("A part can be replaced in texts only; change the kind of the column to category first.")
    for old, new in settings["values"]:
        if not old:
            raise InputError("The part to replace must not be empty. Fill missing cells with the step for that.")
        value = duck.call("REPLACE", value, duck.text(old), duck.text(new))
    return value


def _literal(value: str, kind: duck.Type, name: str) -> exp.Expression:
    """A value as it stands in the column; "" is "not known"."""
    if not value.strip():
        return exp.Null()
    if kind == "number":
        return duck.number(duck.number_in(value, f"A value of {name!r}"))
    return duck.moment(duck.moment_in(value, f"A value of {name!r}")) if kind == "date" else duck.text(value)


def _said(value: str) -> str:
    return f'"{value}"' if value.strip() else "nothing"


STEP = StepKind(
    name="replace_values",
    title="Replace values",
    effect="columns",
    parameters=(
        Parameter("column", "column", "Column"),
        Parameter("values", "pairs", "Old and new values", choices=PAIR, about="nothing stands for a missing cell"),
        Parameter("where", "choice", "Compare", "cell", choices=WHERE),
    ),
    sentence=sentence,
    write=write,
)
