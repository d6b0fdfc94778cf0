"""Rows at the end of a table that say what the rows above come to: their sums, means or counts.

A word such as "Total" is not enough, for a shop may be called so: the numbers of the row must be what its columns come
to (and no other row may be so by chance), or all but a few of its cells are blank where other rows have some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pyarrow as pa

from datasets.formats._comes_to import Column

TOTAL, AVERAGE, COUNT = "total", "average", "count"
# A sum or a mean may differ from the cell by so much of itself, for its summands may be rounded.
MAX_ROUNDED_SHARE = 0.001
# A row without such a word must be the sum of at least so many rows, in as many numbers.
MIN_UNNAMED_ROWS = 5
MIN_UNNAMED_NUMBERS = 2
# A row may be a total by its blanks where at least so many cells are blank in columns that are filled in this share.
MIN_BLANK_CELLS = 2
FILLED_SHARE = 0.95
# Its sums are then at least this share of what the rows above come to.
MIN_PLAUSIBLE_SHARE = 0.5
# With such a word and such a blank cell, so many of the other rows may have the same numbers by chance.
MAX_ALIKE_SHARE = 0.2
MAX_LABEL = 100  # letters
# Of fewer rows than these, a total, a count or an average says nothing that a row could not say by chance.
MIN_ROWS = {TOTAL: 3, COUNT: 3, AVERAGE: 5}
_SUM = (
    r"(?:sub|grand|over ?all|column|report|zwischen|sous|gesamt|end)?[ -]?"
    r"(?:totals?|sum|sums|totaux|totale?s?|totaal|suma|summe|gesamt(?:summe|ergebnis)?|insgesamt|somme|soma|summa|"
    r"yhteensä|łącznie|razem|celkem|összesen|toplam|итого|всего|合計|合计|总计|總計|합계|المجموع|الإجمالي)"
)
_MEAN = (
    r"(?:average|avg\.?|mean|durchschnitt(?:lich\w*)?|mittelwert|moyenne|promedio|media|média|gemiddelde?|średnia|"
    r"medel(?:värde)?|genomsnitt|gennemsnit|gjennomsnitt|keskiarvo|průměr|átlag|ortalama|среднее|平均|평균|ø)"
)
_OF = r"(?:of|de|di|der|von|van|av|af|rows|records|entries|zeilen|lignes|filas|rijen)"
_COUNT = r"(?:count|number|no\.|anzahl|nombre|número|numero|cantidad|antal|aantal|liczba|počet|sayısı|количество|件数)"
_NAMES = (
    (TOTAL, re.compile(rf"(?is){_SUM}(?!\w).*|.*(?<!\w){_SUM}[ :.)]*|gesamt\w+|\w+summe(?!\w).*")),
    (AVERAGE, re.compile(rf"(?is){_MEAN}(?!\w).*|.*(?<!\w){_MEAN}[ :.)]*")),
    (COUNT, re.compile(rf"(?is){_COUNT}(?: {_OF}(?!\w).*|[ :.]*)")),
)
_MEAN_ALONE = re.compile(rf"{_MEAN}[ :.]*", re.IGNORECASE)

Rows = list[list[str | None]]
Above = Callable[[], Iterable[pa.Table]]


def name_of(label: str) -> str | None:
    """What a row with this label may hold: a total, an average or a count; None where the label says nothing."""
    short = label.strip() if len(label) <= MAX_LABEL else ""
    return next((what for what, pattern in _NAMES if pattern.fullmatch(short)), None)


def summing_up(rows: Rows, i: int, above: Above | None) -> str | None:
    """What row i says of those above it: total, average or count; None when it is a row like the others. `rows` are
    the last ones, blank cells None; `above` gives those before them, None when there are none."""
    n_data = _n_data(rows, i)
    filled = [(j, text) for j, text in enumerate(rows[i]) if text is not None]
    if n_data < 2 or not filled:
        return None
    row = _Row(rows[:n_data], rows[i], above)
    place, label = filled[0]
    if not any(c.isalpha() for c in label):
        cells = filled if any(c.isdigit() for c in label) else filled[1:]
        return TOTAL if row.has_new_blank() and row.is_sum(cells, 1) else None
    what = name_of(label)
    if what is None:
        again = any(data[place] == label for data in rows[:n_data])
        return None if again or above is not None or not row.is_sum(filled[1:], MIN_UNNAMED_NUMBERS) else TOTAL
    if n_data < MIN_ROWS[what]:
        return None
    return what if row.comes_to(what, filled[1:]) or row.is_mostly_blank(what, place, filled[1:]) else None


def _n_data(rows: Rows, i: int) -> int:
    """How many of the rows above row i are rows of the table: not other totals right above it, and no notes."""
    while i and (sum(text is not None for text in rows[i - 1]) < 2 or name_of(next(filter(None, rows[i - 1])) or "")):
        i -= 1
    return i


class _Row:
    """A row that may sum up the `data` above it."""

    def __init__(self, data: Rows, cells: Sequence[str | None], above: Above | None) -> None:
        self._data, self._cells, self._above = data, cells, above
        self._columns: dict[int, Column] = {}

    def _begun(self, j: int) -> Column:
        """A column as far as the last rows tell: whether it is one of numbers, and the number in the cell."""
        if j not in self._columns:
            self._columns[j] = Column([row[j] for row in self._data], self._cells[j])
        return self._columns[j]

    def _column(self, j: int) -> Column:
        """A column with all of its cells; those above the last rows are gone through once, for all with a digit."""
        if self._above is not None:
            above, self._above = self._above, None
            wanted = [i for i, text in enumerate(self._cells) if text is not None and any(c.isdigit() for c in text)]
            columns = {i: self._begun(i) for i in wanted}
            for chunk in above():
                for i, column in columns.items():
                    column.add(chunk.column(i).combine_chunks())
        return self._begun(j)

    def is_sum(self, cells: list[tuple[int, str]], least: int) -> bool:
        """Whether each of these cells, at least so many, is the sum of its column, to the last digit."""
        if len(cells) < least or len(self._data) < MIN_UNNAMED_ROWS:
            return False
        columns = []
        for j, text in cells:
            if any(c.isalpha() for c in text) or not self._begun(j).value or not self._column(j).is_about(TOTAL, 0):
                return False
            columns.append(self._column(j))
        return not self._alike_share(columns, TOTAL)

    def comes_to(self, what: str, cells: list[tuple[int, str]]) -> bool:
        """Whether the numbers (of several right ones, or where a cell is blank that others have, half of all) are what
        the label says of their columns, which those of no other row are, and no other cell has a word of its own."""
        if any(self._begun(j).value is None and self._is_word(j, text) for j, text in cells):
            return False
        numbers = [self._column(j) for j, text in cells if self._begun(j).value is not None]
        right = [column for column in numbers if column.is_about(what, _rounded(what))]
        counts = [j for j, text in cells if self._column(j).value is None and self._column(j).is_count(text)]
        if counts and not numbers:
            return True
        blank = self.has_new_blank()
        half = what != COUNT and (blank or len(right) > 1)
        enough = bool(right) and (2 if half else 1) * len(right) >= len(numbers)
        return enough and self._alike_share(right, what) <= (MAX_ALIKE_SHARE if blank else 0.0)

    def is_mostly_blank(self, what: str, place: int, cells: list[tuple[int, str]]) -> bool:
        """Whether cells are blank that other rows have, half of them or more, the rest may be sums or means, and no
        other row has such a label."""
        label = str(self._cells[place])
        mean = what == AVERAGE and _MEAN_ALONE.fullmatch(label.strip()) is not None
        if len(cells) < (2 if mean else 1) or len(self._data) < MIN_UNNAMED_ROWS or not (mean or what == TOTAL):
            return False
        n_blank = len(self._new_blanks())
        if n_blank < max(MIN_BLANK_CELLS, len(cells)) or any(name_of(row[place] or "") for row in self._data):
            return False
        return all(self._column(j).may_be(what, MIN_PLAUSIBLE_SHARE) for j, _ in cells)

    def has_new_blank(self) -> bool:
        """Whether a cell is blank that nearly every other row has."""
        return bool(self._new_blanks())

    def _new_blanks(self) -> list[int]:
        """The blank cells in columns that are filled in nearly every other row."""
        least = FILLED_SHARE * len(self._data)
        blank = (j for j, text in enumerate(self._cells) if text is None)
        return [j for j in blank if sum(row[j] is not None for row in self._data) >= least]

    def _is_word(self, j: int, text: str) -> bool:
        return any(c.isalpha() for c in text) and any(row[j] != text for row in self._data)

    def _alike_share(self, columns: list[Column], what: str) -> float:
        """The share of the other rows whose numbers would be right as well: where there are many, they say nothing."""
        return float(np.logical_and.reduce([column.alike(what, _rounded(what)) for column in columns]).mean())


def _rounded(what: str) -> float:
    """The share by which a cell may be off: a count is no sum of rounded numbers."""
    return 0.0 if what == COUNT else MAX_ROUNDED_SHARE
