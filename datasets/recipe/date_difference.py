"""The time from one date to another."""

from __future__ import annotations

from sqlglot import exp

from datasets import duck
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, of_kinds
from datasets.schema import Kind

SECONDS = {"minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}
FULL = {"months": "month", "years": "year"}
UNITS = {**{unit: unit for unit in SECONDS}, **{unit: f"full {unit}" for unit in FULL}}


def sentence(settings: Settings) -> str:
    unit, start, end = UNITS[settings["unit"]], settings["start"], settings["end"]
    return f"Makes {settings['into']}: the {unit} from {start} to {end}."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    names, unit = (settings["start"], settings["end"]), settings["unit"]
    of_kinds(relation, names, (Kind.DATETIME,), "A column of a difference in time")
    start, end = (relation.sql(name) for name in names)
    if unit in FULL:
        value: exp.Expression = duck.cast(duck.call("DATESUB", duck.text(FULL[unit]), start, end), "DOUBLE")
    else:
        difference = exp.Paren(this=exp.Sub(this=duck.call("EPOCH", end), expression=duck.call("EPOCH", start)))
        value = exp.Div(this=difference, expression=duck.number(SECONDS[unit]))
    reason = f"{UNITS[unit]} from {names[0]} to {names[1]}"
    return relation.made({settings["into"]: Made(value, Kind.NUMERIC, names, reason, exact=True)})


STEP = StepKind(
    name="date_difference",
    title="Date difference",
    effect="columns",
    parameters=(
        Parameter("start", "column", "From", kinds=(Kind.DATETIME,)),
        Parameter("end", "column", "To", kinds=(Kind.DATETIME,)),
        Parameter("unit", "choice", "In", "days", choices=UNITS),
        Parameter("into", "name", "Name of the new column"),
    ),
    sentence=sentence,
    write=write,
)
