"""Year, month, weekday and so on of a date as columns of their own."""

from __future__ import annotations

from datasets import duck
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed, of_kinds
from datasets.schema import Kind

PARTS = {
    "year": "year",
    "quarter": "quarter, 1 to 4",
    "month": "month, 1 to 12",
    "week": "week of the year (ISO)",
    "day": "day of the month",
    "weekday": "weekday, 1 is Monday",
    "day_of_year": "day of the year",
    "hour": "hour",
    "minute": "minute",
}
CALLS = {"weekday": "ISODOW", "day_of_year": "DAYOFYEAR"}


def sentence(settings: Settings) -> str:
    return (
        f"Makes columns of {settings['column']}: {listed([part.replace('_', ' ') for part in settings['parts']], 9)}."
    )


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    name = settings["column"]
    of_kinds(relation, (name,), (Kind.DATETIME,), "A column with date parts")
    made = {}
    for part in settings["parts"]:
        value = duck.cast(duck.call(CALLS.get(part, part.upper()), relation.sql(name)), "DOUBLE")
        made[f"{name}_{part}"] = Made(value, Kind.NUMERIC, [name], f"{PARTS[part]} of {name}", exact=True)
    return relation.made(made)


STEP = StepKind(
    name="date_parts",
    title="Date parts",
    effect="columns",
    parameters=(
        Parameter("column", "column", "Column", kinds=(Kind.DATETIME,)),
        Parameter("parts", "choices", "Parts", choices=PARTS),
    ),
    sentence=sentence,
    write=write,
)
