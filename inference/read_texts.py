"""Texts: a cell becomes the text that the model knows and that is meant; "" is "not known"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.cells import to_texts
from datasets.texts import distinct, text_cells
from inference.columns import N_EXAMPLES, Array, ColumnReader, ColumnValues
from inference.manifest import InputColumn
from inference.matching import Categories
from inference.values import one_cell

LARGEST_EXACT = 2.0**53


class TextReader(ColumnReader):
    dtype = object
    missing = ""
    expects = "a text, a number, a date or true or false"

    def __init__(self, column: InputColumn) -> None:
        super().__init__(column)
        self.categories = Categories(column.categories)
        self._missing_words = frozenset(column.column.missing)

    def one(self, value: Any) -> Any:
        if type(value) is str and value in self.categories.known:
            return value
        return super().one(value)

    def many(self, cells: pa.ChunkedArray) -> ColumnValues:
        words, codes = distinct(text_cells(cells))
        texts = to_texts(words, self.column.column).to_pylist()  # what every different text means is asked once
        return self._spread([self.categories.match(text) for text in texts], codes)

    def each(self, values: Sequence[Any]) -> ColumnValues:
        read = super().each(values)
        spread = self._spread(read.values[:, 0].tolist(), np.arange(len(values)))
        return replace(spread, n_mismatched=read.n_mismatched, n_missing=read.n_missing, wrong=read.wrong)

    def is_missing(self, values: Array) -> npt.NDArray[np.bool_]:
        return np.asarray(values == "", dtype=bool)

    def _spread(self, words: list[str], codes: npt.NDArray[np.int_]) -> ColumnValues:
        """The column in which row i holds words[codes[i]], and nothing where the code is -1."""
        words = [*words, ""]
        counts = np.bincount(codes + 1, minlength=len(words))
        counts = np.append(counts[1:], counts[0])
        new = np.array([not self.categories.knows(word) for word in words], dtype=bool)
        empty = np.array([not word for word in words], dtype=bool)
        values = np.array(words, dtype=object)[codes]
        examples = tuple(dict.fromkeys(word for word, is_new in zip(words, new, strict=True) if is_new))
        n_unseen, n_missing = int(counts[new].sum()), int(counts[empty].sum())
        unseen = new[codes] if n_unseen else None
        return ColumnValues(values.reshape(-1, 1), 0, n_unseen, n_missing, examples[:N_EXAMPLES], unseen)

    def _from_text(self, text: str) -> str:
        bare = text.strip()
        if not bare or bare in self._missing_words:
            return ""
        matched = self.categories.match(text)
        try:
            matched.encode()
        except UnicodeEncodeError:
            raise self._refusal(text) from None
        return matched

    def _from_native(self, value: Any) -> Any:
        if isinstance(value, bool | int):
            return self.from_text(str(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT:
            return self.from_text(str(int(value)))
        return self.from_text(to_texts(one_cell(value), self.column.column)[0].as_py())
