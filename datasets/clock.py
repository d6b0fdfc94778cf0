"""Times of day written as text (08:15, 8:15:30, 8:15 PM): minutes after midnight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.digits import western

UNIT = "minutes after midnight"
_CLOCK = (
    r"^\s*(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?:[.,][0-9]{1,9})?)?)?"
    r"\s*(?P<half>[AaPp]?)(?P<mark>(?:\.?[Mm]\.?)?|h|Uhr)\s*$"
)
# Texts that are times in any case, for those who write them.
PATTERN = (
    "(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
    "|(?:0?[1-9]|1[0-2])(?::[0-5][0-9](?::[0-5][0-9])?)? ?[AaPp][Mm])"
)
# A column of bare times, 08:15, is one when its name has one of these words, or its last word ends in one of ENDINGS;
# else it may be results, verses or alleles.
_NAMES = (
    "time times hour hours clock at start starts started end ends ended begin begins open opens opening close closes "
    "closing from until till arrival arrive arrives arrived arr departure depart departs departed dep schedule "
    "scheduled login logout checkin checkout pickup shift uhr zeit von bis beginn ende anfang heure debut début fin "
    "hora inicio ora orario inizio fine tijd tid klockan godzina"
)
WORDS = frozenset(_NAMES.split())
ENDINGS = ("time", "zeit", "uhr", "tijd", "hour", "stunde")
# Texts that are looked at before all are, and the share of them that must be times.
_SAMPLE = 100
_LIKELY = 0.5
SAYS_SHARE = 0.5


def parse_clock(texts: pa.Array) -> npt.NDArray[np.float64]:
    """Texts (n,) to minutes after midnight, float64 (n,); NaN where a text is no time of day. Fractions of a second are
    dropped, 24:00 is 1440."""
    match = pc.extract_regex(texts, _CLOCK)
    fits = np.asarray(pc.is_valid(match))
    hour, minute, second = (_whole(match.field(name)) for name in ("hour", "minute", "second"))
    half = pc.utf8_lower(pc.fill_null(match.field("half"), ""))
    is_halved, is_late = np.asarray(pc.not_equal(half, "")), np.asarray(pc.equal(half, "p"))
    has_m = np.asarray(pc.match_substring(pc.fill_null(match.field("mark"), ""), "m", ignore_case=True))
    has_minute = np.asarray(pc.not_equal(pc.fill_null(match.field("minute"), ""), ""))
    fits &= (is_halved == has_m) & (is_halved | has_minute)
    hours = np.where(is_halved, hour % 12 + 12 * is_late, hour)
    seconds = hours * 3600 + minute * 60 + second
    fits &= np.where(is_halved, (hour >= 1) & (hour <= 12), seconds <= 86_400)
    minutes: npt.NDArray[np.float64] = np.where(fits, seconds / 60, np.nan)
    return minutes


def tells_time(name_words: Sequence[str], texts: pa.Array) -> bool:
    """Whether texts (u,), nearly all of which could be times of day, are: by the words of the column's name, or because
    most say so themselves (8 PM, 8:15 Uhr). None may go beyond 24:00, as durations do."""
    says = np.asarray(pc.match_substring_regex(texts, r"(?i)[0-9] ?(?:[ap]\.?m\.?|h|uhr)\s*$"))
    is_named = not WORDS.isdisjoint(name_words) or any(word.endswith(ENDINGS) for word in name_words[-1:])
    if not is_named and says.mean() < SAYS_SHARE:
        return False
    with_colon = texts.filter(pc.match_substring(texts, ":"))
    return not np.isnan(parse_clock(western(with_colon))).any()


def clock_share(texts: pa.Array, counts: npt.NDArray[np.int64]) -> float:
    """The share of the cells that are times of day; texts (u,) are the different ones, counts (u,) their cells. 0 where
    few of some are."""
    some = texts.take(pa.array(np.linspace(0, len(texts) - 1, min(_SAMPLE, len(texts))).astype(np.int64)))
    if not len(some) or np.isnan(parse_clock(western(some))).mean() > 1 - _LIKELY:
        return 0.0
    return float(counts[~np.isnan(parse_clock(western(texts)))].sum() / max(counts.sum(), 1))


def _whole(digits: pa.Array) -> npt.NDArray[np.int64]:
    filled = pc.fill_null(digits, "")
    return np.asarray(pc.cast(pc.if_else(pc.equal(filled, ""), "0", filled), pa.int64()))
