"""Numbers that are moments: Unix time and the dates of spreadsheets. The rules are published in docs/kinds.md."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.date_codes import UNIX_CODES
from datasets.identity import name_words
from datasets.numbers import PLAIN, parse_numbers

# A name with one of these words lets numbers be Unix time.
STAMP_WORDS = frozenset(
    {
        *("time", "timestamp", "ts", "date", "datetime", "dt", "at", "on", "unix", "epoch", "created", "updated"),
        *("modified", "datum", "zeit", "zeitstempel", "fecha", "hora", "heure", "data", "ora", "tijd", "tid"),
    }
)
# A name with one of these words lets numbers be the days of a spreadsheet.
DAY_WORDS = frozenset({"date", "datetime", "datum", "fecha"})
# Unix time between 1990 and 2100, in seconds; and the days of a spreadsheet from 1954 to 2064.
UNIX_SECONDS = (631_152_000, 4_102_444_800)
SPREADSHEET_DAYS = (20_000, 60_000)

_PLAIN_CELL = r"^\s*[0-9]+(\.[0-9]*)?\s*$"
_WORDED = {
    "%s": "seconds since 1970 (Unix time)",
    "%Q": "milliseconds since 1970 (Unix time)",
    "%K": "microseconds since 1970 (Unix time)",
    "%N": "nanoseconds since 1970 (Unix time)",
    "%E": "days since 30 December 1899 (dates of a spreadsheet)",
}


def stamp_format(texts: pa.StringArray, name: str | None) -> tuple[str, bool] | None:
    """The format in which all texts (u,) are moments, and whether a 0 among them means "not known"; None when they
    are not. With a name, only what it allows; without one (the analyst says that these are dates) anything."""
    words = set(name_words(name)) if name is not None else STAMP_WORDS
    if words.isdisjoint(STAMP_WORDS) or not np.asarray(pc.match_substring_regex(texts, _PLAIN_CELL)).all():
        return None
    numbers = parse_numbers(texts, PLAIN)
    zero = numbers == 0
    moments = numbers[~zero]
    if np.isnan(numbers).any() or not len(moments):
        return None
    low, high = UNIX_SECONDS
    for form, allowed, least, most in (
        *((f"%{code}", STAMP_WORDS, low * a_second, high * a_second) for code, a_second in UNIX_CODES.items()),
        ("%E", DAY_WORDS, *SPREADSHEET_DAYS),
    ):
        if not allowed.isdisjoint(words) and ((moments >= least) & (moments < most)).all():
            return form, bool(zero.any())
    return None


def stamp_words(form: str) -> str:
    """What the numbers of a format count."""
    return _WORDED[form]
