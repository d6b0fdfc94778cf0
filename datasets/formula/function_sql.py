"""How the functions of the formula language are written as SQL."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from datasets import duck

Sql = exp.Expression
LONGEST = 10_000  # characters that left, right and middle give at most


def call(name: str) -> Callable[..., Sql]:
    """A function that the database has as it is."""
    return lambda *arguments: duck.call(name, *arguments)


def number(name: str) -> Callable[..., Sql]:
    """A function whose integer answer counts as a number."""
    return lambda *arguments: duck.cast(duck.call(name, *arguments), "DOUBLE")


def guarded(name: str) -> Callable[..., Sql]:
    """A function of numbers that may give none: outside of its domain, or too large."""
    return lambda *arguments: duck.finite(duck.call(name, *arguments))


def sign(made: Callable[..., Sql]) -> Callable[[Sql, Sql], Sql]:
    """A sign between two values."""
    return lambda a, b: made(this=duck.grouped(a), expression=duck.grouped(b))


def divide(a: Sql, b: Sql) -> Sql:
    """Nothing where b is 0."""
    return exp.Div(this=duck.grouped(a), expression=duck.null_if(b, duck.number(0)))


def remainder(a: Sql, b: Sql) -> Sql:
    """Nothing where b is 0."""
    return duck.call("MOD", a, duck.null_if(b, duck.number(0)))


def n_characters(value: Sql) -> Sql:
    """A number of characters: whole, from 0 to LONGEST."""
    if isinstance(value, exp.Literal):
        return duck.whole(int(min(float(value.name), LONGEST)))
    within = duck.call("LEAST", duck.call("GREATEST", duck.call("TRUNC", value), duck.number(0)), duck.number(LONGEST))
    return duck.cast(within, "BIGINT", trying=True)


def _whole(value: Sql) -> Sql:
    if isinstance(value, exp.Literal) and float(value.name).is_integer() and float(value.name) < 2**31:
        return duck.whole(int(float(value.name)))
    return duck.cast(duck.call("TRUNC", value), "INTEGER", trying=True)


def rounded(value: Sql, digits: Sql | None = None) -> Sql:
    """Halves away from 0."""
    return duck.call("ROUND", value, _whole(digits)) if digits is not None else duck.call("ROUND", value)


def middle(value: Sql, start: Sql, count: Sql) -> Sql:
    """The first character is 1."""
    return duck.call("SUBSTRING", value, n_characters(start), n_characters(count))


def total(*values: Sql) -> Sql:
    """Cells that are not known count as 0."""
    known = [duck.call("COALESCE", value, duck.number(0)) for value in values]
    return duck.call("LIST_SUM", exp.Array(expressions=known))


def average(*values: Sql) -> Sql:
    return duck.call("LIST_AVG", exp.Array(expressions=list(values)))


def between(value: Sql, low: Sql, high: Sql) -> Sql:
    return exp.Between(this=duck.grouped(value), low=duck.grouped(low), high=duck.grouped(high))


def one_of(value: Sql, *among: Sql) -> Sql:
    return exp.In(this=duck.grouped(value), expressions=list(among))


def split_part(value: Sql, mark: Sql, place: Sql) -> Sql:
    return duck.call("SPLIT_PART", value, mark, n_characters(place))


def days_between(start: Sql, end: Sql, seconds: int = duck.SECONDS_A_DAY) -> Sql:
    difference = exp.Sub(this=duck.call("EPOCH", end), expression=duck.call("EPOCH", start))
    return exp.Div(this=exp.Paren(this=difference), expression=duck.number(seconds))


def months_between(start: Sql, end: Sql, unit: str = "month") -> Sql:
    return duck.cast(duck.call("DATESUB", duck.text(unit), start, end), "DOUBLE")


def add_days(moment: Sql, days: Sql) -> Sql:
    """Nothing where there is no such moment."""
    seconds = exp.Mul(this=duck.grouped(days), expression=duck.number(duck.SECONDS_A_DAY))
    later = exp.Add(this=duck.grouped(moment), expression=duck.call("TO_SECONDS", seconds))
    return duck.dated(duck.call("TRY", duck.cast(later, "TIMESTAMP")))


def add_months(moment: Sql, months: Sql) -> Sql:
    """Nothing where there is no such moment."""
    later = exp.Add(this=duck.grouped(moment), expression=duck.call("TO_MONTHS", _whole(months)))
    return duck.dated(duck.call("TRY", duck.cast(later, "TIMESTAMP")))


def date_of(year: Sql, month: Sql, day: Sql) -> Sql:
    """Nothing where there is no such date."""
    parts = [duck.cast(_whole(part), "BIGINT") for part in (year, month, day)]
    zero = duck.whole(0)
    return duck.dated(duck.call("TRY", duck.call("MAKE_TIMESTAMP", *parts, zero, zero.copy(), duck.number(0))))


def trunc(unit: str) -> Callable[[Sql], Sql]:
    """The beginning of the unit that a moment lies in."""
    return lambda moment: duck.cast(duck.call("DATE_TRUNC", duck.text(unit), moment), "TIMESTAMP")
