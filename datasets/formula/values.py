"""Values of four types inside a formula, and how one type is taken as another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from datasets import duck
from datasets.errors import InputError

ValueType = Literal["number", "text", "date", "truth", "nothing"]
WORDS: dict[ValueType, str] = {
    "number": "a number",
    "text": "a text",
    "date": "a date",
    "truth": "true or false",
    "nothing": "missing",
}

SQL_TYPES: dict[ValueType, str] = {
    "number": "DOUBLE",
    "text": "VARCHAR",
    "date": "TIMESTAMP",
    "truth": "BOOLEAN",
    "nothing": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value: its SQL, its type, what it is called in a sentence, the words of a text that is written out, and
    whether it is a text column whose words mean yes and no."""

    sql: exp.Expression
    type: ValueType
    said: str
    literal: str | None = None
    is_truth_column: bool = False


def needed(value: Value, wanted: ValueType, where: str) -> exp.Expression:
    """The SQL of a value where this type must stand. Raises InputError when the value cannot be taken as one."""
    if value.type == wanted:
        return value.sql
    if value.type == "nothing":
        return duck.cast(value.sql, SQL_TYPES[wanted])
    truth = value.sql if value.type == "truth" else duck.text_as_truth(value.sql) if value.is_truth_column else None
    if wanted == "truth" and truth is not None:
        return truth
    if wanted == "number" and truth is not None:
        return duck.cast(truth, "DOUBLE")
    if wanted == "text":
        return as_text(value)
    if wanted == "date" and value.literal is not None:
        return duck.moment(duck.moment_in(value.literal, f"The date for {where}"))
    raise InputError(f"{where} needs {WORDS[wanted]}; {value.said} is {WORDS[value.type]}. {_advice(value, wanted)}")


def as_text(value: Value) -> exp.Expression:
    """Any value as text."""
    if value.type == "truth":
        return duck.cast(value.sql, "VARCHAR")
    if value.type == "nothing":
        return duck.cast(value.sql, "VARCHAR")
    return duck.as_text(value.sql, value.type)


def common(values: list[Value], where: str) -> ValueType:
    """The one type that all these values can be taken as. Raises InputError when there is none."""
    types = {value.type for value in values if value.type != "nothing"}
    if not types:
        return "text"
    if len(types) == 1:
        return types.pop()
    truths = all(value.type in ("truth", "nothing") or value.is_truth_column for value in values)
    if truths:
        return "truth"
    if types <= {"number", "truth"}:
        return "number"
    dates = all(value.type in ("date", "nothing") or value.literal is not None for value in values)
    if "date" in types and dates:
        return "date"
    first, other = _two_that_differ(values)
    raise InputError(
        f"{where} needs values of one type; {first.said} is {WORDS[first.type]} and {other.said} is "
        f"{WORDS[other.type]}. Use text() or number() to make them alike."
    )


def _two_that_differ(values: list[Value]) -> tuple[Value, Value]:
    known = [value for value in values if value.type != "nothing"]
    return known[0], next(value for value in known if value.type != known[0].type)


def _advice(value: Value, wanted: ValueType) -> str:
    if wanted == "truth":
        return "Compare it with something, such as x > 0 or x = 'yes'."
    if value.literal is not None:
        return "To name a column, write it in [brackets]."
    if value.type == "text":
        how = "number" if wanted == "number" else "date"
        return f"Change the kind of the column first, or write {how}(...)."
    if value.type == "date":
        return "Use year(), days_between() and the like to make numbers of dates."
    return "Change the formula there."
