"""The pieces that a step's SQL is put together from: quoted names, literals, and conversions between types.

Everything is a sqlglot expression. A user's text becomes a quoted literal and a column's name a quoted identifier; no
SQL is ever pasted together from texts. In a recipe every column has one of three SQL types: DOUBLE for numbers,
TIMESTAMP (UTC) for dates, VARCHAR for everything else; NULL is "not known", and neither NaN nor an infinite number nor
an empty text is left in a column.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from sqlglot import exp

from datasets.errors import InputError
from datasets.schema import Kind
from datasets.words import BOOLEAN_WORDS

Type = Literal["number", "text", "date"]
TYPES: dict[Type, str] = {"number": "DOUBLE", "text": "VARCHAR", "date": "TIMESTAMP"}
SECONDS_A_DAY = 86_400
_BEFORE, _AFTER = -62_135_596_800_000_001, 253_402_300_800_000_000  # microseconds: before year 1, after 9999
LARGEST_EXACT = 2.0**53
MOST_LETTERS = 10_000  # in a text that a step is given
ISO_NOTATIONS = ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
_PLAIN_NUMBER = r"^\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\s*$"


def type_of(kind: Kind) -> Type:
    """The type in SQL of a column of that kind."""
    return "number" if kind is Kind.NUMERIC else "date" if kind is Kind.DATETIME else "text"


def named(identifier: str) -> exp.Column:
    """The column of that name, quoted."""
    return exp.column(exp.to_identifier(identifier, quoted=True))


def table(name: str) -> exp.Table:
    """The table or CTE of that name, which is one of ours."""
    return exp.Table(this=exp.to_identifier(name))


def aliased(expression: exp.Expression, identifier: str) -> exp.Expression:
    """The expression AS the quoted name."""
    return exp.Alias(this=expression, alias=exp.to_identifier(identifier, quoted=True))


def text(value: str) -> exp.Expression:
    """A text literal. Raises InputError for a text that no database can hold."""
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InputError(f"A text must be made of whole characters; {value[:40]!r} is not. Type it anew.")
    if len(value) > MOST_LETTERS:
        raise InputError(f"A text may have {MOST_LETTERS:,} characters at most; this one has {len(value):,}.")
    return exp.Literal.string(value)


def number(value: float) -> exp.Expression:
    """A DOUBLE literal, exact to the last bit: with an exponent, for DuckDB reads 0.1 as a decimal."""
    if not math.isfinite(value):
        raise InputError(f"A number must lie between -1.8e308 and 1.8e308; {value!r} does not.")
    digits = repr(abs(float(value)))
    digits = digits.removesuffix(".0")
    literal = exp.Literal.number(digits if "e" in digits else f"{digits}e0")
    return exp.Paren(this=exp.Neg(this=literal)) if value < 0 else literal


def whole(value: int) -> exp.Expression:
    """An integer literal, for counts and positions."""
    return exp.Literal.number(str(value))


def moment(iso: str) -> exp.Expression:
    """A TIMESTAMP literal."""
    return cast(text(iso), "TIMESTAMP")


def call(name: str, *arguments: exp.Expression) -> exp.Expression:
    """A function of DuckDB, written as it is called here whatever sqlglot knows of it."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def cast(expression: exp.Expression, to: str, *, trying: bool = False) -> exp.Expression:
    """CAST(expression AS to); with `trying` NULL where that is impossible."""
    made = exp.TryCast if trying else exp.Cast
    return made(this=expression, to=_data_type(to).copy())


@lru_cache(maxsize=16)
def _data_type(name: str) -> exp.DataType:
    return exp.DataType.build(name, dialect="duckdb")


def grouped(expression: exp.Expression) -> exp.Expression:
    """In brackets, unless it stands for itself."""
    alone = exp.Column | exp.Literal | exp.Anonymous | exp.Paren | exp.Cast | exp.Case | exp.Boolean | exp.Null
    return expression if isinstance(expression, alone) else exp.Paren(this=expression)


def when(condition: exp.Expression, then: exp.Expression, otherwise: exp.Expression | None = None) -> exp.Case:
    """CASE WHEN condition THEN then ELSE otherwise END; NULL when there is no otherwise."""
    case = exp.Case(ifs=[exp.If(this=condition, true=then)])
    return case if otherwise is None else exp.Case(ifs=case.args["ifs"], default=otherwise)


def cases(pairs: Iterable[tuple[exp.Expression, exp.Expression]], otherwise: exp.Expression | None = None) -> exp.Case:
    """CASE with a branch for every pair (condition, then)."""
    return exp.Case(ifs=[exp.If(this=condition, true=then) for condition, then in pairs], default=otherwise)


def is_null(expression: exp.Expression) -> exp.Expression:
    return exp.Is(this=grouped(expression), expression=exp.Null())


def null_if(expression: exp.Expression, value: exp.Expression) -> exp.Expression:
    return call("NULLIF", expression, value)


def finite(expression: exp.Expression) -> exp.Expression:
    """NULL instead of NaN and infinite numbers."""
    for odd in ("inf", "-inf", "nan"):
        expression = null_if(expression, cast(text(odd), "DOUBLE"))
    return expression


def dated(expression: exp.Expression) -> exp.Expression:
    """NULL instead of moments outside of the years 1 to 9999, which few that read dates know."""
    within = call("GREATEST", call("LEAST", expression, _instant(_AFTER)), _instant(_BEFORE))  # both pass over NULL
    return null_if(null_if(within, _instant(_AFTER)), _instant(_BEFORE))


def _instant(microseconds: int) -> exp.Expression:
    return call("MAKE_TIMESTAMP", whole(microseconds))


def as_text(expression: exp.Expression, of: Type) -> exp.Expression:
    """Any value as text: 5.0 is "5", a date without a time of day is "2020-05-31"."""
    if of == "text":
        return expression
    if of == "date":
        return call(
            "REGEXP_REPLACE", call("STRFTIME", expression, text(ISO_NOTATIONS[1])), text("T00:00:00$"), text("")
        )
    return call("REGEXP_REPLACE", cast(expression, "VARCHAR"), text(r"\.0$"), text(""))


def text_as_number(expression: exp.Expression) -> exp.Expression:
    """The number that a text is in plain notation; NULL for every other text."""
    digits = call("REGEXP_EXTRACT", expression, text(_PLAIN_NUMBER), whole(1))
    return cast(null_if(digits, text("")), "DOUBLE", trying=True)


def text_as_date(expression: exp.Expression, formats: Iterable[str] = ()) -> exp.Expression:
    """The moment that a text is by the first of these formats that fits, or in ISO notation; else NULL."""
    known = [text(form) for form in dict.fromkeys((*formats, *ISO_NOTATIONS))]
    return dated(call("TRY_STRPTIME", call("TRIM", expression), exp.Array(expressions=known)))


def text_as_truth(expression: exp.Expression) -> exp.Expression:
    """Whether a text is a word for yes (yes, true, 1 ...) or for no; NULL for any other."""
    word = call("LOWER", call("TRIM", expression))
    branches = [exp.If(this=text(known), true=exp.Boolean(this=means)) for known, means in BOOLEAN_WORDS.items()]
    return exp.Case(this=word, ifs=branches)


def number_in(value: str, what: str) -> float:
    """The number that the analyst typed, in plain notation. Raises InputError naming what it is for."""
    try:
        found = float(value) if "_" not in value else math.nan
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise InputError(f"{what} must be a number such as 12.5; it is {value[:40]!r}.")
    return found


def moment_in(value: str, what: str) -> str:
    """The moment that the analyst typed, as ISO text. Raises InputError naming what it is for."""
    try:
        found = dt.datetime.fromisoformat(value.strip())
        found = found.astimezone(dt.UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        raise InputError(
            f"{what} must be a date such as 2024-05-31 or 2024-05-31 14:30:00; it is {value[:40]!r}."
        ) from None
    return found.isoformat(sep=" ", timespec="seconds")


def as_type(expression: exp.Expression, of: Type, to: Type, formats: Iterable[str] = ()) -> exp.Expression:
    """A value of one type as another; NULL where it cannot be read as such. Numbers are seconds since 1970 as dates."""
    if of == to:
        return expression
    if to == "text":
        return as_text(expression, of)
    if of == "text":
        return text_as_number(expression) if to == "number" else text_as_date(expression, formats)
    if to == "number":
        return call("EPOCH", expression)
    microseconds = cast(exp.Mul(this=grouped(expression), expression=number(1e6)), "BIGINT")
    return dated(call("TRY", call("MAKE_TIMESTAMP", microseconds)))
