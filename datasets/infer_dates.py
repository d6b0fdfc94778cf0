"""Columns of dates: stored as such, counted as stamps, or written as text. Published in docs/kinds.md."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from datasets.date_formats import DATE_SHARE, detect_formats, is_ambiguous, is_day_first
from datasets.dates import ISO_FORMATS
from datasets.identity import name_words
from datasets.schema import Column, Kind
from datasets.stamps import stamp_format, stamp_words
from datasets.values import Values, listed, short
from datasets.words import NUMBER_MISSING_WORDS

# A name with one of these words lets eight digits in a row be a date.
DATE_WORDS = frozenset({"date", "day", "datum", "time", "timestamp", "dt", "fecha", "data", "datetime"})

_NO_DATE = r"^\s*(?:9999[-/.]|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]9999\b|0000-00-00|00[-/.]00[-/.]0000)"


def stored_dates(name: str, _: Values, kind: pa.DataType) -> Column | None:
    """Dates of a file that knows dates."""
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return Column(
            name,
            Kind.DATETIME,
            "The file itself stores dates here.",
            NUMBER_MISSING_WORDS,
            datetime_formats=ISO_FORMATS,
        )
    return None


def stamped_dates(name: str, values: Values, _: pa.DataType) -> Column | None:
    """Numbers that count seconds or days, when the name says so."""
    filled = values.as_numbers
    stamp = stamp_format(filled.texts, name)
    if stamp is None:
        return None
    form, zero = stamp
    reason = f"The name says that these are moments: {stamp_words(form)}{'; 0 counts as not known' if zero else ''}."
    missing = (*NUMBER_MISSING_WORDS, "0") if zero else NUMBER_MISSING_WORDS
    return Column(name, Kind.DATETIME, reason, missing, datetime_formats=(form,))


def written_dates(name: str, values: Values, kind: pa.DataType, day_first: bool | None) -> Column | None:
    """Texts that are dates; those that stand for no date or no end count as not known."""
    if pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return None
    filled = values.as_numbers
    compact = not DATE_WORDS.isdisjoint(name_words(name))
    formats, share = detect_formats(filled.texts, filled.counts, compact=compact, day_first=day_first)
    never = _never(filled) if formats else ()
    n_never = filled.n_filled
    if never:
        filled = filled.without(never)
        formats, share = detect_formats(filled.texts, filled.counts, compact=compact, day_first=day_first)
    if share < DATE_SHARE or not filled.n_filled:
        return None
    n, read = filled.n_filled, round(share * filled.n_filled)
    reason = f"{read:,} of {n:,} filled cells are dates such as {short(filled.texts[0].as_py())}."
    if day_first is None and is_ambiguous(filled.texts, formats):
        order = "day before the month" if is_day_first(formats[0]) else "month before the day"
        reason += f" They could be read either way round; the {order} is assumed."
    if never:
        reason += f" {listed(never)} in {n_never - n:,} more counts as not known."
    return Column(name, Kind.DATETIME, reason, (*NUMBER_MISSING_WORDS, *never), datetime_formats=formats)


def _never(values: Values) -> tuple[str, ...]:
    """The texts that databases write where there is no date, or no end: the year 9999, and 0000-00-00."""
    found = values.texts.filter(pc.match_substring_regex(values.texts, _NO_DATE))
    return tuple(dict.fromkeys(text.strip() for text in found.to_pylist()))
