"""Join the texts of several columns into one."""

from __future__ import annotations

from datasets import duck
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed
from datasets.schema import Kind


def sentence(settings: Settings) -> str:
    between = f'with "{settings["mark"]}" between' if settings["mark"] else "with nothing between"
    return f"Joins {listed(settings['columns'])} into {settings['into']}, {between}; missing cells are left out."


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    texts = [duck.as_text(relation.sql(name), relation.field(name).type) for name in settings["columns"]]
    joined = duck.call("CONCAT_WS", duck.text(settings["mark"]), *texts)
    reason = f"joined from {listed(settings['columns'])}"
    return relation.made({settings["into"]: Made(joined, Kind.CATEGORY, settings["columns"], reason)})


STEP = StepKind(
    name="join_text",
    title="Join texts",
    effect="columns",
    parameters=(
        Parameter("columns", "columns", "Columns"),
        Parameter("mark", "text", "Between them", " "),
        Parameter("into", "name", "Name of the new column"),
    ),
    sentence=sentence,
    write=write,
)
