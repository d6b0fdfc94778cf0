"""How a cell's text becomes a moment, as SQL: what datasets/dates.py does, format by format."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlglot import exp

from datasets import duck
from datasets.date_codes import UNIX_CODES, month_tables, regex
from datasets.dates import DAYS_BEFORE_1970, ISO_FORMATS
from datasets.recipe._as_written import extract, matches, whole_in

_GROUP = re.compile(r"\(\?P<(\w+)>")
_MICROSECONDS = 1_000_000


def as_moment(known: exp.Expression, formats: Iterable[str]) -> exp.Expression:
    """The moment that a text is by the first of these formats that fits, or in ISO notation."""
    return duck.call("COALESCE", *(_Text(known, form).moment() for form in dict.fromkeys((*formats, *ISO_FORMATS))))


class _Text:
    """A text that is read by one format: its parts are the groups of the format's regular expression."""

    def __init__(self, known: exp.Expression, form: str) -> None:
        self._known, self._regex = known, regex(form)
        self._groups = {name: i for i, name in enumerate(_GROUP.findall(self._regex), 1)}

    def moment(self) -> exp.Expression:
        """NULL where the text does not fit, or there is no such day or time."""
        conditions = [matches(self._known, self._regex)]
        if (counted := self._counted()) is not None:
            seconds = counted
        else:
            day, of_day = self._week_day() if "G" in self._groups else (self._calendar_day(), [])
            seconds, of_time = self._with_time(day)
            conditions += [*of_day, *of_time]
        microseconds = exp.Mul(this=duck.whole(_MICROSECONDS), expression=exp.Paren(this=seconds))
        return duck.when(exp.Paren(this=exp.and_(*conditions)), duck.call("MAKE_TIMESTAMP", microseconds))

    def _group(self, code: str) -> exp.Expression:
        return extract(self._known, self._regex, self._groups[code])

    def _part(self, code: str, otherwise: int) -> exp.Expression:
        return whole_in(self._group(code), otherwise) if code in self._groups else duck.whole(otherwise)

    def _counted(self) -> exp.Expression | None:
        """The seconds since 1970 of a count, such as Unix time; None where the format is none."""
        if "E" in self._groups:
            days = exp.Sub(
                this=duck.cast(self._group("E"), "DOUBLE", trying=True), expression=duck.whole(DAYS_BEFORE_1970)
            )
            seconds = exp.Mul(this=exp.Paren(this=days), expression=duck.whole(duck.SECONDS_A_DAY))
            rounded = exp.Add(this=seconds, expression=duck.number(0.5))
            return duck.cast(duck.call("FLOOR", rounded), "BIGINT")
        for code, a_second in UNIX_CODES.items():
            if code in self._groups:
                count = self._part(code, 0)
                return count if a_second == 1 else _floor_divided(count, a_second)
        return None

    def _calendar_day(self) -> exp.Expression:
        short = self._part("y", 70)
        century = duck.when(exp.LT(this=short, expression=duck.whole(69)), duck.whole(2000), duck.whole(1900))
        year = self._part("Y", 1970) if "Y" in self._groups else exp.Add(this=short.copy(), expression=century)
        return _day(year, self._month(), self._part("d", 1))

    def _month(self) -> exp.Expression:
        if "q" in self._groups:
            first = exp.Mul(this=duck.whole(3), expression=self._part("q", 1))
            return exp.Sub(this=first, expression=duck.whole(2))
        code = next((code for code in ("b", "B") if code in self._groups), None)
        if code is None:
            return self._part("m", 1)
        words, months = month_tables()[code]
        named: dict[int, list[exp.Expression]] = {}
        for word, month in zip(words, months, strict=True):
            named.setdefault(month, []).append(duck.text(word))
        name = duck.call("LOWER", self._group(code))
        pairs = ((exp.In(this=name.copy(), expressions=of), duck.whole(month)) for month, of in named.items())
        return duck.cases(pairs)

    def _week_day(self) -> tuple[exp.Expression, list[exp.Expression]]:
        """A weekday (Monday when it is not given) in a week of ISO 8601, and that the year has such a week."""
        year, week = self._part("G", 1970), self._part("V", 1)
        next_year = exp.Add(this=year.copy(), expression=duck.whole(1))
        after = exp.Mul(this=duck.whole(7), expression=exp.Paren(this=exp.Sub(this=week, expression=duck.whole(1))))
        monday = exp.Add(this=_first_monday(year), expression=duck.cast(exp.Paren(this=after), "INTEGER"))
        has_week: list[exp.Expression] = [
            exp.GTE(this=week.copy(), expression=duck.whole(1)),
            exp.LT(this=exp.Paren(this=monday), expression=_first_monday(next_year)),
        ]
        later = exp.Sub(this=self._part("u", 1), expression=duck.whole(1))
        return exp.Add(this=monday.copy(), expression=duck.cast(exp.Paren(this=later), "INTEGER")), has_week

    def _with_time(self, day: exp.Expression) -> tuple[exp.Expression, list[exp.Expression]]:
        """The seconds since 1970, and that hour, minute and second are such."""
        since = exp.Sub(this=exp.Paren(this=day), expression=duck.cast(duck.text("1970-01-01"), "DATE"))
        seconds: exp.Expression = exp.Mul(this=exp.Paren(this=since), expression=duck.whole(duck.SECONDS_A_DAY))
        within: list[exp.Expression] = []
        for code, length, least, most in (("H", 3600, 0, 23), ("I", 3600, 1, 12), ("M", 60, 0, 59), ("S", 1, 0, 60)):
            if code in self._groups:
                part = self._part(code, 0)
                within.append(exp.Between(this=part.copy(), low=duck.whole(least), high=duck.whole(most)))
                part = self._of_twelve(part) if code == "I" else part
                seconds = exp.Add(this=seconds, expression=exp.Mul(this=part, expression=duck.whole(length)))
        if "z" in self._groups:
            seconds = exp.Sub(this=seconds, expression=_offset(self._group("z")))
        return seconds, within

    def _of_twelve(self, hour: exp.Expression) -> exp.Expression:
        is_late = matches(self._group("p"), "[Pp]")
        late = duck.when(is_late, duck.whole(12), duck.whole(0))
        return exp.Paren(this=exp.Add(this=exp.Mod(this=hour, expression=duck.whole(12)), expression=late))


def _day(year: exp.Expression, month: exp.Expression, day: exp.Expression) -> exp.Expression:
    """NULL where there is no such day; there is no year 0."""
    return duck.call("TRY", duck.call("MAKE_DATE", duck.null_if(year, duck.whole(0)), month, day))


def _first_monday(year: exp.Expression) -> exp.Expression:
    """The Monday of the week with the fourth of January."""
    fourth = _day(year, duck.whole(1), duck.whole(4))
    return duck.cast(duck.call("DATE_TRUNC", duck.text("week"), fourth), "DATE")


def _offset(zone: exp.Expression) -> exp.Expression:
    """The seconds that a time zone is ahead, written +01:00, +0100, +01, Z, UTC or GMT."""
    hours, minutes = (whole_in(extract(zone, rf"^[+\-]{skip}([0-9]{{2}})", 1)) for skip in ("", "[0-9]{2}:?"))
    ahead = exp.Add(
        this=exp.Mul(this=hours, expression=duck.whole(3600)),
        expression=exp.Mul(this=minutes, expression=duck.whole(60)),
    )
    sign = duck.when(matches(zone, "^-"), exp.Neg(this=duck.whole(1)), duck.whole(1))
    return exp.Paren(this=exp.Mul(this=sign, expression=exp.Paren(this=ahead)))


def _floor_divided(count: exp.Expression, by: int) -> exp.Expression:
    """The whole part of a quotient, also below 0."""
    rest = exp.Mod(this=exp.Paren(this=count), expression=duck.whole(by))
    rest = exp.Mod(this=exp.Paren(this=exp.Add(this=rest, expression=duck.whole(by))), expression=duck.whole(by))
    whole = exp.Paren(this=exp.Sub(this=count.copy(), expression=exp.Paren(this=rest)))
    return exp.IntDiv(this=whole, expression=duck.whole(by))
