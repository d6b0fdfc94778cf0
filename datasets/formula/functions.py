"""The functions of the formula language; what is not in this list cannot be called. docs/formulas.md prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from datasets import duck
from datasets.formula.function_sql import (
    Sql,
    add_days,
    add_months,
    average,
    between,
    call,
    date_of,
    days_between,
    divide,
    guarded,
    middle,
    months_between,
    n_characters,
    number,
    one_of,
    remainder,
    rounded,
    sign,
    split_part,
    total,
    trunc,
)
from datasets.formula.values import ValueType

# A type; "alike": all arguments alike take one common type, which the function gives too; "any": any type.
Takes = Literal["number", "text", "date", "truth", "alike", "any"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how it is called, what the arguments must be, what it gives, an example with its answer.

    `optional` of the last arguments may be left out; with `repeats` the last one may come any number of times.
    """

    name: str
    group: str
    call: str
    about: str
    example: str
    answer: str
    takes: tuple[Takes, ...]
    gives: ValueType | Literal["alike"]
    write: Callable[..., Sql]
    optional: int = 0
    repeats: bool = False


SIGNS: tuple[Function, ...] = (
    Function("+", "Signs", "a + b", "sum", "2 + 3", "5", ("number", "number"), "number", sign(exp.Add)),
    Function("-", "Signs", "a - b", "difference", "2 - 3", "-1", ("number", "number"), "number", sign(exp.Sub)),
    Function("*", "Signs", "a * b", "product", "2 * 3", "6", ("number", "number"), "number", sign(exp.Mul)),
    Function("/", "Signs", "a / b", "ratio; missing when b is 0", "6 / 4", "1.5", ("number", "number"), "number",
             divide),
    Function("%", "Signs", "a % b", "remainder; missing when b is 0", "7 % 4", "3", ("number", "number"), "number",
             remainder),
    Function("^", "Signs", "a ^ b", "power", "2 ^ 10", "1024", ("number", "number"), "number", guarded("POW")),
    Function("negative", "Signs", "-a", "the number below 0 instead of above", "-(2 + 3)", "-5", ("number",), "number",
             lambda a: exp.Neg(this=duck.grouped(a))),
    Function("&", "Signs", "a & b", "texts joined; a missing one counts as empty", "'a' & 'b'", "ab", ("any", "any"),
             "text", call("CONCAT")),
    Function("=", "Signs", "a = b", "the same", "2 = 3", "false", ("alike", "alike"), "truth", sign(exp.EQ)),
    Function("<>", "Signs", "a <> b", "not the same (also !=)", "2 <> 3", "true", ("alike", "alike"), "truth",
             sign(exp.NEQ)),
    Function("<", "Signs", "a < b", "less, or earlier", "2 < 3", "true", ("alike", "alike"), "truth", sign(exp.LT)),
    Function("<=", "Signs", "a <= b", "at most", "3 <= 3", "true", ("alike", "alike"), "truth", sign(exp.LTE)),
    Function(">", "Signs", "a > b", "more, or later", "2 > 3", "false", ("alike", "alike"), "truth", sign(exp.GT)),
    Function(">=", "Signs", "a >= b", "at least", "2 >= 3", "false", ("alike", "alike"), "truth", sign(exp.GTE)),
    Function("and", "Signs", "a and b", "both are true", "1 < 2 and 2 < 1", "false", ("truth", "truth"), "truth",
             sign(exp.And)),
    Function("or", "Signs", "a or b", "at least one is true", "1 < 2 or 2 < 1", "true", ("truth", "truth"), "truth",
             sign(exp.Or)),
    Function("not", "Signs", "not a", "true for false", "not 1 < 2", "false", ("truth",), "truth",
             lambda a: exp.Not(this=duck.grouped(a))),
)  # fmt: skip

NAMED: tuple[Function, ...] = (
    Function("if", "Choices", "if(condition, then, else)", "one of two values; the second where the condition is false "
             "or not known", "if(70 > 65, 'senior', 'other')", "senior", ("truth", "alike", "alike"), "alike",
             duck.when),
    Function("first_known", "Choices", "first_known(a, b, ...)", "the first value that is not missing",
             "first_known(missing, 5)", "5", ("alike", "alike"), "alike", call("COALESCE"), repeats=True),
    Function("is_missing", "Choices", "is_missing(a)", "whether the cell is not known", "is_missing(5)", "false",
             ("any",), "truth", duck.is_null),
    Function("one_of", "Choices", "one_of(a, b, c, ...)", "whether a is one of the others", "one_of('x', 'x', 'y')",
             "true", ("alike", "alike"), "truth", one_of, repeats=True),
    Function("between", "Choices", "between(a, low, high)", "whether a lies between the two, ends included",
             "between(5, 1, 5)", "true", ("alike", "alike", "alike"), "truth", between),
    Function("abs", "Numbers", "abs(a)", "the number without its sign", "abs(-5)", "5", ("number",), "number",
             call("ABS")),
    Function("round", "Numbers", "round(a, digits)", "rounded, halves away from 0; without digits to a whole number",
             "round(2.345, 1)", "2.3", ("number", "number"), "number", rounded, optional=1),
    Function("floor", "Numbers", "floor(a)", "the whole number below", "floor(2.9)", "2", ("number",), "number",
             call("FLOOR")),
    Function("ceiling", "Numbers", "ceiling(a)", "the whole number above", "ceiling(2.1)", "3", ("number",), "number",
             call("CEIL")),
    Function("sqrt", "Numbers", "sqrt(a)", "square root; missing below 0", "sqrt(16)", "4", ("number",), "number",
             guarded("SQRT")),
    Function("exp", "Numbers", "exp(a)", "e to the power of a", "exp(0)", "1", ("number",), "number",
             guarded("EXP")),
    Function("ln", "Numbers", "ln(a)", "natural logarithm; missing from 0 down", "ln(1)", "0", ("number",), "number",
             guarded("LN")),
    Function("log10", "Numbers", "log10(a)", "logarithm to base 10; missing from 0 down", "log10(1000)", "3",
             ("number",), "number", guarded("LOG10")),
    Function("sign", "Numbers", "sign(a)", "-1, 0 or 1", "sign(-5)", "-1", ("number",), "number", number("SIGN")),
    Function("smallest", "Numbers", "smallest(a, b, ...)", "the smallest of those that are known", "smallest(3, 2)",
             "2", ("number", "number"), "number", call("LEAST"), repeats=True),
    Function("largest", "Numbers", "largest(a, b, ...)", "the largest of those that are known", "largest(3, 2)", "3",
             ("number", "number"), "number", call("GREATEST"), repeats=True),
    Function("total", "Numbers", "total(a, b, ...)", "the sum; what is missing counts as 0", "total(1, missing, 2)",
             "3", ("number",), "number", total, repeats=True),
    Function("average", "Numbers", "average(a, b, ...)", "the mean of those that are known", "average(1, missing, 2)",
             "1.5", ("number",), "number", average, repeats=True),
    Function("number", "Numbers", "number(text)", "the number that a text is; missing when it is none",
             "number('2.50')", "2.5", ("text",), "number", duck.text_as_number),
    Function("upper", "Texts", "upper(text)", "in capitals", "upper('abc')", "ABC", ("text",), "text", call("UPPER")),
    Function("lower", "Texts", "lower(text)", "in small letters", "lower('ABC')", "abc", ("text",), "text",
             call("LOWER")),
    Function("trim", "Texts", "trim(text)", "without blanks at its ends", "trim('  a ')", "a", ("text",), "text",
             call("TRIM")),
    Function("length", "Texts", "length(text)", "how many characters", "length('abc')", "3", ("text",), "number",
             number("LENGTH")),
    Function("left", "Texts", "left(text, count)", "the first characters", "left('abcd', 2)", "ab",
             ("text", "number"), "text", lambda a, n: duck.call("LEFT", a, n_characters(n))),
    Function("right", "Texts", "right(text, count)", "the last characters", "right('abcd', 2)", "cd",
             ("text", "number"), "text", lambda a, n: duck.call("RIGHT", a, n_characters(n))),
    Function("middle", "Texts", "middle(text, start, count)", "characters from a place on; the first is 1",
             "middle('abcd', 2, 2)", "bc", ("text", "number", "number"), "text", middle),
    Function("replace", "Texts", "replace(text, old, new)", "every old part replaced", "replace('a-b', '-', '+')",
             "a+b", ("text", "text", "text"), "text", call("REPLACE")),
    Function("part", "Texts", "part(text, mark, place)", "what stands between marks; the first part is 1",
             "part('a-b-c', '-', 2)", "b", ("text", "text", "number"), "text", split_part),
    Function("contains", "Texts", "contains(text, part)", "whether the part is in the text", "contains('abc', 'b')",
             "true", ("text", "text"), "truth", call("CONTAINS")),
    Function("starts_with", "Texts", "starts_with(text, part)", "whether the text begins so",
             "starts_with('abc', 'ab')", "true", ("text", "text"), "truth", call("STARTS_WITH")),
    Function("ends_with", "Texts", "ends_with(text, part)", "whether the text ends so", "ends_with('abc', 'bc')",
             "true", ("text", "text"), "truth", call("SUFFIX")),
    Function("text", "Texts", "text(a)", "any value as text", "text(2.50)", "2.5", ("any",), "text", lambda a: a),
    Function("date", "Dates", "date(text)", "the date that a text is in ISO notation; missing when it is none",
             "date('2024-05-31')", "2024-05-31", ("text",), "date", duck.text_as_date),
    Function("date_of", "Dates", "date_of(year, month, day)", "the date of three numbers; missing when there is none",
             "date_of(2024, 5, 31)", "2024-05-31", ("number", "number", "number"), "date", date_of),
    Function("year", "Dates", "year(date)", "the year", "year(date('2024-05-31'))", "2024", ("date",), "number",
             number("YEAR")),
    Function("quarter", "Dates", "quarter(date)", "1 to 4", "quarter(date('2024-05-31'))", "2", ("date",), "number",
             number("QUARTER")),
    Function("month", "Dates", "month(date)", "1 to 12", "month(date('2024-05-31'))", "5", ("date",), "number",
             number("MONTH")),
    Function("week", "Dates", "week(date)", "the week of the year (ISO), 1 to 53", "week(date('2024-05-31'))", "22",
             ("date",), "number", number("WEEK")),
    Function("day", "Dates", "day(date)", "the day of the month", "day(date('2024-05-31'))", "31", ("date",), "number",
             number("DAY")),
    Function("weekday", "Dates", "weekday(date)", "1 is Monday, 7 is Sunday", "weekday(date('2024-05-31'))", "5",
             ("date",), "number", number("ISODOW")),
    Function("day_of_year", "Dates", "day_of_year(date)", "1 to 366", "day_of_year(date('2024-02-01'))", "32",
             ("date",), "number", number("DAYOFYEAR")),
    Function("hour", "Dates", "hour(date)", "0 to 23, in UTC", "hour(date('2024-05-31 14:30:00'))", "14", ("date",),
             "number", number("HOUR")),
    Function("minute", "Dates", "minute(date)", "0 to 59", "minute(date('2024-05-31 14:30:00'))", "30", ("date",),
             "number", number("MINUTE")),
    Function("days_between", "Dates", "days_between(start, end)", "days from start to end, with fractions",
             "days_between('2024-05-01', '2024-05-31')", "30", ("date", "date"), "number", days_between),
    Function("hours_between", "Dates", "hours_between(start, end)", "hours from start to end, with fractions",
             "hours_between('2024-05-31', '2024-06-01')", "24", ("date", "date"), "number",
             lambda a, b: days_between(a, b, 3_600)),
    Function("months_between", "Dates", "months_between(start, end)", "full months from start to end",
             "months_between('2024-01-31', '2024-03-01')", "1", ("date", "date"), "number", months_between),
    Function("years_between", "Dates", "years_between(start, end)", "full years from start to end, as for an age",
             "years_between('1990-06-01', '2024-05-31')", "33", ("date", "date"), "number",
             lambda a, b: months_between(a, b, "year")),
    Function("add_days", "Dates", "add_days(date, days)", "so many days later", "add_days('2024-05-31', 1)",
             "2024-06-01", ("date", "number"), "date", add_days),
    Function("add_months", "Dates", "add_months(date, months)", "so many months later", "add_months('2024-05-31', 1)",
             "2024-06-30", ("date", "number"), "date", add_months),
    Function("start_of_month", "Dates", "start_of_month(date)", "the first day of the month",
             "start_of_month('2024-05-31')", "2024-05-01", ("date",), "date", trunc("month")),
    Function("start_of_week", "Dates", "start_of_week(date)", "the Monday of the week", "start_of_week('2024-05-31')",
             "2024-05-27", ("date",), "date", trunc("week")),
)  # fmt: skip

FUNCTIONS: dict[str, Function] = {function.name: function for function in (*SIGNS, *NAMED)}
