"""Cut a text at a mark into columns of their own."""

from __future__ import annotations

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Parameter, Settings, StepKind, listed
from datasets.schema import Kind


def sentence(settings: Settings) -> str:
    mark = settings["mark"]
    return f'Cuts {settings["column"]} at every "{mark}" into {listed(settings["into"])}; what is over is left out.'


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    del learned
    name = settings["column"]
    if not settings["mark"]:
        raise InputError("The mark to cut at must not be empty. Type one, such as a comma or a blank.")
    text = duck.as_text(relation.sql(name), relation.field(name).type)
    made = {}
    for place, new in enumerate(settings["into"], start=1):
        part = duck.call("SPLIT_PART", text.copy(), duck.text(settings["mark"]), duck.whole(place))
        made[new] = Made(duck.call("TRIM", part), Kind.CATEGORY, [name], f"part {place} of {name}")
    return relation.made(made)


STEP = StepKind(
    name="split_text",
    title="Split text",
    effect="columns",
    parameters=(
        Parameter("column", "column", "Column"),
        Parameter("mark", "text", "At", ","),
        Parameter("into", "names", "Names of the parts"),
    ),
    sentence=sentence,
    write=write,
)
