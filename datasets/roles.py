"""What the values of a column stand for: money, per cent, codes, years, postcodes, places. The rules are published in
docs/kinds.md.

A role changes how values are shown, never what a model gets. It is found by the notation of the cells or by a word of
the column's name (datasets/role_words.py) together with a range that the numbers must keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from datasets.numbers import CURRENCIES, CURRENCY_CODES, PERCENT
from datasets.role_numbers import Numbers
from datasets.role_words import (
    AMOUNT_WORDS,
    MONEY_OTHERWISE,
    MONEY_WORDS,
    PERCENT_WORDS,
    POSTCODE_WORDS,
    YEAR_WORDS,
    code_word,
    postcode_word,
    words_of,
)
from datasets.schema import Column, Role
from datasets.values import Values, short

# Fewer different numbers are no amounts.
MONEY_NUMBERS = 20
# A year lies in this range in at least this share of the rows.
YEARS = (1500, 2300)
YEAR_SHARE = 0.99
# Where there are zeros or the name speaks of amounts, too, the years of so many rows lie within a century.
CLOSE_SHARE, CLOSE_YEARS = 0.9, 100
# The shortest and the longest postcode, in characters.
POSTCODE_LENGTH = (3, 10)
# Fewer different whole numbers than this may be codes without being few among the rows;
CODE_FEW = 50
# more are codes only when each stands in at least this many rows, on average.
CODE_REPEATS = 4.0

_LATITUDE = re.compile(r"lat|lat+itude?|breitengrad|latitud|latitudine")
_LONGITUDE = re.compile(r"lon|lng|long|long?n?t?itude?|längengrad|laengengrad|longitud|longitudine")
_CODES = frozenset(code.lower() for code in CURRENCY_CODES if len(code) == 3 and code.isalpha() and code.isupper())


@dataclass(frozen=True)
class Found:
    """A role with its unit and the sentence that says why."""

    role: Role | None
    reason: str
    unit: str = ""


def with_role(column: Column, numbers: npt.NDArray[np.float64], counts: npt.NDArray[np.int64]) -> Column:
    """A numeric column with what its numbers stand for, and the reason said; numbers (u,), NaN where a text is none,
    and counts (u,) are those of its different texts."""
    known = ~np.isnan(numbers)
    about = Numbers(words_of(column.name), numbers[known], counts[known], _affixes(column))
    found = next((found for rule in RULES if (found := rule(about)) is not None), None) if known.any() else None
    if found is None:
        return column
    return replace(column, role=found.role, unit=found.unit, reason=f"{column.reason} {found.reason}".strip())


def as_role(column: Column, role: Role) -> Column:
    """The column as the role that the analyst chose."""
    affixes = _affixes(column)
    currency = _currency(affixes, words_of(column.name))[0]
    unit = {Role.MONEY: currency, Role.PERCENT: _percent_sign(affixes) or "%"}.get(role, "")
    return replace(column, role=role, unit=unit)


def postcode_reason(name: str, values: Values) -> str | None:
    """The reason why texts are postcodes, or None: the name says so, and they are short and have digits."""
    if (word := postcode_word(name)) is None:
        return None
    low, high = POSTCODE_LENGTH
    texts = [text.strip() for text in values.texts.to_pylist()]
    fits = np.array([low <= len(text) <= high and any(map(str.isdigit, text)) for text in texts], dtype=bool)
    if values.counts[fits].sum() < 0.99 * values.n_filled:
        return None
    return f"Postcodes such as {short(texts[0])}: the name says {short(word)}."


def _affixes(column: Column) -> tuple[str, ...]:
    return column.number.affixes if column.number else ()


def _affixed(numbers: Numbers) -> Found | None:
    """What the cells themselves write beside the digits."""
    if sign := _percent_sign(numbers.affixes):
        return Found(Role.PERCENT, f"{'Per cent' if sign == '%' else 'Per mille'}: the cells say {sign}.", sign)
    unit, several = _currency(numbers.affixes, ())
    if several:
        return Found(Role.MONEY, f"Money in several currencies ({', '.join(several)}), not converted.")
    if unit:
        return Found(Role.MONEY, f"Money: the cells say {unit}.", unit)
    return Found(None, "", numbers.affixes[0]) if numbers.affixes else None


def _place(numbers: Numbers) -> Found | None:
    for role, pattern, limit in ((Role.LATITUDE, _LATITUDE, 90.0), (Role.LONGITUDE, _LONGITUDE, 180.0)):
        word = next((word for word in numbers.words if pattern.fullmatch(word)), None)
        if word and numbers.within(-limit, limit) and not numbers.whole:
            return Found(role, f"Degrees within ±{limit:.0f}, and the name says {short(word)}: a {role}.", "°")
    return None


def _year(numbers: Numbers) -> Found | None:
    word = next((w for w in numbers.words for y in YEAR_WORDS if w == y or (len(y) > 3 and y in w)), None)
    years = numbers.without_zero()
    if word is None or not len(years.values) or years.share_within(*YEARS) < YEAR_SHARE or not numbers.whole:
        return None
    has_zeros = len(years.values) < len(numbers.values)
    if (has_zeros or _says_amount(numbers.words)) and years.reach(CLOSE_SHARE) > CLOSE_YEARS:
        return None
    return Found(Role.YEAR, f"Years: the name says {short(word)}{', and 0 stands for none' if has_zeros else ''}.")


def _says_amount(words: tuple[str, ...]) -> bool:
    """Whether the name speaks of amounts, in a word of its own or a part of one, as Jahresumsatz."""
    return any(word == amount or (len(amount) > 4 and amount in word) for word in words for amount in AMOUNT_WORDS)


def _postcode(numbers: Numbers) -> Found | None:
    low, high = POSTCODE_LENGTH
    word = numbers.said(POSTCODE_WORDS)
    if word is None or not numbers.within(10 ** (low - 1), 10**high - 1) or not numbers.whole:
        return None
    return Found(
        Role.POSTCODE,
        f"Postcodes without leading zeros: the name says {short(word)}. A model gets the numbers, whose order says "
        "what lies near; choose category to have each one stand for itself.",
    )


def _percent(numbers: Numbers) -> Found | None:
    word = numbers.said(PERCENT_WORDS) or next((w for w in numbers.words if w.startswith(("pct", "percent"))), None)
    if word is None or not numbers.within(-100, 100) or np.abs(numbers.values).max() <= 1:
        return None
    return Found(Role.PERCENT, f"Per cent: the name says {short(word)}, and no number is beyond 100.", "%")


def _code(numbers: Numbers) -> Found | None:
    word, n = code_word(numbers.words), len(numbers.values)
    if word is None or n < 2 or not numbers.whole or (numbers.values < 0).any():
        return None
    if n > CODE_FEW and numbers.counts.sum() < CODE_REPEATS * n:
        return None
    return Found(
        Role.CODE,
        f"Codes of categories: {n:,} different whole numbers, and the name says {short(word)}. A model gets the "
        "numbers; choose category where their order means nothing.",
    )


def _money(numbers: Numbers) -> Found | None:
    unit, _ = _currency((), numbers.words)
    word = numbers.said(MONEY_WORDS)
    if (
        numbers.said(MONEY_OTHERWISE)
        or not (unit or word)
        or len(numbers.values) < MONEY_NUMBERS
        or numbers.within(-1, 1)
    ):
        return None
    return Found(Role.MONEY, f"Money: the name says {short(unit or word or '')}.", unit)


def _percent_sign(affixes: tuple[str, ...]) -> str | None:
    return next((affix for affix in affixes if affix in PERCENT), None)


def _currency(affixes: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The currency of the cells, else of the name, "" when neither says one; and all of the cells when they differ."""
    cells = tuple(affix for affix in affixes if affix in CURRENCIES or affix in CURRENCY_CODES)
    if cells:
        return ("", cells) if len(cells) > 1 else (cells[0], ())
    return next((word.upper() for word in words if word in _CODES or word in CURRENCIES), ""), ()


RULES: tuple[Callable[[Numbers], Found | None], ...] = (_affixed, _place, _year, _postcode, _percent, _code, _money)
