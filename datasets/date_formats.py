"""Finding out how a column writes its dates and times.

Formats are in strptime notation with the codes of datasets/date_codes.py; datasets/dates.py reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.date_codes import FULL_MONTHS, LETTER, MONTHS, WEEK, compiled, opening
from datasets.dates import parse_seconds
from datasets.digits import western

# At least this share of the cells that are not missing must be dates.
DATE_SHARE = 0.99
# A number such as 20141013 is a date only when the column's name says so, and years lie in this range.
PLAUSIBLE_YEARS = (1500, 2300)

# How a day of the week stands behind a date in Chinese, Japanese and Korean, and the dates it stands behind.
_WEEKDAYS = ("(%a)", " (%a)", "（%a）", " （%a）", "(%A)", " (%A)", "（%A）", " （%A）", "%A", " %A", " %a")
_BEFORE_WEEKDAYS = ("%Y年%m月%d日", "%Y년 %m월 %d일", "%Y년%m월%d일", "%Y. %m. %d.", "%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d")

_NAMED_DAYS = (  # whole names, and the short ones of English and German
    *("(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?", "mo|di|mi|do|fr|sa|so"),
    "(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend",
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo",
    "(?:lune|marte|mercole|giove|vener)d[iì]|sabato|domenica",
    "(?:maan|dins|woens|donder|vrij|zater|zon)dag",
    "poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela",
)
_WEEKDAY = re.compile(
    rf"(?:[(（ 日일.]{WEEK}{{1,3}}|[0-9]{WEEK}{{2,3}})(?=[)） ]|$)|(?<=[\W\d日일])(?:{'|'.join(_NAMED_DAYS)})\b",
    re.IGNORECASE,
)

_DATES = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y"),
    *("%m/%d/%y", "%d/%m/%y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y"),
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%d. %B %Y", "%d. %b %Y"),
    *("%d %B, %Y", "%d %b, %Y", "%d de %B de %Y", "%d de %b de %Y", "%a, %d.%m.%Y", "%a %d.%m.%Y", "%a %m/%d/%Y"),
    *("%A, %d. %B %Y", "%A, %d %B %Y", "%A %d %B %Y", "%A, %d de %B de %Y", "%A, %d.%m.%Y", "%a, %b %d, %Y"),
    *("%Y年%m月%d日", "%Y年 %m月 %d日", "%Y년 %m월 %d일", "%Y년%m월%d일", "%Y. %m. %d.", "%Y. %m. %d"),
    *(f"{date}{weekday}" for date in _BEFORE_WEEKDAYS for weekday in _WEEKDAYS),
    *("%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%d/%b/%Y", "%Y-%b-%d", "%a, %d %b %Y", "%A, %B %d, %Y", "%a %b %d %Y"),
)
_TIMES = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M:%S %p", "%I:%M %p", "%I:%M%p", "%H:%M:%S,%f")
_ZONES = ("", "%z", " %z")
_WHOLE = (
    *("%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M", "%Y-%m-%d-%H.%M.%S", "%a %b %d %H:%M:%S %z %Y"),
    *("%a %b %d %H:%M:%S %Y", "%d/%b/%Y:%H:%M:%S %z"),
    *("%Y-%m", "%Y/%m", "%b-%Y", "%b %Y", "%B %Y", "%B, %Y", "%B-%Y", "%b-%y", "%b/%Y", "%m/%Y", "%Y %b", "%Y %B"),
    *("%b. %Y", "%B de %Y", "%Y-%b", "%m-%Y"),
    *("%YQ%q", "%Y-Q%q", "%Y Q%q", "Q%q %Y", "Q%q-%Y", "Q%q/%Y", "%qQ%Y", "%qQ%y", "%Yq%q"),
    *("%G-W%V", "%GW%V", "%G-W%V-%u"),
    *("%Y年%m月", "%Y년 %m월", "%Y년%m월"),
    *(f"%Y年%m月%d日{glue}%H{hour}%M分{second}" for glue in ("", " ") for hour in "時时" for second in ("", "%S秒")),
    *(f"%Y年%m月%d日{day}{glue}%H時%M分" for day in ("(%a)", "（%a）") for glue in ("", " ")),
    *("%Y년 %m월 %d일 %H시 %M분", "%Y년 %m월 %d일 %H시 %M분 %S초"),
)

# What stands behind the numbers of a date in Chinese, Japanese and Korean.
_EAST_ASIAN = f"年月日時时分秒년월일시분초()（）{WEEK[1:-1]}"
_MONTH_STARTS = "|".join(sorted({word[:3] for words in (*MONTHS, *FULL_MONTHS) for word in words}))
_PLAUSIBLE_TEXT = re.compile(
    rf"^(?=.*[0-9]{{2}})(?=.*[0-9]+[-/.:T][0-9]|.*(?:{_MONTH_STARTS})|.*[0-9][- ]?[qw]|.*q[1-4]\b"
    r"|[0-9]{4}(?:[年년]|\. [0-9]))"
    rf"(?:{LETTER}|[0-9\-/.:, +º{_EAST_ASIAN}]){{4,40}}$",
    re.IGNORECASE,
)
_EIGHT_DIGITS = re.compile(r"^[0-9]{8}$")
_NUMBER = re.compile(r"^[+-]?[0-9]*[.,]?[0-9]*(?:[eE][+-]?[0-9]+)?$")
_DIGIT = re.compile(r"[0-9]")
_SAMPLE = 60
# Of more different texts than this, some are looked at before all of them.
_MANY = 2000


def detect_formats(
    texts: pa.Array,
    counts: npt.NDArray[np.int64],
    *,
    compact: bool,
    least: float = DATE_SHARE,
    day_first: bool | None = None,
) -> tuple[tuple[str, ...], float]:
    """The formats that a column's dates are written in, most used first, and the share of the cells they read.

    texts (u,): the different texts, none missing; counts (u,): how often each stands in the column. `compact`
    allows eight digits in a row, which could as well be a number; columns that seem to hold a smaller share of dates
    than `least` are given up early. `day_first` settles whether 03/04/2021 is in April or in March; None: what reads
    more of the cells, and the month first where both read all.
    """
    candidates = _candidates(texts, compact=compact, least=least) if len(texts) else []
    candidates = [form for form in candidates if day_first is None or is_day_first(form) in (None, day_first)]
    if len(texts) > _MANY:
        some = np.linspace(0, len(texts) - 1, _MANY).astype(np.int64)
        chosen, expected = _choose(texts.take(pa.array(some)), counts[some], candidates)
        read = _reads(texts, chosen)
        if (share := float(counts[read].sum() / counts.sum())) >= expected:
            return chosen, share
    return _choose(texts, counts, candidates)


def _choose(texts: pa.Array, counts: npt.NDArray[np.int64], candidates: list[str]) -> tuple[tuple[str, ...], float]:
    """Formats one after the other, each time the one that reads most of what is still unread."""
    fits = {form: _reads(texts, (form,)) for form in candidates}
    chosen: list[str] = []
    unread = np.ones(len(texts), dtype=bool)
    while fits:
        best = max(fits, key=lambda form: int(counts[unread & fits[form]].sum()))
        if not (unread & fits[best]).any():
            break
        chosen.append(best)
        unread &= ~fits[best]
        fits = {form: fit for form, fit in fits.items() if form not in (best, _swapped(best))}
    return tuple(chosen), float(counts[~unread].sum() / max(counts.sum(), 1))


def _reads(texts: pa.Array, formats: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Which texts (u,) are dates in a plausible year by one of the formats."""
    seconds = parse_seconds(texts, formats)
    low, high = (int(np.datetime64(f"{year}-01-01", "s").astype(np.int64)) for year in PLAUSIBLE_YEARS)
    plausible: npt.NDArray[np.bool_] = (seconds >= low) & (seconds < high)
    return plausible


def _candidates(texts: pa.Array, *, compact: bool, least: float) -> list[str]:
    """The formats that fit at least one of some texts spread over the column; none when these are no dates."""
    some = texts.take(np.linspace(0, len(texts) - 1, _SAMPLE).astype(int))
    sample = [text.strip() for text in western(some).to_pylist()]
    if all(_EIGHT_DIGITS.match(text) for text in sample):
        return ["%Y%m%d"] if compact else []
    plausible = [text for text in sample if _PLAUSIBLE_TEXT.match(text) and not _NUMBER.match(text)]
    if not plausible or len(plausible) < least * len(sample) - 1:
        return []
    shapes = {_DIGIT.sub("0", text): text for text in plausible}.values()
    return [form for form in _formats(list(shapes)) if any(_is_one(form, text) for text in shapes)]


def _is_one(form: str, text: str) -> bool:
    """Whether a text has that format; a word behind a date must be a day of the week there, not open or PST."""
    is_behind = any(form.startswith(f"{date}{day}") for date in _BEFORE_WEEKDAYS for day in _WEEKDAYS)
    return bool(compiled(form).match(text)) and (not is_behind or _WEEKDAY.search(text) is not None)


def _formats(texts: list[str]) -> Iterator[str]:
    """The formats that may fit one of the texts."""
    yield from _WHOLE
    dates = [date for date in _DATES if any(opening(date).match(text) for text in texts)]
    yield from dates
    for date, time, zone in product(dates, _TIMES, _ZONES):
        for glue in (" ", "T", ", ") if date == "%Y-%m-%d" else (" ",):
            yield f"{date}{glue}{time}{zone}"


def is_day_first(form: str) -> bool | None:
    """Whether a format writes the day before the month, both in digits; None where nobody could mistake it."""
    if form.startswith("%Y") or "%d" not in form or "%m" not in form:
        return None
    return form.index("%d") < form.index("%m")


def is_ambiguous(texts: pa.Array, formats: tuple[str, ...]) -> bool:
    """Whether all texts (u,) are dates with day and month swapped, too, as well as they are."""
    if len(formats) != 1 or is_day_first(formats[0]) is None or not len(texts):
        return False
    return bool(_reads(texts, (_swapped(formats[0]),)).all())


def _swapped(form: str) -> str:
    """The format with day and month in each other's place."""
    return form.replace("%d", "%x").replace("%m", "%d").replace("%x", "%m")
