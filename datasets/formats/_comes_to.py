"""What the numbers of a column come to, and whether the cell below them says it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.numbers import SEPARATORS, detect_format, parse_numbers
from datasets.schema import NumberFormat
from datasets.words import NUMBER_MISSING_WORDS

# A column is one of numbers when at least this share of its filled cells are.
NUMBER_SHARE = 0.8
LARGEST = 1e300
_EXACT = 1e-9  # of the sum: what adding up floats may change


class Column:
    """The cells (n,) of a column, blank ones None, and the one that may sum them up."""

    def __init__(self, texts: Sequence[str | None], cell: str | None) -> None:
        known = [None if text is None or text.strip() in NUMBER_MISSING_WORDS else text.strip() for text in texts]
        self._n_filled = sum(text is not None for text in texts)
        self._cell = (cell or "").strip()
        self._form = _form([text for text in (*known, self._cell) if text])
        self._numbers = _finite(parse_numbers(pa.array(known, pa.string()), self._form))
        n_known = sum(text is not None for text in known)
        n_numbers = int((~np.isnan(self._numbers)).sum())
        self._numeric = n_numbers > 1 and n_numbers >= NUMBER_SHARE * n_known
        self._sum, self._n_numbers = _sum(self._numbers), n_numbers

    def add(self, cells: pa.Array) -> None:
        """Counts cells that stand further above."""
        self._n_filled += int(pc.sum(pc.not_equal(pc.utf8_trim_whitespace(cells), "")).as_py() or 0)
        if self._numeric:
            numbers = _finite(parse_numbers(cells, self._form))
            self._sum += _sum(numbers)
            self._n_numbers += int((~np.isnan(numbers)).sum())

    @cached_property
    def value(self) -> float | None:
        """The number in the cell; None where it is none, or its column is not one of numbers."""
        return self._read(self._cell) if self._numeric else None

    def is_about(self, what: str, share: float) -> bool:
        """Whether the cell is what the column comes to, but for its last digit and this share of it."""
        expected = self._expected(what)
        return (
            self.value is not None
            and math.isfinite(expected)
            and abs(self.value - expected) <= self._near(expected, share)
        )

    def is_count(self, text: str) -> bool:
        """Whether a cell is the number of the filled cells above it."""
        return text.strip().isdecimal() and int(text) == self._n_filled

    def may_be(self, what: str, share: float) -> bool:
        """Whether the cell could be a mean of the column, or a sum of this share of it at least."""
        if self.value is None:
            return False
        if what == "average":
            return bool(np.nanmin(self._numbers) <= self.value <= np.nanmax(self._numbers))
        total = self._expected(what)
        return total != 0 and self.value / total >= share

    def alike(self, what: str, share: float) -> npt.NDArray[np.bool_]:
        """Which numbers (n,) of the column are what it comes to themselves."""
        expected = self._expected(what)
        return np.abs(self._numbers - expected) <= self._near(expected, share)

    def _expected(self, what: str) -> float:
        if what == "count":
            return float(self._n_filled)
        return self._sum / self._n_numbers if what == "average" else self._sum

    def _near(self, expected: float, share: float) -> float:
        """How far the cell may be off: half of its last digit, or the share."""
        digits = re.search(f"{re.escape(self._form.decimal)}([0-9]+)", self._cell)
        last = 10.0 ** -len(digits[1]) if digits else 1.0
        whole = bool((np.mod([*self._numbers[~np.isnan(self._numbers)], expected], 1) == 0).all())
        return max(abs(expected) * max(share, _EXACT), 0.0 if whole else last / 2)

    def _read(self, text: str) -> float | None:
        """A sum is larger than its summands: it may have marks between its thousands where they have none."""
        marks = [thousands for decimal, thousands in SEPARATORS if decimal == self._form.decimal]
        for thousands in dict.fromkeys((self._form.thousands, *marks)):
            form = NumberFormat(self._form.decimal, thousands, self._form.affixes)
            number = float(parse_numbers(pa.array([text], pa.string()), form)[0])
            if not math.isnan(number):
                return number
        return None


def _finite(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Without numbers so large that sums of them mean nothing."""
    return np.where(np.abs(numbers) < LARGEST, numbers, np.nan)


def _sum(numbers: npt.NDArray[np.float64]) -> float:
    return float(np.nansum(numbers))


def _form(texts: list[str]) -> NumberFormat:
    if not texts:
        return NumberFormat()
    counted = pa.array(texts, pa.string()).value_counts()
    counts = np.asarray(counted.field("counts"), dtype=np.int64)
    return detect_format(counted.field("values"), counts)[0]
