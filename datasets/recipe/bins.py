"""Numbers as ranges."""

from __future__ import annotations

from itertools import pairwise

from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._field import Made
from datasets.recipe._relation import Relation, Written
from datasets.recipe._step import Ask, Parameter, Settings, StepKind, of_kinds
from datasets.schema import Kind

BY = {"counts": "as many rows each", "widths": "as wide each", "edges": "at these numbers"}
MOST_BINS = 100


def sentence(settings: Settings) -> str:
    name, into = settings["column"], settings["into"]
    if settings["by"] == "edges":
        return f"Makes {into}: the range of {name}, cut at {', '.join(settings['edges'])}."
    return f"Makes {into}: {settings['number']} ranges of {name}, {BY[settings['by']]} on the training table."


def learn(settings: Settings, relation: Relation, ask: Ask) -> Settings:
    """Where the ranges end: numbers, rising."""
    name = settings["column"]
    of_kinds(relation, (name,), (Kind.NUMERIC,), "A column to cut into ranges")
    if settings["by"] == "edges":
        edges = [duck.number_in(edge, "The end of a range") for edge in settings["edges"]]
    else:
        edges = _edges(settings, relation, ask)
    edges = sorted(set(edges))
    if not 0 < len(edges) < MOST_BINS:
        raise InputError(f"{name!r} cannot be cut into 2 to {MOST_BINS} ranges so. Give the numbers to cut at.")
    return {"edges": edges}


def write(settings: Settings, relation: Relation, learned: Settings) -> Written:
    name, edges = settings["column"], learned["edges"]
    of_kinds(relation, (name,), (Kind.NUMERIC,), "A column to cut into ranges")
    value = relation.sql(name)
    labels = [
        f"up to {edges[0]:.6g}",
        *(f"{low:.6g} to {high:.6g}" for low, high in pairwise(edges)),
    ]
    branches: list[tuple[exp.Expression, exp.Expression]] = [(duck.is_null(value), exp.Null())]
    for edge, label in zip(edges, _distinct(labels), strict=True):
        branches.append((exp.LTE(this=value.copy(), expression=duck.number(edge)), duck.text(label)))
    ranges = duck.cases(branches, duck.text(f"above {edges[-1]:.6g}"))
    return relation.made({settings["into"]: Made(ranges, Kind.CATEGORY, [name], f"range of {name}", exact=True)})


def _edges(settings: Settings, relation: Relation, ask: Ask) -> list[float]:
    value, number = relation.sql(settings["column"]), settings["number"]
    if settings["by"] == "counts":
        shares = [k / number for k in range(1, number)]
        found = ask(relation.select(*(duck.call("QUANTILE_CONT", value.copy(), duck.number(q)) for q in shares)))[0]
    else:
        low, high = ask(relation.select(duck.call("MIN", value), duck.call("MAX", value.copy())))[0]
        found = () if low is None else tuple(low + (high / number - low / number) * k for k in range(1, number))
    return [float(edge) for edge in found if edge is not None]


def _distinct(labels: list[str]) -> list[str]:
    """Numbers that look the same in six digits still name ranges of their own."""
    return [label if labels.index(label) == i else f"{label} ({i + 1})" for i, label in enumerate(labels)]


STEP = StepKind(
    name="bins",
    title="Bins",
    effect="columns",
    parameters=(
        Parameter("column", "column", "Column", kinds=(Kind.NUMERIC,)),
        Parameter("by", "choice", "Ranges", "counts", choices=BY),
        Parameter("number", "whole", "How many", 5, least=2, only=("by", ("counts", "widths"))),
        Parameter("edges", "names", "Numbers to cut at", (), only=("by", ("edges",))),
        Parameter("into", "name", "Name of the new column"),
    ),
    sentence=sentence,
    write=write,
    learn=learn,
)
