"""How the reader writes numbers and dates: the decimal mark, the groups of digits, the order of a date.

They are those of the language and country that the browser names (Unicode CLDR, by Babel), always in Western digits.
Only who looks at a page has a notation: `follow` says where to ask for it. Everything else, the command line, HTTP,
reports and files, is English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
FIELD = re.compile(r"y+|M+|d+")
# Where 1234 stands without a mark and 12 345 with one: CLDR's minimumGroupingDigits, which Babel leaves out.
FOUR_TOGETHER = frozenset(["be", "bg", "et", "hu", "hy", "it", "ka", "lv", "pl", "sl", "sq"])
GROUPS = {"de_AT": "\u00a0"}  # as browsers have it; Babel gives that of Germany
SPANISH, PORTUGUESE = frozenset(("ES", "EA", "GQ", "IC", "PH", None)), frozenset(("BR", None))


@dataclass(frozen=True, slots=True)
class Notation:
    """`last` digits form the last group of a whole number, `other` each one before it, and the first mark has at least
    `least` digits before it. `day` is how a date is written and `picker` how one is asked for, as patterns."""

    decimal: str = "."
    group: str = ","
    last: int = 3
    other: int = 3
    least: int = 1
    day: str = "d MMM y"
    picker: str = "YYYY-MM-DD"

    def number(self, text: str) -> str:
        """The numbers of a text that writes them in English, 1,234.5, as the reader does; those without a comma stay
        without one."""
        return text if self == ENGLISH else NUMBER.sub(self._rewritten, text)

    def _rewritten(self, found: re.Match[str]) -> str:
        whole, rest = found[1], found[2] or ""
        return (self._grouped(whole.replace(",", "")) if "," in whole else whole) + rest.replace(".", self.decimal)

    def _grouped(self, digits: str) -> str:
        if len(digits) < self.last + self.least:
            return digits
        groups, front = [digits[-self.last :]], digits[: -self.last]
        while front:
            groups, front = [front[-self.other :], *groups], front[: -self.other]
        return self.group.join(groups)

    def date(self, year: int | str, month: int, day: int) -> str:
        """A day: 18 Nov 2026; Nov 18, 2026; 18.11.2026."""
        values = {"y": f"{year}", "MMM": MONTHS[month - 1]}

        def written(found: re.Match[str]) -> str:
            name = found[0]
            return values.get(name) or f"{month if name.startswith('M') else day:0{len(name)}}"

        return FIELD.sub(written, self.day)


ENGLISH = Notation()
_set: ContextVar[Notation | None] = ContextVar("notation", default=None)


def _nobody() -> str | None:
    return None


_ask: Callable[[], str | None] = _nobody


def follow(ask: Callable[[], str | None]) -> None:
    """Write as `ask()` says from now on: the locale of the reader of this page, "de-DE"; None where there is none."""
    global _ask
    _ask = ask


def current() -> Notation:
    """The notation of who reads what is being written."""
    return _set.get() or of_locale(_ask())


@contextmanager
def written_for(locale: str | None) -> Iterator[None]:
    """Within it everything is written for a reader of this locale, whoever looks; None: in English, as documents are
    that a page makes."""
    token = _set.set(of_locale(locale))
    try:
        yield
    finally:
        _set.reset(token)


@lru_cache(maxsize=256)
def of_locale(tag: str | None) -> Notation:
    """The notation of a locale such as "de-DE"; English where it is unknown, or names no country of English."""
    found = locale_of(tag)
    if found is None or (found.language == "en" and found.territory in (None, "001")):
        return ENGLISH
    symbols = found.number_symbols.get("latn") or found.number_symbols
    last, other = found.decimal_formats[None].grouping
    numeric = _numeric(found.date_formats["short"].pattern)
    return Notation(
        symbols["decimal"],
        GROUPS.get(str(found), symbols["group"]),
        last,
        other,
        2 if _four_together(found) else 1,
        found.date_formats["medium"].pattern if found.language == "en" else numeric,
        _picker(numeric),
    )


def locale_of(tag: str | None) -> Locale | None:
    """What Babel knows of a locale, else of its language; None where it knows neither."""
    from babel import Locale, UnknownLocaleError

    plain = (tag or "").replace("_", "-").partition("-u-")[0]
    for name in (plain, plain.partition("-")[0]):
        try:
            return Locale.parse(name, sep="-", resolve_likely_subtags=name == plain)
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _four_together(found: Locale) -> bool:
    if found.language in ("es", "pt"):
        return (found.territory in SPANISH) if found.language == "es" else found.territory not in PORTUGUESE
    return found.language in FOUR_TOGETHER


def _numeric(short: str) -> str:
    """CLDR's short date with all digits of the year, without words and marks of direction."""
    bare = re.sub(r"\s*'[^']*'\.?|[\u200e\u200f]", "", short)
    return re.sub("y+", "y", bare.replace("\u00a0", " ")).strip()


def _picker(numeric: str) -> str:
    """The nearest of the patterns that a date picker of Streamlit has."""
    order = [name[0] for name in FIELD.findall(numeric)]
    mark = next((mark for mark in "./-" if mark in numeric), "/")
    known = {"ymd": "YYYY MM DD", "dMy": "DD MM YYYY", "Mdy": "MM DD YYYY", "yMd": "YYYY MM DD"}
    return known.get("".join(order), "YYYY MM DD").replace(" ", mark)
