"""Column kinds from values. The rules and their constants are published in docs/kinds.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.date_formats import DATE_SHARE, detect_formats, is_ambiguous, is_day_first
from datasets.dates import ISO_FORMATS
from datasets.identity import ID_UNIQUE_SHARE, leading_zeros, name_words, names_rows, whole_numbers_name_rows
from datasets.numbers import NUMBER_SHARE, PLAIN, detect_format, parse_numbers
from datasets.roles import postcode_reason, with_role
from datasets.schema import Column, Kind, NumberFormat, Role, Schema
from datasets.sentinels import sentinels
from datasets.stamps import stamp_format, stamp_words
from datasets.values import Values, all_values, distinct_values, short
from datasets.words import MISSING_WORDS, NUMBER_MISSING_WORDS, boolean_pair

# Free text: this many words in the average cell, and this share of the filled cells different.
TEXT_MEAN_WORDS = 5.0
TEXT_UNIQUE_SHARE = 0.3
# A name with one of these words lets eight digits in a row be a date.
DATE_WORDS = frozenset({"date", "day", "datum", "time", "timestamp", "dt", "fecha", "data", "datetime"})
# One word among numbers means "not known" when there are more different numbers than this,
WORD_MIN_NUMBERS = 10
# and they fill at least this share of the cells.
WORD_NUMBER_SHARE = 0.5
# Columns longer than this are numbers or dates when so many of their rows are, read in blocks from all over the table.
SAMPLED_FROM = 1_000_000
SAMPLE_ROWS = 200_000
SAMPLE_BLOCK = 1_000
# Digits with a leading zero in at least this share of the filled cells are a code, not a number.
CODE_SHARE = 0.01

_NO_DATE = r"^\s*(?:9999[-/.]|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]9999\b|0000-00-00|00[-/.]00[-/.]0000)"

Rule = Callable[[str, Values, pa.DataType], Column | None]


def infer_schema(cells: pa.Table, decimal: str | None = None, day_first: bool | None = None) -> Schema:
    """The kind of every column, each with the sentence that says why. What the analyst knows of the notation, the
    decimal mark and the order of day and month, holds for all of them."""
    columns = (infer_column(cells.column(i), name, decimal, day_first) for i, name in enumerate(cells.column_names))
    return Schema(tuple(columns))


def infer_column(
    cells: pa.ChunkedArray, name: str, decimal: str | None = None, day_first: bool | None = None
) -> Column:
    """The kind of one column by the first rule that holds; a column that no rule takes is a category. In long columns
    a sample of the rows decides about numbers and dates; everything else is decided by all of them."""
    if len(cells) > SAMPLED_FROM:
        values = distinct_values(_sample(cells))
        column = _of_values(values, cells.type, name, decimal, day_first)
        if column.kind in (Kind.NUMERIC, Kind.DATETIME) and not _may_count_rows(values):
            return replace(column, reason=f"{column.reason.rstrip('.')}, in a sample of {SAMPLE_ROWS:,} rows.")
        if (every := all_values(cells)) is not None:
            return _of_values(every, cells.type, name, decimal, day_first)
    return _of_values(distinct_values(cells), cells.type, name, decimal, day_first)


def _of_values(values: Values, kind: pa.DataType, name: str, decimal: str | None, day_first: bool | None) -> Column:
    dates, numbers = partial(_datetime, day_first=day_first), partial(_numeric, decimal=decimal)
    rules: tuple[Rule, ...] = (_constant, _boolean, _native, _stamps, dates, numbers, _postcode, _text_id, _free_text)
    for rule in rules:
        column = rule(name, values, kind)
        if column is not None:
            return column
    reason = f"{_count(values.n_different, 'different value')} in {_count(values.n_filled, 'filled cell')}."
    return Column(name, Kind.CATEGORY, reason, MISSING_WORDS)


def _sample(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Blocks of rows, spread evenly over the column from its first to its last row."""
    starts = np.linspace(0, len(cells) - SAMPLE_BLOCK, SAMPLE_ROWS // SAMPLE_BLOCK).round().astype(np.int64)
    blocks = (cells.slice(int(start), SAMPLE_BLOCK) for start in starts)
    return pa.chunked_array([chunk for block in blocks for chunk in block.chunks], cells.type)


def _may_count_rows(values: Values) -> bool:
    """Whether the cells are whole numbers without a repetition, which only all rows can tell from an id."""
    return values.n_different == values.n_filled and not pc.any(pc.match_substring_regex(values.texts, "[.,]")).as_py()


def _constant(name: str, values: Values, _: pa.DataType) -> Column | None:
    n = values.n_filled + values.n_missing
    if not values.n_filled:
        reason = "The table has no rows." if n == 0 else f"All {_count(n, 'cell')} are missing."
        return Column(name, Kind.CONSTANT, reason, MISSING_WORDS)
    if values.n_different > 1:
        return None
    word = values.texts[0].as_py()
    share = f"; {values.n_missing:,} of {n:,} are missing" if values.n_missing else ""
    return Column(name, Kind.CONSTANT, f"Every filled cell says {short(word)}{share}.", MISSING_WORDS)


def _boolean(name: str, values: Values, _: pa.DataType) -> Column | None:
    if not 2 <= values.n_different <= 6:
        return None
    words = values.texts.to_pylist()
    pair = boolean_pair(frozenset(words))
    if pair is None:
        return None
    reason = f"Two values that mean no and yes: {short(words[0])} and {short(words[1])}."
    return Column(name, Kind.BOOLEAN, reason, MISSING_WORDS)


def _native(name: str, _: Values, kind: pa.DataType) -> Column | None:
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return Column(
            name,
            Kind.DATETIME,
            "The file itself stores dates here.",
            NUMBER_MISSING_WORDS,
            datetime_formats=ISO_FORMATS,
        )
    return None


def _stamps(name: str, values: Values, _: pa.DataType) -> Column | None:
    filled = values.as_numbers
    stamp = stamp_format(filled.texts, name)
    if stamp is None:
        return None
    form, zero = stamp
    reason = f"The name says that these are moments: {stamp_words(form)}{'; 0 counts as not known' if zero else ''}."
    missing = (*NUMBER_MISSING_WORDS, "0") if zero else NUMBER_MISSING_WORDS
    return Column(name, Kind.DATETIME, reason, missing, datetime_formats=(form,))


def _datetime(name: str, values: Values, kind: pa.DataType, day_first: bool | None) -> Column | None:
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
        reason += f" {_said(never)} in {n_never - n:,} more counts as not known."
    return Column(name, Kind.DATETIME, reason, (*NUMBER_MISSING_WORDS, *never), datetime_formats=formats)


def _never(values: Values) -> tuple[str, ...]:
    """The texts that databases write where there is no date, or no end: the year 9999, and 0000-00-00."""
    found = values.texts.filter(pc.match_substring_regex(values.texts, _NO_DATE))
    return tuple(dict.fromkeys(text.strip() for text in found.to_pylist()))


def _numeric(name: str, values: Values, _: pa.DataType, decimal: str | None) -> Column | None:
    filled = values.as_numbers
    if not filled.n_filled:
        return None
    form, share = detect_format(filled.texts, filled.counts, decimal)
    if share < NUMBER_SHARE:
        return _numeric_but_one_word(name, filled, form)
    if (code := _code(name, filled)) is not None:
        return code
    numbers = parse_numbers(filled.texts, form)
    as_numbers = _numbers_column(name, filled, form, numbers)
    if as_numbers.role is Role.POSTCODE or form != PLAIN:
        return as_numbers
    if reason := whole_numbers_name_rows(name, filled, numbers):
        return Column(name, Kind.ID, reason, MISSING_WORDS, number=form)
    return as_numbers


def _numbers_column(
    name: str, values: Values, form: NumberFormat, numbers: npt.NDArray[np.float64], word: str | None = None
) -> Column:
    """The numeric column of these texts with what its numbers stand for, and those that mean "not known"; `word` stands
    where no number is known."""
    read = ~np.isnan(numbers)
    n_numbers = int(values.counts[read].sum())
    rest = f"; {short(word)} in the other {values.n_filled - n_numbers:,} counts as not known" if word else ""
    reason = f"{n_numbers:,} of {values.n_filled:,} filled cells are numbers{_notation(form)}{rest}."
    unknown = sentinels(numbers, values.counts)
    if unknown:
        cells = sum(unknown.values())
        reason += f" {_said(tuple(unknown))} in {cells:,} of them, far from the rest, counts as not known."
        numbers = np.where(np.isin(numbers, [float(one) for one in unknown]), np.nan, numbers)
    missing = (*NUMBER_MISSING_WORDS, *((word,) if word else ()), *unknown)
    return with_role(Column(name, Kind.NUMERIC, reason, missing, number=form), numbers, values.counts)


def _numeric_but_one_word(name: str, values: Values, form: NumberFormat) -> Column | None:
    """A column of numbers in which one word, always the same, stands where none is known ("unknown")."""
    numbers = parse_numbers(values.texts, form)
    others = values.texts.filter(pa.array(np.isnan(numbers))).unique()
    n_numbers = int(values.counts[~np.isnan(numbers)].sum())
    if len(others) != 1 or len(numbers) <= WORD_MIN_NUMBERS or n_numbers < WORD_NUMBER_SHARE * values.n_filled:
        return None
    word = others[0].as_py().strip()
    if any(character.isdigit() for character in word):
        return None
    return _numbers_column(name, values, form, numbers, word)


def _code(name: str, values: Values) -> Column | None:
    zeros = leading_zeros(values)
    share = values.counts[zeros].sum() / values.n_filled
    if share < CODE_SHARE:
        return None
    if (reason := postcode_reason(name, values)) is not None:
        return Column(name, Kind.CATEGORY, reason, MISSING_WORDS, role=Role.POSTCODE)
    example = values.texts.filter(pa.array(zeros))[0].as_py()
    kind = Kind.ID if names_rows(values, name) else Kind.CATEGORY
    return Column(name, kind, f"Digits with leading zeros, such as {short(example)}, are a code.", MISSING_WORDS)


def _postcode(name: str, values: Values, _: pa.DataType) -> Column | None:
    reason = postcode_reason(name, values)
    return None if reason is None else Column(name, Kind.CATEGORY, reason, MISSING_WORDS, role=Role.POSTCODE)


def _text_id(name: str, values: Values, _: pa.DataType) -> Column | None:
    if not names_rows(values, name) or _mean_words(values) >= TEXT_MEAN_WORDS:
        return None
    different = f"{values.n_different:,} different values in {values.n_filled:,} filled cells"
    names_each = values.unique_share >= ID_UNIQUE_SHARE
    reason = f"Names each row: {different}." if names_each else f"{different}, and the name says it is an id."
    return Column(name, Kind.ID, reason, MISSING_WORDS)


def _free_text(name: str, values: Values, _: pa.DataType) -> Column | None:
    words = _mean_words(values)
    if words < TEXT_MEAN_WORDS or values.unique_share < TEXT_UNIQUE_SHARE:
        return None
    reason = f"Free text: {words:.0f} words in the average cell, {_percent(values.unique_share)} of them different."
    return Column(name, Kind.TEXT, reason, MISSING_WORDS)


def _mean_words(values: Values) -> float:
    """Words in the average filled cell."""
    words = np.asarray(pc.count_substring_regex(values.texts, r"\S+"), dtype=np.float64)
    return float((words * values.counts).sum() / max(values.n_filled, 1))


def _notation(form: NumberFormat) -> str:
    said = []
    if form.decimal != ".":
        said.append(f"decimal mark {form.decimal!r}")
    if form.thousands:
        said.append(f"thousands mark {form.thousands!r}")
    if form.affixes:
        said.append("written with " + ", ".join(form.affixes))
    return f" ({', '.join(said)})" if said else ""


def _said(words: tuple[str, ...]) -> str:
    """The first words in quotes: "-1", "-999"."""
    return ", ".join(short(word) for word in words[:3]) + (" ..." if len(words) > 3 else "")


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
