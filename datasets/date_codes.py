"""The codes of a date format and what each of them reads: digits, names of months in eleven languages, time zones.

The codes are those of strptime (%Y %y %m %d %b %B %a %A %H %I %M %S %f %p %z %G %V %u), and besides them %q a quarter
(1 to 4), %s, %Q, %K and %N seconds, milliseconds, microseconds and nanoseconds since 1970 (Unix time), and %E days
since 30 December 1899 (the dates of spreadsheets).
"""

from __future__ import annotations

import re
from functools import lru_cache

# What %B reads, in small letters: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, and the three
# Scandinavian languages where they differ. A name means the same month in each of them.
FULL_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari", "styczeń", "stycznia"),
    ("february", "februar", "février", "febrero", "febbraio", "fevereiro", "februari", "luty", "lutego"),
    ("march", "märz", "mars", "marzo", "março", "maart", "marzec", "marca", "marts"),
    ("april", "avril", "abril", "aprile", "kwiecień", "kwietnia"),
    ("may", "mai", "mayo", "maggio", "maio", "mei", "maj", "maja"),
    ("june", "juni", "juin", "junio", "giugno", "junho", "czerwiec", "czerwca"),
    ("july", "juli", "juillet", "julio", "luglio", "julho", "lipiec", "lipca"),
    ("august", "août", "agosto", "augustus", "augusti", "sierpień", "sierpnia"),
    ("september", "septembre", "septiembre", "setiembre", "settembre", "setembro", "wrzesień", "września"),
    ("october", "oktober", "octobre", "octubre", "ottobre", "outubro", "październik", "października"),
    ("november", "novembre", "noviembre", "novembro", "listopad", "listopada"),
    ("december", "dezember", "décembre", "diciembre", "dicembre", "dezembro", "desember", "grudzień", "grudnia"),
)

# What %b reads; a point may follow.
MONTHS: tuple[tuple[str, ...], ...] = (
    ("jan", "jän", "janv", "ene", "gen", "sty"),
    ("feb", "févr", "fév", "fev", "lut"),
    ("mar", "mär", "mrz", "märz", "mars", "mrt"),
    ("apr", "avr", "abr", "kwi"),
    ("may", "mai", "mag", "mei", "maj"),
    ("jun", "juin", "juni", "giu", "cze"),
    ("jul", "juil", "juli", "lug", "lip"),
    ("aug", "août", "ago", "sie"),
    ("sep", "sept", "set", "wrz"),
    ("oct", "okt", "ott", "out", "paź"),
    ("nov", "lis"),
    ("dec", "dez", "déc", "dic", "des", "gru"),
)

LETTER = "[A-Za-zÀ-ÖØ-öø-ÿĀ-ž]"
# What days of the week are written with in Chinese, Japanese and Korean: 金, 金曜日, 星期五, 周五, 금, 금요일.
WEEK = "[月火水木金土日曜周週星期一二三四五六天월화수목금토일요]"
CODES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "b": rf"(?P<b>{LETTER}{{3,4}})\.?",
    "B": rf"(?P<B>{LETTER}{{3,12}})",
    "a": rf"(?:{LETTER}{{2,4}}\.?|{WEEK}{{1,2}})",
    "A": rf"(?:{LETTER}{{4,12}}|{WEEK}{{3}})",
    "H": r"(?P<H>[0-9]{1,2})",
    "I": r"(?P<I>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{2})",
    "S": r"(?P<S>[0-9]{2})",
    "f": r"[0-9]{1,9}",
    "p": r"(?P<p>[AaPp])\.?[Mm]\.?",
    "z": r"(?P<z>Z|UTC|GMT|[+\-][0-9]{2}(?::?[0-9]{2})?)",
    "G": r"(?P<G>[0-9]{4})",
    "V": r"(?P<V>[0-9]{2})",
    "u": r"(?P<u>[1-7])",
    "q": r"(?P<q>[1-4])",
    "s": r"(?P<s>[+\-]?[0-9]{1,12})(?:\.[0-9]*)?",
    "Q": r"(?P<Q>[+\-]?[0-9]{1,15})(?:\.[0-9]*)?",
    "K": r"(?P<K>[+\-]?[0-9]{1,18})(?:\.[0-9]*)?",
    "N": r"(?P<N>[+\-]?[0-8]?[0-9]{1,18})(?:\.[0-9]*)?",
    "E": r"(?P<E>[0-9]{1,6}(?:\.[0-9]{1,12})?)",
}
# Counts since 1970: how many of them are a second.
UNIX_CODES = {"s": 1, "Q": 10**3, "K": 10**6, "N": 10**9}
_TWO_DIGITS = {"m": r"(?P<m>[0-9]{2})", "d": r"(?P<d>[0-9]{2})", "H": r"(?P<H>[0-9]{2})"}
# Beside the name of a month, a day may be an ordinal: 1st, 1er, 1º.
_ORDINAL = {"d": r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|º)?"}


@lru_cache(maxsize=4096)
def regex(form: str) -> str:
    """The regular expression of a whole cell in a format; a blank stands for any number of blanks."""
    return rf"^\s*{_parts(form)}\s*$"


@lru_cache(maxsize=4096)
def compiled(form: str) -> re.Pattern[str]:
    return re.compile(regex(form), re.ASCII)


@lru_cache(maxsize=256)
def opening(form: str) -> re.Pattern[str]:
    """What a cell begins with when its date, before any time of day, is in this format."""
    return re.compile(rf"^\s*{_parts(form)}", re.ASCII)


def _parts(form: str) -> str:
    codes = {**CODES, **(_TWO_DIGITS if "%Y%m" in form else _ORDINAL if "%b" in form.lower() else {})}
    found = re.findall(r"%(.)|(\s)|([^%\s])", form)
    return "".join(codes[code] if code else r"\s+" if blank else re.escape(letter) for code, blank, letter in found)


def month_tables() -> dict[str, tuple[list[str], list[int]]]:
    """For %b and %B, the words and the month (1 to 12) that each of them means."""
    tables = {"b": MONTHS, "B": FULL_MONTHS}
    return {
        code: ([word for words in table for word in words], [i + 1 for i, words in enumerate(table) for _ in words])
        for code, table in tables.items()
    }
