"""Columns of numbers, and of digits that are none. Published in docs/kinds.md."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.clock import UNIT, parse_clock, tells_time
from datasets.digits import western
from datasets.identity import leading_zeros, name_words, names_rows, whole_numbers_name_rows
from datasets.numbers import CLOCK, NUMBER_SHARE, PLAIN, detect_format, parse_numbers
from datasets.role_words import postcode_word
from datasets.roles import postcode_reason, with_role
from datasets.schema import Column, Kind, NumberFormat, Role
from datasets.sentinels import sentinels
from datasets.values import Values, listed, short
from datasets.words import MISSING_WORDS, NUMBER_MISSING_WORDS

# One word among numbers means "not known" when there are more different numbers than this,
WORD_MIN_NUMBERS = 10
# and they fill at least this share of the cells.
WORD_NUMBER_SHARE = 0.5
# Digits with a leading zero in at least this share of the filled cells are a code, not a number.
CODE_SHARE = 0.01
# What a word behind a number stands for, by its power of ten.
_NOUGHTS = {3: "thousands", 5: "hundred thousands", 6: "millions", 7: "ten millions", 9: "billions", 12: "trillions"}


def written_numbers(name: str, values: Values, _: pa.DataType, decimal: str | None) -> Column | None:
    """Texts that are numbers, with what they stand for; digits that are a code or name the rows are none."""
    filled = values.as_numbers
    if not filled.n_filled:
        return None
    form, share = detect_format(filled.texts, filled.counts, decimal)
    if form.clock:
        return _clock_column(name, filled)
    if share < NUMBER_SHARE:
        return _numeric_but_one_word(name, filled, form)
    if (code := _code(name, filled)) is not None:
        return code
    numbers = parse_numbers(filled.texts, form)
    reason = whole_numbers_name_rows(name, filled, numbers) if form == PLAIN else None
    if reason and postcode_word(name) is None:
        return Column(name, Kind.ID, reason, MISSING_WORDS, number=form)
    as_numbers = _numbers_column(name, filled, form, numbers)
    if reason and as_numbers.role is not Role.POSTCODE:
        return Column(name, Kind.ID, reason, MISSING_WORDS, number=form)
    return as_numbers


def _clock_column(name: str, values: Values) -> Column | None:
    """The numeric column of texts that are times of day, but for one word that stands where none is known."""
    is_time = ~np.isnan(parse_clock(western(values.texts)))
    n_times = int(values.counts[is_time].sum())
    others = values.texts.filter(pa.array(~is_time)).to_pylist()
    is_word = len(others) == 1 and not any(letter.isdigit() for letter in others[0])
    if not tells_time(name_words(name), values.texts) or n_times < WORD_NUMBER_SHARE * values.n_filled:
        return None
    if n_times < NUMBER_SHARE * values.n_filled and not (is_word and is_time.sum() >= WORD_MIN_NUMBERS):
        return None
    word = others[0].strip() if is_word else None
    rest = f"; {short(word)} in the other {values.n_filled - n_times:,} counts as not known" if word else ""
    example = values.texts.filter(pa.array(is_time))[0].as_py()
    reason = (
        f"{n_times:,} of {values.n_filled:,} filled cells are times of day such as {short(example)}, read as {UNIT}"
    )
    missing = (*NUMBER_MISSING_WORDS, *((word,) if word else ()))
    return Column(name, Kind.NUMERIC, f"{reason}{rest}.", missing, number=CLOCK, unit=UNIT)


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
        reason += f" {listed(tuple(unknown))} in {cells:,} of them, far from the rest, counts as not known."
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


def _notation(form: NumberFormat) -> str:
    said = []
    if form.decimal != ".":
        said.append(f"decimal mark {form.decimal!r}")
    if form.thousands:
        said.append(f"thousands mark {form.thousands!r}")
    if form.powers:
        said.append(", ".join(f"{word} for {_NOUGHTS[power]}" for word, power in form.powers))
    if form.affixes:
        said.append("written with " + ", ".join(form.affixes))
    return f" ({', '.join(said)})" if said else ""
