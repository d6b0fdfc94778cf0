"""Random tables with missing and odd cells, and random settings for every kind of step, from its parameters."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

import pyarrow as pa

from datasets.infer import infer_schema
from datasets.recipe import ALL, Parameter, StepKind, embedded
from datasets.record import ReadRecord
from datasets.schema import Kind
from datasets.table import Table

CELLS = {
    "Amount": ["1,234.50", "7", "-3.25", "1e3", "0", " 12 ", "", "NA", "n/a", "abc", "1,000,000", "0.1", "-0"],
    "amount": ["0", "1", "2", "3", "4.5", "", "-999", "1e-7"],
    "city name": ["Paris", " Rome ", "São Paulo", "", "?", 'a "b"', "it's", "x;y", "--", "東京", "50%", "-"],
    "when": ["2024-01-31", "2023-12-01", "1969-05-05", "", "NA", "2024-02-29", "soon"],
    "until": ["2024-03-01T10:30:00", "2025-12-31T23:59:59", "", "1999-01-01T00:00:00"],
    "flag": ["yes", "no", "", "yes"],
    "note": ["a-b-c", "a--b", "-", "", "no mark", "a - b", "x-", "NULL"],
    "code": ["007", "010", "123", ""],
}
FORMULAS = (
    "Amount * amount / (amount - 1)",
    "if(Amount > 5, 'a' & [city name], note)",
    'upper(trim("city name")) & text(Amount) & text(flag) & text(when)',
    "days_between(when, until)",
    "round(Amount / 3, 2)",
    "is_missing(note) or flag",
    "first_known(amount, Amount, 0)",
    "add_months(when, 1)",
    "sqrt(amount - 2) + ln(Amount)",
    "2 ^ Amount",
    "total(Amount, amount, number(code))",
    "replace(note, '-', '') = part(note, '-', 2)",
)
CONDITIONS = ("Amount > 5", "flag", "not is_missing([city name])", "when >= '2024-01-01' or amount = 2", "1 = 2")


@lru_cache(maxsize=8)
def random_table(seed: int, n_rows: int = 60) -> Table:
    """Columns of every kind in any order; names that differ in case only, with blanks and quotes."""
    drawn = random.Random(seed)
    names = list(CELLS)
    drawn.shuffle(names)
    columns = {
        name: pa.array([drawn.choice(CELLS[name]) or None for _ in range(n_rows)], pa.string()) for name in names
    }
    cells = pa.table(columns)
    schema = infer_schema(cells)
    table = Table(cells, schema, ReadRecord("csv", n_rows=n_rows))
    kinds = {"Amount": Kind.NUMERIC, "amount": Kind.NUMERIC, "when": Kind.DATETIME, "until": Kind.DATETIME}
    for name, kind in {**kinds, "flag": Kind.BOOLEAN}.items():
        table = table.with_kind(name, kind)
    return table


def cities() -> Table:
    """A table to look cities up in."""
    cells = pa.table(
        {
            "city": pa.array(["Paris", " Rome ", "São Paulo", "?", 'a "b"', "Paris"]),
            "people": pa.array([2.1, 2.8, None, 3.0, 4.0, 9.0]),
            "Founded": pa.array(["0250-01-01", "1000-01-01", "1554-01-25", None, None, "1900-01-01"]),
        }
    )
    return Table(cells, infer_schema(cells), ReadRecord("csv", n_rows=6))


def random_settings(step: StepKind, table: Table, drawn: random.Random) -> dict[str, Any]:
    """Settings that fit the step's parameters; what hangs together is chosen together."""
    settings = {p.name: _value(p, table, drawn) for p in step.parameters}
    return {**settings, **_together(step.name, table, drawn)}


def _together(name: str, table: Table, drawn: random.Random) -> dict[str, Any]:
    if name == "rename":
        old = drawn.sample(table.names, 3)
        return {"names": dict(zip(old, [*old[1:], "new; drop table x"], strict=True))}  # two names change hands
    if name == "join":
        return {
            "lookup": embedded(cities(), ["city", "people", "Founded"]),
            "on": [["city name", "city"]],
            "take": ["people", "Founded"],
            "duplicates": "first",
        }
    if name == "replace_values":
        return drawn.choice(
            [
                {"column": "amount", "values": {"-999": "", "0": "10", "": "5"}, "where": "cell"},
                {"column": "note", "values": {"-": "", "a": "'A'"}, "where": "part"},
                {"column": "city name", "values": {"Paris": "Lutetia", "": "nowhere"}, "where": "cell"},
            ]
        )
    if name == "fill":
        return drawn.choice(
            [
                {"columns": ["Amount", "amount"], "with": "median"},
                {"columns": ["amount"], "with": "mean"},
                {"columns": ["note", "when", "Amount"], "with": "most_frequent"},
                {"columns": ["city name"], "with": "value", "value": "it's"},
                {"columns": ["until"], "with": "value", "value": "2024-01-01"},
            ]
        )
    if name == "clip":
        return drawn.choice([{"by": "limits", "low": 0, "high": 10.5}, {"by": "shares", "low": 0.1, "high": 0.9}])
    if name == "bins":
        return drawn.choice([{"by": "edges", "edges": ["0", "1e2"]}, {"by": "counts", "number": 4}, {"by": "widths"}])
    if name == "change_kind":
        return drawn.choice(
            [
                {"column": "Amount", "kind": "category"},
                {"column": "code", "kind": "numeric"},
                {"column": "note", "kind": "text"},
                {"column": "when", "kind": "category"},
            ]
        )
    return {}


def _value(parameter: Parameter, table: Table, drawn: random.Random) -> Any:
    fitting = [c.name for c in table.schema if not parameter.kinds or c.kind in parameter.kinds]
    made: dict[str, Any] = {
        "column": lambda: drawn.choice(fitting),
        "columns": lambda: drawn.sample(fitting, drawn.randint(1, min(3, len(fitting)))),
        "name": lambda: drawn.choice(["made", "New column", "AMOUNT", 'say "hi"', "easel_row"]),
        "names": lambda: ["part 1", "PART 1", "p'3"],
        "text": lambda: "-",
        "number": lambda: 0.5,
        "whole": lambda: drawn.randint(2, 30),
        "flag": lambda: drawn.random() < 0.5,
        "choice": lambda: drawn.choice(list(parameter.choices)),
        "choices": lambda: list(parameter.choices),
        "formula": lambda: drawn.choice(CONDITIONS if parameter.name == "condition" else FORMULAS),
        "pairs": lambda: {"a": "b"},
        "aggregates": lambda: [
            ["", "rows", "n"],
            ["Amount", "sum", "sum of it"],
            ["amount", "mean", "Mean"],
            ["when", "largest", "latest"],
            ["note", drawn.choice(["first", "last", "different", "known"]), "a note"],
        ],
        "lookup": lambda: embedded(cities(), ["city", "people"]),
    }
    return made[parameter.holds]()


__all__ = ["ALL", "cities", "random_settings", "random_table"]
