"""Tables for the tests of findings, and what the rules say of them."""

import numpy as np
import pyarrow as pa

from datasets.findings import check
from datasets.infer import infer_schema
from datasets.profile import profile
from datasets.record import ReadRecord
from datasets.table import Table

N = 400


def table_of(**columns):
    cells = pa.table(
        {name: pa.array([None if v is None else str(v) for v in values]) for name, values in columns.items()}
    )
    return Table(cells, infer_schema(cells), ReadRecord("csv"))


def found(table, target, rule=None):
    return [f for f in check(table, profile(table, target), target) if rule in (None, f.rule)]


def clean_columns():
    """A number, a category and a weak relation: nothing to find."""
    rng = np.random.default_rng(7)
    size = np.round(rng.normal(50, 9, N), 5)
    colour = rng.choice(["red", "green", "blue"], N)
    answer = np.where(size + rng.normal(0, 12, N) > 50, "Yes", "No")
    return {"size": size.tolist(), "colour": colour.tolist(), "answer": answer.tolist()}


def days(places, first="2021-01-01"):
    return [str(np.datetime64(first) + int(place)) for place in places]


def of_rule(rule, **columns):
    goal = "target" if "target" in columns else None
    return {f.columns: f for f in found(table_of(**columns), goal, rule)}
