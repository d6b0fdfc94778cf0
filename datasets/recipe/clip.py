"""Bring numbers that stick out to the nearest limit."""

from __future__ import annotations

from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Ask, Parameter, Settings, StepKind, listed, of_kinds
from datasets.schema import Kind

HOW = {"shares": "shares of the training rows", "limits": "these limits"}


def sentence(settings: Settings) -> str:
    low, high = settings["low"], settings["high"]
    if settings["by"] == "limits":
        return f"Brings the numbers of {listed(settings['columns'])} between {low:g} and {high:g}."
    between = f"the {100 * low:g} % and the {100 * high:g} % quantile of the training table"
    return f"Brings the numbers of {listed(settings['columns'])} between {between}."


def learn(settings: Settings, relation: Relation, ask: Ask) -> Settings:
    """The two limits of each column."""
    low, high = settings["low"], settings["high"]
    if settings["by"] == "limits":
        if low > high:
            raise InputError(f"The lower limit must not lie above the upper one; {low:g} and {high:g} came. Swap them.")
        return {"limits": {name: [low, high] for name in settings["columns"]}}
    if not 0 <= low < high <= 1:
        raise InputError(f"Shares must lie between 0 and 1, the lower first; {low:g} and {high:g} came.")
    return {"limits": {name: _quantiles(relation, name, low, high, ask) for name in settings["columns"]}}


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    of_kinds(relation, settings["columns"], (Kind.NUMERIC,), "A column to clip")
    made = {}
    for name in settings["columns"]:
        value = relation.sql(name)
        low, high = (duck.number(limit) for limit in learned["limits"][name])
        below, above = exp.LT(this=value, expression=low), exp.GT(this=value.copy(), expression=high)
        clipped = duck.cases([(below, low.copy()), (above, high.copy())], value.copy())
        made[name] = Made(clipped, Kind.NUMERIC, [name], exact=True)
    return relation.made(made)


def _quantiles(relation: Relation, name: str, low: float, high: float, ask: Ask) -> list[float]:
    of_kinds(relation, (name,), (Kind.NUMERIC,), "A column to clip")
    value = relation.sql(name)
    found = ask(relation.select(*(duck.call("QUANTILE_CONT", value.copy(), duck.number(q)) for q in (low, high))))[0]
    if found[0] is None:
        raise InputError(f"{name!r} has no numbers to work out limits from. Give limits yourself, or leave it out.")
    return [float(found[0]), float(found[1])]


STEP = StepKind(
    name="clip",
    title="Clip numbers",
    effect="columns",
    parameters=(
        Parameter("columns", "columns", "Columns", kinds=(Kind.NUMERIC,)),
        Parameter("by", "choice", "Limits are", "shares", choices=HOW),
        Parameter("low", "number", "Lowest", 0.01),
        Parameter("high", "number", "Highest", 0.99),
    ),
    sentence=sentence,
    write=write,
    learn=learn,
)
