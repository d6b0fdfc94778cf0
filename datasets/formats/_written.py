"""How cells are written: as words, as numbers, or as dates, times and the like; what the search for a header asks."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.blocks import converted
from datasets.numbers import PLAIN, parse_numbers
from datasets.words import NUMBER_MISSING_WORDS

# A column is one of numbers when at least this share of its filled cells below the first row are numbers.
NUMERIC_SHARE = 0.8
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# Texts are compared by how they are written when they have so many digits, and so many cells below are filled.
_LONGEST_ALIKE = 200  # letters: no date, time or number is longer
_MIN_DIGITS = 4
_MIN_ALIKE_ROWS = 2
_ALIKE_ROWS = 100


def is_word(text: str) -> bool:
    """Whether a text can be a name where others are numbers: it is not "not known" either."""
    return any(letter.isalpha() for letter in text) and text not in NUMBER_MISSING_WORDS and not are_numbers([text])[0]


def is_measured(column: pa.ChunkedArray, above: str) -> bool:
    """Whether a column is one of numbers, dates and the like, written in another way than the cell above it."""
    pattern = common_pattern(column)
    return (pattern is not None and pattern != pattern_of(above)) or is_numeric(column)


def common_pattern(column: pa.ChunkedArray) -> str | None:
    """How the cells of a column are written when they are dates, times or numbers of a kind that is no plain number
    (phones, amounts with thousands): at least half of what is written are digits, marked alike; else None."""
    filled = [text for text in column.slice(0, _ALIKE_ROWS).to_pylist() if text and text.strip()]
    if len(filled) < _MIN_ALIKE_ROWS:
        return None
    pattern, n = Counter(pattern_of(text) for text in filled).most_common(1)[0]
    return pattern if n >= NUMERIC_SHARE * len(filled) else None


def pattern_of(text: str) -> str | None:
    """ "Dec 8, 2022" -> "a 9, 9"; None for texts with few digits, and for long ones."""
    if len(text) > _LONGEST_ALIKE:
        return None
    n_digits = sum(c.isdigit() for c in text)
    if n_digits < _MIN_DIGITS or n_digits < len("".join(text.split())) / 2:
        return None
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text))


def is_numeric(column: pa.ChunkedArray) -> bool:
    filled = pc.drop_null(pa.chunked_array(column.chunks, pa.string()).combine_chunks())
    if len(filled) == 0:
        return False
    plain = ~np.isnan(parse_numbers(filled, PLAIN))
    return bool(plain.mean() >= NUMERIC_SHARE or are_numbers(filled.to_pylist()).mean() >= NUMERIC_SHARE)


def are_numbers(texts: list[str]) -> npt.NDArray[np.bool_]:
    """Which texts (n,) are numbers, also with commas between their thousands."""
    without = [text.replace(",", "") if _THOUSANDS.fullmatch(text.strip()) else text for text in texts]
    return ~np.isnan(parse_numbers(pa.array(without, pa.string()), PLAIN))


def texts_of(cells: pa.Table, row: int) -> tuple[str, ...]:
    return tuple(column[row].as_py() or "" for column in cells.columns)


def equals(column: pa.ChunkedArray, text: str) -> npt.NDArray[np.bool_]:
    return converted(column, lambda block: np.asarray(pc.fill_null(pc.equal(block, text), False)), np.bool_)
