"""Reading dates and times that are written as text.

Formats are in strptime notation with the codes of datasets/date_codes.py. One digit is enough where strptime asks for
two; digits of other scripts are read as 0 to 9. What carries no time zone counts as UTC; fractions of a second are
dropped; a quarter, a month or a week alone is its first day.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.date_codes import UNIX_CODES, month_tables, regex
from datasets.digits import western

Part = Callable[[str, int], npt.NDArray[np.int64]]
MISSING_SECONDS = int(np.iinfo(np.int64).min)

# Always understood as well, whatever a column writes.
ISO_FORMATS = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")

_MONTH_TABLES = month_tables()
DAYS_BEFORE_1970 = 25569  # a spreadsheet's number of 1 January 1970
# How long a text in ISO notation is, and what stands between its date and its time.
_DATE_LENGTH = 10
_ISO_SHAPES = {
    "%Y-%m-%d": (_DATE_LENGTH, ""),
    "%Y-%m-%d %H:%M:%S": (19, " "),
    "%Y-%m-%dT%H:%M:%S": (19, "T"),
}
_FIRST_SECOND = -62_135_596_800  # 0001-01-01


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


def _parse_one(texts: pa.Array, form: str) -> npt.NDArray[np.int64]:
    return quick if (quick := _parse_iso(texts, form)) is not None else _parse_by_pattern(texts, form)


def _parse_iso(texts: pa.Array, form: str) -> npt.NDArray[np.int64] | None:
    """What Arrow's own reader of ISO notation makes of texts of the one length that a format has, the others by
    pattern; None when it is no such format, or one of them is no date."""
    if form not in _ISO_SHAPES:
        return None
    length, mark = _ISO_SHAPES[form]
    fits = pc.equal(pc.binary_length(texts), length)
    if mark:
        fits = pc.and_(fits, pc.equal(pc.find_substring(texts, mark), _DATE_LENGTH))
    shaped = np.asarray(pc.fill_null(fits, False))
    if not shaped.any():
        return None
    try:
        stamps = pc.cast(texts if shaped.all() else texts.filter(pa.array(shaped)), pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None
    found = np.asarray(stamps.cast(pa.int64()))
    found = np.where(found >= _FIRST_SECOND, found, MISSING_SECONDS)
    if shaped.all():
        return found
    out = np.full(len(texts), MISSING_SECONDS, dtype=np.int64)
    out[shaped] = found
    out[~shaped] = _parse_by_pattern(texts.filter(pa.array(~shaped)), form)
    return out


def _parse_by_pattern(texts: pa.Array, form: str) -> npt.NDArray[np.int64]:
    match = pc.extract_regex(western(texts), regex(form))
    names = {field.name for field in match.type}
    fits = np.asarray(pc.is_valid(match))

    def part(name: str, default: int) -> npt.NDArray[np.int64]:
        if name not in names:
            return np.full(len(texts), default, dtype=np.int64)
        text = pc.if_else(pa.array(fits), match.field(name), str(default))
        return np.asarray(pc.cast(text, pa.int64()))

    if names & {*UNIX_CODES, "E"}:
        return np.where(fits, _counted(part, match, names), MISSING_SECONDS)
    days, valid = _week_days(part) if "G" in names else _calendar_days(part, match, names)
    hour = part("H", 0) if "I" not in names else _hour_of_twelve(part("I", 12), match.field("p"))
    minute, second = part("M", 0), part("S", 0)
    valid &= fits & (hour >= 0) & (hour < 24) & (minute < 60) & (second < 61)
    seconds = days * 86400 + hour * 3600 + minute * 60 + second
    if "z" in names:
        seconds = seconds - _offset(match.field("z"), fits)
    out: npt.NDArray[np.int64] = np.where(valid, seconds, MISSING_SECONDS)
    return out


def _counted(part: Part, match: pa.Array, names: set[str]) -> npt.NDArray[np.int64]:
    """Unix time in whole seconds, or the days of a spreadsheet to the nearest second."""
    if "E" in names:
        days = np.asarray(pc.cast(pc.if_else(pc.is_valid(match), match.field("E"), "0"), pa.float64()))
        seconds: npt.NDArray[np.int64] = np.floor((days - DAYS_BEFORE_1970) * 86400 + 0.5).astype(np.int64)
        return seconds
    code = next(code for code in UNIX_CODES if code in names)
    return part(code, 0) // UNIX_CODES[code]


def _calendar_days(part: Part, match: pa.Array, names: set[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    year = part("Y", 1970) if "Y" in names else _full_year(part("y", 70))
    month = 3 * part("q", 1) - 2 if "q" in names else _month(match, names, part)
    return _days(year, month, part("d", 1))


def _week_days(part: Part) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Days since 1970-01-01 of a weekday (Monday when it is not given) in a week of ISO 8601."""
    year, week = part("G", 1970), part("V", 1)
    first, next_first = _first_monday(year), _first_monday(year + 1)
    monday = first + 7 * (week - 1)
    return monday + part("u", 1) - 1, (year >= 1) & (week >= 1) & (monday < next_first)


def _first_monday(year: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The Monday of the week with the fourth of January; 1970-01-01 was a Thursday."""
    fourth, _ = _days(np.maximum(year, 1), np.ones_like(year), np.full_like(year, 4))
    monday: npt.NDArray[np.int64] = fourth - (fourth + 3) % 7
    return monday


def _full_year(two_digits: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    full: npt.NDArray[np.int64] = two_digits + np.where(two_digits < 69, 2000, 1900)
    return full


def _month(match: pa.Array, names: set[str], part: Part) -> npt.NDArray[np.int64]:
    code = next(iter(names & {"b", "B"}), None)
    if code is None:
        return part("m", 1)
    words, months = _MONTH_TABLES[code]
    index = np.asarray(pc.fill_null(pc.index_in(pc.utf8_lower(match.field(code)), pa.array(words)), -1))
    found: npt.NDArray[np.int64] = np.append(np.asarray(months, dtype=np.int64), 0)[index]
    return found


def _hour_of_twelve(hour: npt.NDArray[np.int64], half: pa.Array) -> npt.NDArray[np.int64]:
    afternoon = np.asarray(pc.fill_null(pc.equal(pc.utf8_lower(half), "p"), False))
    valid = (hour >= 1) & (hour <= 12)
    out: npt.NDArray[np.int64] = np.where(valid, hour % 12 + 12 * afternoon, -1)
    return out


def _offset(zone: pa.Array, fits: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    text = pc.replace_substring_regex(pc.if_else(pa.array(fits), zone, "Z"), "^(Z|UTC|GMT)$", "+00")
    text = pc.utf8_rpad(pc.replace_substring(text, ":", ""), 5, "0")
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
