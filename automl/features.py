"""The raw columns of a table as the ONNX graph will see them: float32 numbers, text codes, whole seconds.

Notation: n rows. Numbers are rounded to float32 here, once, so that nothing ever learns from digits that the graph
cannot receive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.cells import FLOAT32_MAX, MISSING_SECONDS, as_float32
from datasets.schema import Column, Kind
from datasets.table import Table

STRING_KINDS = frozenset({Kind.CATEGORY, Kind.BOOLEAN, Kind.TEXT})
USABLE_KINDS = STRING_KINDS | {Kind.NUMERIC, Kind.DATETIME}

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Word = str | float
NO_NUMBER = -FLOAT32_MAX  # stands for a missing number where levels are counted


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A string column, dictionary encoded: `words[codes[i]]` is the text of row i; the missing cell is the word ""."""

    words: tuple[str, ...]
    codes: Codes


@dataclass(frozen=True, slots=True)
class LevelColumn:
    """Any column as levels: `words[codes[i]]` is the text, the number or the second of row i; a missing cell is the
    word that `missing_word` gives."""

    words: tuple[Word, ...]
    codes: Codes


@dataclass(frozen=True)
class Features:
    """`numbers`: name -> float32 (n,), NaN missing; `texts`: name -> TextColumn; `seconds`: name -> int64 (n,),
    MISSING_SECONDS missing. `columns` keeps the order of the graph's inputs."""

    columns: tuple[Column, ...]
    n_rows: int
    numbers: dict[str, Floats]
    texts: dict[str, TextColumn]
    seconds: dict[str, Ints]

    @property
    def n_cells(self) -> int:
        """Rows times columns."""
        return self.n_rows * len(self.columns)

    @classmethod
    def from_table(cls, table: Table, names: Sequence[str]) -> Features:
        """The named columns of a table; kinds that a model cannot use (id, constant) are a ValueError."""
        columns = tuple(table.schema[name] for name in names)
        if bad := [c.name for c in columns if c.kind not in USABLE_KINDS]:
            raise ValueError(f"columns of a kind that no model uses: {bad}")
        return cls(
            columns=columns,
            n_rows=table.n_rows,
            numbers={c.name: as_float32(table.numbers(c.name)) for c in columns if c.kind is Kind.NUMERIC},
            texts={c.name: _encode(table.texts(c.name)) for c in columns if c.kind in STRING_KINDS},
            seconds={c.name: table.seconds(c.name) for c in columns if c.kind is Kind.DATETIME},
        )

    def take(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.int64]) -> Features:
        """The given rows (indices), in the given order; dictionaries are shared, not copied."""
        return replace(
            self,
            n_rows=len(rows),
            numbers={name: values[rows] for name, values in self.numbers.items()},
            texts={name: TextColumn(text.words, text.codes[rows]) for name, text in self.texts.items()},
            seconds={name: values[rows] for name, values in self.seconds.items()},
        )

    def own_words(self) -> Features:
        """The same rows, with dictionaries that hold only what occurs in them."""
        texts = {}
        for name, text in self.texts.items():
            used, codes = np.unique(text.codes, return_inverse=True)
            texts[name] = TextColumn(tuple(text.words[i] for i in used), codes.astype(np.int32))
        return replace(self, texts=texts)

    def inputs(self, input_names: dict[str, str] | None = None) -> dict[str, npt.NDArray[np.generic]]:
        """The feed of an ONNX session: every column as an array (n, 1), under its name or its `input_names` entry."""
        feed: dict[str, npt.NDArray[np.generic]] = {}
        for column in self.columns:
            key = (input_names or {}).get(column.name, column.name)
            feed[key] = self._values(column.name).reshape(-1, 1)
        return feed

    def levels(self, name: str) -> LevelColumn:
        """A column as levels; numbers and seconds in rising order."""
        if name in self.texts:
            text = self.texts[name]
            return LevelColumn(text.words, text.codes)
        values = self._values(name)
        if name in self.numbers:
            values = np.where(np.isnan(self.numbers[name]), np.float32(NO_NUMBER), self.numbers[name])
        words, codes = np.unique(values, return_inverse=True)
        return LevelColumn(tuple(words.tolist()), codes.astype(np.int32))

    def missing_word(self, name: str) -> Word:
        """The level of a missing cell of a column."""
        return "" if name in self.texts else NO_NUMBER if name in self.numbers else MISSING_SECONDS

    def _values(self, name: str) -> npt.NDArray[np.generic]:
        if name in self.numbers:
            return self.numbers[name]
        if name in self.seconds:
            return self.seconds[name]
        text = self.texts[name]
        return np.asarray(text.words, dtype=object)[text.codes]


def _encode(texts: pa.StringArray) -> TextColumn:
    encoded = texts.dictionary_encode()
    words = tuple(encoded.dictionary.to_pylist()) or ("",)
    return TextColumn(words, np.asarray(encoded.indices, dtype=np.int32))


__all__ = [
    "MISSING_SECONDS",
    "NO_NUMBER",
    "STRING_KINDS",
    "USABLE_KINDS",
    "Features",
    "LevelColumn",
    "TextColumn",
    "Word",
]
