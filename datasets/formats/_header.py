"""Where the header is, decided from the cells, because a table of nothing but text has one too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.errors import InputError
from datasets.formats._header_lines import MIN_ROWS_BELOW, n_lines_of, put_together
from datasets.formats._written import (
    are_numbers,
    common_pattern,
    equals,
    is_measured,
    is_numeric,
    is_word,
    pattern_of,
    texts_of,
)
from datasets.record import ReadOptions
from datasets.wording import plural

_SAMPLE_ROWS = 1000
# The first row is data when at least this share of its filled cells stand again below, in their own columns.
REPEATED_SHARE = 0.5
# Rows equal to the header are set aside while they are at most this share; more of them are data.
MAX_REPEAT_SHARE = 0.02
# So many of them where the header has a word above numbers, dates and the like: there it cannot be a row of data.
MAX_SURE_REPEAT_SHARE = 0.2
# Rows with one filled cell, at the top of a table of at least three columns, are titles; at most so many are.
MAX_TITLE_ROWS = 20
MIN_TITLED_COLUMNS = 3
# Above the header of a table of so many columns, rows of which at most half are filled, from the left, are none of it.
MIN_LED_COLUMNS = 4
# Two numbers in a row are names when they are years.
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Of the columns of numbers, dates and the like more than this share must go on in the first row for it to be data.
MIN_LIKE_DATA = 0.5
_MANY_ROWS = 20


@dataclass(frozen=True)
class Header:
    """`names` has one entry a column ("" where blank or no header); `n_rows_above` rows stand above it, it is itself
    `n_lines` rows."""

    present: bool
    names: tuple[str, ...]
    n_rows_above: int = 0
    sentences: tuple[str, ...] = ()
    n_lines: int = 1
    most_repeats: float = MAX_REPEAT_SHARE

    @property
    def n_rows(self) -> int:
        """Rows before the first row of data."""
        return self.n_rows_above + self.n_lines * self.present

    @property
    def can_repeat(self) -> bool:
        """Whether a row equal to the header must be a repeated header: with one column it could be a value."""
        return self.present and self.n_lines == 1 and len(set(self.names)) == len(self.names) > 1 and all(self.names)


def find_header(cells: pa.Table, options: ReadOptions, n_titles: int = 0, numbers: Sequence[int] = ()) -> Header:
    """The header of text cells that still contain it, where the options do not say which it is. `n_titles` rows above
    these cells are left out already, and count. `numbers` are those of the rows in their sheet, where empty rows were
    left out."""
    n_rows, header_row = cells.num_rows + n_titles, options.header_row
    if header_row is not None and not 0 <= header_row <= n_rows:
        raise InputError(f"The header must be one of the {n_rows:,} rows; row {header_row:,} was asked for.")
    unnamed = ("",) * cells.num_columns
    if header_row == 0:
        return Header(False, unnamed)
    if header_row is not None:
        last = header_row - n_titles - 1
        n = max(1, min(options.header_lines or 1, last + 1))
        return _header(cells, last - n + 1, n)
    above = _n_title_rows(cells)
    left_out = above + n_titles
    said = (_left_out(left_out, numbers[above] - 1 - above if above < len(numbers) else 0),) if left_out else ()
    if _looks_like_data(cells.slice(above, _SAMPLE_ROWS)):
        return Header(False, unnamed, above, (*said, "The first row looks like data, so the columns are numbered."))
    return _header(cells, above, n_lines_of(cells.slice(above, _SAMPLE_ROWS)), said)


def _left_out(n_rows: int, n_empty: int) -> str:
    empty = f" and {n_empty} empty {'row' if n_empty == 1 else 'rows'}" if n_empty else ""
    return f"{plural(n_rows, 'row')}{empty} above the header left out."


def _header(cells: pa.Table, above: int, n: int, said: tuple[str, ...] = ()) -> Header:
    """The header of `n` lines below so many rows."""
    if n == 1:
        return Header(True, texts_of(cells, above), above, said, most_repeats=_most_repeats(cells, above))
    names = put_together([texts_of(cells, above + i) for i in range(n)])
    return Header(True, names, above, (*said, f"The header has {n} lines; the names are put together from them."), n)


def _most_repeats(cells: pa.Table, row: int) -> float:
    """The share of the rows that may repeat this header."""
    below = cells.slice(row + 1, _SAMPLE_ROWS)
    names = enumerate(texts_of(cells, row))
    sure = any(is_word(name) and is_measured(below.column(i), name) for i, name in names)
    return MAX_SURE_REPEAT_SHARE if sure else MAX_REPEAT_SHARE


def _n_title_rows(cells: pa.Table) -> int:
    """Rows above the header: empty ones, in wide tables those with one filled cell, and what a bank or an office says
    of the table: pairs such as "Account", "DE12"."""
    if (n := _n_lead_rows(cells)) > 0:
        return n
    least = 1 if cells.num_columns < MIN_TITLED_COLUMNS else 2
    for row in range(min(MAX_TITLE_ROWS, cells.num_rows)):
        if sum(bool(text.strip()) for text in texts_of(cells, row)) >= least:
            return row
    return 0


def _n_lead_rows(cells: pa.Table) -> int:
    """Rows with cells in the first half of the columns only, above a row with a word in each, above data; 0 where
    there are none."""
    width = cells.num_columns
    if width < MIN_LED_COLUMNS:
        return 0
    for row in range(min(MAX_TITLE_ROWS, cells.num_rows - MIN_ROWS_BELOW)):
        texts = [text.strip() for text in texts_of(cells, row)]
        n_filled = sum(map(bool, texts))
        if all(map(is_word, texts)):
            below = cells.slice(row + 1, _SAMPLE_ROWS)
            return row if any(is_measured(below.column(i), text) for i, text in enumerate(texts)) else 0
        if 2 * n_filled > width or not all(texts[:n_filled]):
            return 0
    return 0


def _looks_like_data(cells: pa.Table) -> bool:
    """Whether the first of these rows is like the others and therefore no header."""
    if cells.num_rows < 2:
        return False
    first = texts_of(cells, 0)
    filled = [i for i, text in enumerate(first) if text.strip()]
    below = cells.slice(1)
    numbers = [i for i in filled if are_numbers([first[i]])[0]]
    if numbers and _counts_up([first[i] for i in numbers], [below.column(i)[0].as_py() for i in numbers]):
        return False
    numeric = [i for i in filled if is_numeric(below.column(i))]
    patterns = {i: found for i in filled if i not in numeric and (found := common_pattern(below.column(i)))}
    n_alike = sum(pattern_of(first[i]) == pattern for i, pattern in patterns.items())
    n_like_data = len(set(numeric) & set(numbers)) + n_alike
    if numeric or n_like_data:
        return n_like_data > MIN_LIKE_DATA * (len(numeric) + len(patterns))
    if numbers:
        return False
    again = np.array([equals(below.column(i), first[i]) for i in filled]).reshape(len(filled), below.num_rows)
    repeated = int(again.any(axis=1).sum())
    whole = again.all(axis=0)
    if len(set(first)) == len(first) > 1 and (again.any(axis=0) == whole).all() and whole.mean() <= MAX_REPEAT_SHARE:
        return False  # only whole rows stand again: a header repeated by joining files
    least = REPEATED_SHARE * len(filled) + (0.5 if below.num_rows < _MANY_ROWS else 0)
    return below.num_rows > 1 and repeated >= max(1, least)


def repeats_header(body: pa.Table, header: Header) -> npt.NDArray[np.bool_]:
    """Which rows (n,) repeat the header word for word."""
    same = np.full(body.num_rows, header.can_repeat)
    for i, name in enumerate(header.names):
        if not same.any():
            break
        same &= equals(body.column(i), name)
    return same


def _counts_up(texts: list[str], below: list[str | None]) -> bool:
    """Whether these are names such as 2019, 2020, 2021 or 0, 1, 2: three or more (two years are enough), and the row
    below does not go on counting."""
    values = [float(text) for text in texts if text.strip().isdigit()]
    if len(values) != len(texts) or len(values) < 2 or (np.diff(values) != 1).any():
        return False
    goes_on = (below[0] or "").strip() == str(int(values[-1]) + 1)
    return not goes_on and (len(values) > 2 or values[0] == 0 or FIRST_YEAR <= values[0] <= LAST_YEAR)
