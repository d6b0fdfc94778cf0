"""Dates and times written as text: finding out how a column writes them, and reading them.

Formats are in strptime notation; the codes understood are %Y %y %m %d %b %B %a %A %H %I %M %S %f %p %z. One digit
is enough where strptime asks for two. What carries no time zone counts as UTC; fractions of a second are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MISSING_SECONDS = int(np.iinfo(np.int64).min)

# Always understood as well, whatever a column writes.
ISO_FORMATS = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")

# At least this share of the cells that are not missing must be dates.
DATE_SHARE = 0.99
# A number such as 20141013 is a date only when the column's name says so, and years lie in this range.
PLAUSIBLE_YEARS = (1500, 2300)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

_DATES = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y"),
    *("%m/%d/%y", "%d/%m/%y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y"),
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%d. %B %Y"),
    *("%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%d/%b/%Y", "%Y-%b-%d", "%a, %d %b %Y", "%A, %B %d, %Y", "%a %b %d %Y"),
)
_TIMES = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M:%S %p", "%I:%M %p", "%I:%M%p", "%H:%M:%S,%f")
_ZONES = ("", "%z", " %z")
_WHOLE = (
    *("%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M", "%Y-%m-%d-%H.%M.%S", "%a %b %d %H:%M:%S %z %Y"),
    *("%a %b %d %H:%M:%S %Y", "%d/%b/%Y:%H:%M:%S %z"),
    *("%Y-%m", "%Y/%m", "%b-%Y", "%b %Y", "%B %Y", "%B, %Y", "%B-%Y", "%b-%y", "%b/%Y", "%m/%Y", "%Y %b", "%Y %B"),
)

_CODES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "b": r"(?P<b>[A-Za-z]{3})\.?",
    "B": r"(?P<B>[A-Za-z]{3,9})",
    "a": r"(?:[A-Za-z]{3})",
    "A": r"(?:[A-Za-z]{6,9})",
    "H": r"(?P<H>[0-9]{1,2})",
    "I": r"(?P<I>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{2})",
    "S": r"(?P<S>[0-9]{2})",
    "f": r"[0-9]{1,9}",
    "p": r"(?P<p>[AaPp])\.?[Mm]\.?",
    "z": r"(?P<z>Z|[+\-][0-9]{2}:?[0-9]{2})",
}
_TWO_DIGITS = {"m": r"(?P<m>[0-9]{2})", "d": r"(?P<d>[0-9]{2})", "H": r"(?P<H>[0-9]{2})"}
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_PLAUSIBLE_TEXT = re.compile(
    rf"^(?=.*[0-9]{{2}})(?=.*[0-9]+[-/.:T][0-9]|.*(?:{_MONTH}))[0-9A-Za-z\-/.:, +]{{6,40}}$", re.IGNORECASE
)
_EIGHT_DIGITS = re.compile(r"^[0-9]{8}$")
_NUMBER = re.compile(r"^[+-]?[0-9]*[.,]?[0-9]*(?:[eE][+-]?[0-9]+)?$")
_DIGIT = re.compile(r"[0-9]")
_SAMPLE = 60
# Of more different texts than this, some are looked at before all of them.
_MANY = 2000


def parse_seconds(texts: pa.Array, formats: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Texts (n,) to whole seconds since 1970 in UTC, int64 (n,); MISSING_SECONDS where no format fits."""
    out = np.full(len(texts), MISSING_SECONDS, dtype=np.int64)
    for form in formats:
        open_rows = np.flatnonzero(out == MISSING_SECONDS)
        if not len(open_rows):
            break
        rest = texts if len(open_rows) == len(texts) else texts.take(pa.array(open_rows))
        out[open_rows] = _parse_one(rest, form)
    return out


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
        fits = {form: fit for form, fit in fits.items() if form != best and not _swapped(form, best)}
    return tuple(chosen), float(counts[~unread].sum() / max(counts.sum(), 1))


def _reads(texts: pa.Array, formats: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Which texts (u,) are dates in a plausible year by one of the formats."""
    seconds = parse_seconds(texts, formats)
    low, high = (int(np.datetime64(f"{year}-01-01", "s").astype(np.int64)) for year in PLAUSIBLE_YEARS)
    plausible: npt.NDArray[np.bool_] = (seconds >= low) & (seconds < high)
    return plausible


def _candidates(texts: pa.Array, *, compact: bool, least: float) -> list[str]:
    """The formats that fit at least one of some texts spread over the column; none when these are no dates."""
    sample = [text.strip() for text in texts.take(np.linspace(0, len(texts) - 1, _SAMPLE).astype(int)).to_pylist()]
    if all(_EIGHT_DIGITS.match(text) for text in sample):
        return ["%Y%m%d"] if compact else []
    plausible = [text for text in sample if _PLAUSIBLE_TEXT.match(text) and not _NUMBER.match(text)]
    if not plausible or len(plausible) < least * len(sample) - 1:
        return []
    shapes = {_DIGIT.sub("0", text): text for text in plausible}.values()
    return [form for form in _formats() if any(_compiled(form).match(text) for text in shapes)]


def _formats() -> Iterator[str]:
    yield from _WHOLE
    yield from _DATES
    for date, time, zone in product(_DATES, _TIMES, _ZONES):
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
    swapped = formats[0].replace("%d", "%x").replace("%m", "%d").replace("%x", "%m")
    return bool(_reads(texts, (swapped,)).all())


def _swapped(one: str, other: str) -> bool:
    """Whether two formats differ only in the order of day and month: a column writes one of them."""
    return one != other and one.replace("%d", "%x").replace("%m", "%d").replace("%x", "%m") == other


@lru_cache(maxsize=2048)
def regex(form: str) -> str:
    """The regular expression of a whole cell in a strptime format."""
    out, i, squeezed = [], 0, "%Y%m" in form
    while i < len(form):
        if form[i] == "%":
            code = form[i + 1]
            out.append(_TWO_DIGITS.get(code, _CODES[code]) if squeezed else _CODES[code])
            i += 2
        else:
            out.append(r"\s+" if form[i] == " " else re.escape(form[i]))
            i += 1
    return rf"^\s*{''.join(out)}\s*$"


@lru_cache(maxsize=2048)
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(regex(form))


def _parse_one(texts: pa.Array, form: str) -> npt.NDArray[np.int64]:
    match = pc.extract_regex(texts, regex(form))
    names = {field.name for field in match.type}
    fits = np.asarray(pc.is_valid(match))

    def part(name: str, default: int) -> npt.NDArray[np.int64]:
        if name not in names:
            return np.full(len(texts), default, dtype=np.int64)
        text = pc.if_else(pa.array(fits), match.field(name), str(default))
        return np.asarray(pc.cast(text, pa.int64()))

    year = part("Y", 1970) if "Y" in names else _full_year(part("y", 70))
    month = _month(match, names, part)
    day = part("d", 1)
    hour = part("H", 0) if "I" not in names else _hour_of_twelve(part("I", 12), match.field("p"))
    minute, second = part("M", 0), part("S", 0)
    days, valid = _days(year, month, day)
    valid &= fits & (hour >= 0) & (hour < 24) & (minute < 60) & (second < 61)
    seconds = days * 86400 + hour * 3600 + minute * 60 + second
    if "z" in names:
        seconds = seconds - _offset(match.field("z"), fits)
    out: npt.NDArray[np.int64] = np.where(valid, seconds, MISSING_SECONDS)
    return out


def _full_year(two_digits: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    full: npt.NDArray[np.int64] = two_digits + np.where(two_digits < 69, 2000, 1900)
    return full


def _month(match: pa.Array, names: set[str], part: object) -> npt.NDArray[np.int64]:
    if "b" in names or "B" in names:
        code, known = ("b", MONTHS) if "b" in names else ("B", FULL_MONTHS)
        index = pc.index_in(pc.utf8_lower(match.field(code)), pa.array(known))
        return np.asarray(pc.fill_null(index, -1), dtype=np.int64) + 1
    assert callable(part)
    return np.asarray(part("m", 1), dtype=np.int64)


def _hour_of_twelve(hour: npt.NDArray[np.int64], half: pa.Array) -> npt.NDArray[np.int64]:
    afternoon = np.asarray(pc.fill_null(pc.equal(pc.utf8_lower(half), "p"), False))
    valid = (hour >= 1) & (hour <= 12)
    out: npt.NDArray[np.int64] = np.where(valid, hour % 12 + 12 * afternoon, -1)
    return out


def _offset(zone: pa.Array, fits: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    text = pc.replace_substring(pc.if_else(pa.array(fits), zone, "Z"), "Z", "+0000")
    text = pc.replace_substring(text, ":", "")
    hours = np.asarray(pc.cast(pc.utf8_slice_codeunits(text, 1, 3), pa.int64()))
    minutes = np.asarray(pc.cast(pc.utf8_slice_codeunits(text, 3, 5), pa.int64()))
    sign = np.where(np.asarray(pc.starts_with(text, "-")), -1, 1)
    offset: npt.NDArray[np.int64] = sign * (hours * 3600 + minutes * 60)
    return offset


def _days(
    year: npt.NDArray[np.int64], month: npt.NDArray[np.int64], day: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Days since 1970-01-01 (proleptic Gregorian calendar) and whether the date exists."""
    valid = (year >= 1) & (month >= 1) & (month <= 12)
    months = (year - 1970) * 12 + np.where(valid, month, 1) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    after = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    valid &= (day >= 1) & (day <= after - first)
    return first + day - 1, valid
