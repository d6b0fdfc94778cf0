"""How a cell's text becomes a number or a time of day, as SQL: what datasets/numbers.py and datasets/clock.py do.

The regular expressions are the very same, since Arrow and DuckDB both have RE2. A text that none of them fits is NULL.
"""

from __future__ import annotations

from functools import cache

from sqlglot import exp

from datasets import duck
from datasets.digits import FOREIGN, WESTERN
from datasets.numbers import IN_BRACKETS, LATE_MINUS, PLAIN, pattern, thousands_class
from datasets.schema import Column, NumberFormat

# The blanks that are set aside around a cell.
BLANKS = r"[\s\x{0B}\x{1C}-\x{1F}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]"
_SECOND = r"(?::([0-5][0-9])(?:[.,][0-9]{1,9})?)?"
WHOLE_DAY = rf"^\s*([0-9]{{1,2}}):([0-5][0-9]){_SECOND}\s*(?:h|Uhr)?\s*$"
HALF_DAY = rf"^\s*(0?[1-9]|1[0-2])(?::([0-5][0-9]){_SECOND})?\s*([AaPp])\.?[Mm]\.?\s*$"


def matches(known: exp.Expression, regex: str) -> exp.Expression:
    return duck.call("REGEXP_MATCHES", known.copy(), duck.text(regex))


def extract(known: exp.Expression, regex: str, group: int) -> exp.Expression:
    """What a group of the expression holds, "" where it holds nothing."""
    return duck.call("REGEXP_EXTRACT", known.copy(), duck.text(regex), duck.whole(group))


def replaced(known: exp.Expression, regex: str, by: str, *, every: bool = False) -> exp.Expression:
    options = [duck.text("g")] if every else []
    return duck.call("REGEXP_REPLACE", known, duck.text(regex), duck.text(by), *options)


def bare(known: exp.Expression) -> exp.Expression:
    """A text without blanks around it."""
    return replaced(known, f"^{BLANKS}+|{BLANKS}+$", "", every=True)


def western(known: exp.Expression) -> exp.Expression:
    """The text with digits of other scripts, and the marks beside them, written as ours."""
    return duck.call("TRANSLATE", known.copy(), duck.text(FOREIGN), duck.text(WESTERN))


def as_number(known: exp.Expression, column: Column) -> exp.Expression:
    """The number in a text of the column, read by its notation."""
    form = column.number or PLAIN
    return as_minutes(known) if form.clock else as_amount(known, form)


def as_amount(known: exp.Expression, form: NumberFormat) -> exp.Expression:
    """The number that a text is in a notation."""
    signed = replaced(replaced(known.copy(), IN_BRACKETS, r"\1-\2\3"), LATE_MINUS, r"-\1\2")
    regex = pattern(form)
    groups = r"\1\2\3\4\5" if form.powers else r"\1\2\3\4"  # sign, the same behind a currency, digits, exponent, word
    digits = replaced(signed.copy(), regex, groups)
    end = f"([0-9]|{thousands_class(form.decimal)})"
    for word, power in sorted(form.powers, key=lambda one: len(one[0]), reverse=True):
        digits = replaced(digits, f"{end}{_escaped(word)}$", rf"\1e{power}")
    if form.thousands:
        digits = replaced(digits, thousands_class(form.thousands), "", every=True)
    if form.decimal != ".":
        digits = duck.call("REPLACE", digits, duck.text(form.decimal), duck.text("."))
    digits = duck.call("REPLACE", digits, duck.text("\u2212"), duck.text("-"))
    return duck.when(matches(signed, regex), duck.finite(duck.cast(digits, "DOUBLE", trying=True)))


def as_minutes(known: exp.Expression) -> exp.Expression:
    """The minutes after midnight of a time of day, or the number that a text is in plain notation."""
    whole, half = (_seconds(known, regex) for regex in (WHOLE_DAY, HALF_DAY))
    late = duck.when(matches(extract(known, HALF_DAY, 4), "[Pp]"), duck.whole(12 * 3600), duck.whole(0))
    noon = exp.Mod(this=exp.Paren(this=half), expression=duck.whole(12 * 3600))
    within = exp.LTE(this=exp.Paren(this=whole.copy()), expression=duck.whole(duck.SECONDS_A_DAY))
    return duck.cases(
        [
            (exp.And(this=matches(known, WHOLE_DAY), expression=within), _minutes(whole)),
            (matches(known, HALF_DAY), _minutes(exp.Add(this=noon, expression=late))),
        ],
        as_amount(known, PLAIN),
    )


def _seconds(known: exp.Expression, regex: str) -> exp.Expression:
    """The seconds after midnight of hour, minute and second, which are the first three groups."""
    parts = [
        exp.Mul(this=whole_in(extract(known, regex, i + 1)), expression=duck.whole(60 ** (2 - i))) for i in range(3)
    ]
    return exp.Add(this=exp.Add(this=parts[0], expression=parts[1]), expression=parts[2])


def whole_in(digits: exp.Expression, otherwise: int = 0) -> exp.Expression:
    """A whole number written in digits; `otherwise` where there are none."""
    return duck.call("COALESCE", duck.cast(digits, "BIGINT", trying=True), duck.whole(otherwise))


def _minutes(seconds: exp.Expression) -> exp.Expression:
    return exp.Div(this=duck.cast(exp.Paren(this=seconds), "DOUBLE"), expression=duck.whole(60))


@cache
def _escaped(word: str) -> str:
    return "".join(letter if letter.isalnum() else f"\\{letter}" for letter in word)
