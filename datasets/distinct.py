"""A column as its different cells and how often each stands there: what its figures are worked out from.

A column of a million rows has often few different cells; converting, sorting and comparing those is much cheaper than
doing it with every row, and gives the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets import cells as reading
from datasets.blocks import blocks_of, converted
from datasets.dates import ISO_FORMATS, parse_seconds
from datasets.keys import Keys, commonest, in_order, keys_of_texts, mostly_different, n_runs
from datasets.missing import missing_mask, says_missing
from datasets.numbers import PLAIN, parse_numbers
from datasets.schema import Column, Kind
from datasets.texts import Cells, text_cells

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Distinct:
    """The different known cells (u,) in order of first appearance, as they were read, how many rows hold each (u,), and
    the number of rows that say nothing; `missing_words` stand in those that are not empty, each with its rows, the
    commonest first. Where hardly any cell stands twice, `cells` are those of all rows, and `keys` tell equal ones."""

    cells: Cells
    counts: Counts
    n_missing: int
    column: Column
    missing_words: tuple[tuple[str, int], ...] = ()
    keys: Keys | None = None

    @property
    def n_known(self) -> int:
        """Rows that are filled in."""
        return int(self.counts.sum())

    @property
    def n_unique(self) -> int:
        """Different texts."""
        return len(self._texts[1]) if self.keys is None else n_runs(self._ordered)

    @property
    def n_mismatched(self) -> int:
        """Rows that are filled in but not readable as the column's kind."""
        return int(self.counts[self._mismatched].sum())

    @cached_property
    def numbers(self) -> npt.NDArray[np.float64]:
        """(u,) the cells as numbers; NaN = mismatched."""
        if not pa.types.is_string(self.cells.type):
            return reading.to_numbers(self.cells, self.column)
        form = self.column.number or PLAIN
        return converted(self.cells, lambda block: parse_numbers(block, form), np.float64)

    @cached_property
    def seconds(self) -> npt.NDArray[np.int64]:
        """(u,) the cells as seconds UTC; MISSING_SECONDS = mismatched."""
        if not pa.types.is_string(self.cells.type):
            return reading.to_seconds(self.cells, self.column)
        formats = (*self.column.datetime_formats, *ISO_FORMATS)
        return converted(self.cells, lambda block: parse_seconds(block, formats), np.int64)

    def commonest(self, most: int) -> tuple[tuple[str, int], ...]:
        """The texts that stand in most rows, with their rows; ties in the order of the file."""
        if self.keys is not None:
            return tuple(
                (self.cells[place].as_py(), count) for place, count in commonest(self.keys, self._ordered, most)
            )
        texts, counts = self._texts
        order = np.argsort(-counts, kind="stable")[:most]
        return tuple(zip(texts.take(pa.array(order)).to_pylist(), counts[order].tolist(), strict=True))

    @cached_property
    def _ordered(self) -> Keys:
        keys = self.keys if self.keys is not None else np.zeros(0, dtype=np.uint64)
        return keys if in_order(keys) else np.sort(keys)

    @property
    def _mismatched(self) -> npt.NDArray[np.bool_]:
        if self.column.kind is Kind.NUMERIC:
            return np.isnan(self.numbers)
        if self.column.kind is Kind.DATETIME:
            unread: npt.NDArray[np.bool_] = self.seconds == reading.MISSING_SECONDS
            return unread
        return reading.mismatched_mask(self.cells, self.column)

    @cached_property
    def _texts(self) -> tuple[pa.StringArray, Counts]:
        """Different texts and their rows: two native values may be written alike, as 0 and -0."""
        texts = text_cells(self.cells)
        if pa.types.is_string(self.cells.type):
            return texts, self.counts
        encoded = texts.dictionary_encode()
        rows = np.bincount(np.asarray(encoded.indices), weights=self.counts, minlength=len(encoded.dictionary))
        return encoded.dictionary, rows.astype(np.int64)


def distinct(cells: Cells, column: Column) -> Distinct:
    """Counts the different cells of a column (n,)."""
    if mostly_different(cells):
        return _all_of_them(cells, column)
    if not _countable(cells.type):
        cells = text_cells(cells)
    counted = pc.value_counts(cells)
    values, counts = counted.field("values"), np.asarray(counted.field("counts"), dtype=np.int64)
    missing = np.asarray(pc.is_null(values, nan_is_null=pa.types.is_floating(values.type)))
    if pa.types.is_string(values.type):  # each text is there once already
        missing |= says_missing(pc.fill_null(values, ""), column)
    else:
        missing |= missing_mask(values, column)
    if not missing.any():
        return Distinct(values, counts, 0, column)
    words = _words(values.filter(pa.array(missing)), counts[missing])
    return Distinct(values.filter(pa.array(~missing)), counts[~missing], int(counts[missing].sum()), column, words)


def _all_of_them(texts: Cells, column: Column) -> Distinct:
    """Texts (n,) of which hardly any stands twice: looking each of them up would cost more than it saves."""
    known: list[pa.Array] = []
    missing: list[pa.Array] = []
    for block in blocks_of(texts):
        unsaid = says_missing(pc.fill_null(block, ""), column)
        if unsaid.any():
            missing.append(block.filter(pa.array(unsaid)))
            block = block.filter(pa.array(~unsaid))
        known.append(block)
    cells, others = (pa.chunked_array(blocks, pa.string()) for blocks in (known, missing))
    ones: Counts = np.broadcast_to(np.int64(1), len(cells))
    counted = pc.value_counts(others)
    words = _words(counted.field("values"), np.asarray(counted.field("counts"), dtype=np.int64))
    return Distinct(cells, ones, len(others), column, words, keys_of_texts(cells))


def _words(cells: pa.Array, counts: Counts) -> tuple[tuple[str, int], ...]:
    """The texts of the cells (u,) that are not blank, each with its rows."""
    rows: dict[str, int] = {}
    texts = pc.utf8_trim_whitespace(text_cells(cells)).to_pylist()
    for text, count in zip(texts, counts.tolist(), strict=True):
        if text:
            rows[text] = rows.get(text, 0) + count
    return tuple(sorted(rows.items(), key=lambda item: -item[1]))


def _countable(kind: pa.DataType) -> bool:
    """Whether cells of this type are counted as they are; others as their texts."""
    types = pa.types
    return bool(types.is_string(kind) or types.is_primitive(kind) or types.is_boolean(kind) or types.is_decimal(kind))
