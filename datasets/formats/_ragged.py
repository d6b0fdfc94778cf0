"""Rows of unequal length made into a table: short ones are filled up, remarks and long ones set aside."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.errors import InputError
from datasets.formats._dialect import COMMENT, REMARK, Dialect
from datasets.formats._grammar import Row
from datasets.formats._rows import parsed_rows, without_blank_end
from datasets.formats._text import TextFile
from datasets.record import MAX_ASIDE, MAX_COLUMNS, SetAside, too_many_columns
from datasets.wording import plural

# Rows longer than the others are set aside while they are at most this share; beyond it the table gets wider.
MAX_ASIDE_SHARE = 0.2
TOO_LONG = "too many cells"
SHORT, QUOTE = "short row", "quote read as text"
ROW_NAMES = "The header has one name fewer than the rows have cells; the first column is taken for row names."
_BLOCK_ROWS = 50_000


@dataclass
class Ragged:
    """The cells as text columns, null for empty, with the line (n,) that each row begins in; what was repaired, counted
    by what was wrong; what was set aside, counted by reason, and the rows themselves."""

    cells: pa.Table
    lines: npt.NDArray[np.int64]
    repaired: dict[str, int]
    aside: dict[str, int]
    rows_aside: list[SetAside]
    sentences: tuple[str, ...] = ()


@dataclass
class _Collected:
    """Rows in blocks of Arrow columns, `usual` cells wide; longer rows are kept as they are, by position."""

    usual: int
    blocks: list[list[pa.Array]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    longer: dict[int, Row] = field(default_factory=dict)
    n_quotes: int = 0

    def add(self, rows: list[Row]) -> None:
        self.longer.update((i, row) for i, row in enumerate(rows, len(self.lengths)) if len(row.cells) > self.usual)
        self.lengths += [len(row.cells) for row in rows]
        self.lines += [row.line for row in rows]
        self.n_quotes += sum(row.repaired for row in rows)
        self.blocks.append([_column(rows, j) for j in range(self.usual)])

    def column(self, j: int) -> pa.ChunkedArray:
        """Column j of all rows."""
        if j < self.usual:
            return pa.chunked_array([block[j] for block in self.blocks], pa.string())
        texts: list[str | None] = [None] * len(self.lengths)
        for i, row in self.longer.items():
            texts[i] = row.cells[j] or None if j < len(row.cells) else None
        return pa.chunked_array([pa.array(texts, pa.string())])


def _column(rows: list[Row], j: int) -> pa.Array:
    return pa.array([(row.cells[j] or None) if j < len(row.cells) else None for row in rows], pa.string())


def read_ragged(text: TextFile, dialect: Dialect, wanted: int | None, name: str) -> Ragged:
    """The first `wanted` rows (None: all), the header row among them.

    A row with a # and a single cell is a remark. Raises InputError when the table would be too wide.
    """
    remarks: list[SetAside] = []
    rows = islice(_table_rows(parsed_rows(text, dialect), dialect.n_columns, remarks), wanted)
    found = _Collected(dialect.n_columns)
    while block := list(islice(rows, _BLOCK_ROWS)):
        found.add(block)
    width = _width(found.lengths)
    if width > MAX_COLUMNS:
        raise InputError(too_many_columns(name, width))
    return _as_table(found, width, remarks)


def _table_rows(rows: Iterable[Row], n_columns: int, remarks: list[SetAside]) -> Iterator[Row]:
    """The rows of the table; of one with several columns without blank lines, and without remarks, which are kept."""
    for row in rows:
        if n_columns == 1:
            yield row if row.cells else Row(row.line, [""], row.text, False)
        elif len(row.cells) == 1 and row.cells[0].startswith(COMMENT):
            remarks.append(SetAside(REMARK, row.text.rstrip("\r\n"), row.line))
        elif row.cells:
            yield row


def _width(lengths: list[int]) -> int:
    """Columns of the table: the length of most rows, or of the first row when that is longer; more when too many
    rows would have to be set aside."""
    if not lengths:
        return 1
    enough = int(np.partition(lengths, k := math.ceil(len(lengths) * (1 - MAX_ASIDE_SHARE)) - 1)[k])
    return max(lengths[0], Counter(lengths).most_common(1)[0][0], enough)


def _as_table(found: _Collected, width: int, remarks: list[SetAside]) -> Ragged:
    cells = pa.table([found.column(j) for j in range(width)], names=[f"c{j}" for j in range(width)])
    lengths, lines = np.asarray(found.lengths, dtype=np.int64), np.asarray(found.lines, dtype=np.int64)
    cells, said = _with_row_names(cells, lengths)
    if cells.num_columns == 1:
        cells = without_blank_end(cells)
    width = cells.num_columns
    long = [i for i, row in found.longer.items() if any(cell.strip() for cell in row.cells[width:])]
    if long:
        keep = np.ones(cells.num_rows, dtype=bool)  # without the blank end of one column
        keep[[i for i in long if i < len(keep)]] = False
        cells, lines = cells.filter(pa.array(keep)), lines[: len(keep)][keep]
    lines = lines[: cells.num_rows]
    n_short = int((lengths < width).sum()) - (ROW_NAMES in said) if width > 1 else 0
    aside = [SetAside(TOO_LONG, found.longer[i].text.rstrip("\r\n"), found.lines[i]) for i in long[:MAX_ASIDE]]
    return Ragged(
        cells,
        lines,
        {what: n for what, n in ((SHORT, n_short), (QUOTE, found.n_quotes)) if n},
        {reason: n for reason, n in ((REMARK, len(remarks)), (TOO_LONG, len(long))) if n},
        [*remarks, *aside],
        (*said, *_sentences(n_short, len(long), width, found.n_quotes, len(remarks))),
    )


def _with_row_names(cells: pa.Table, lengths: npt.NDArray[np.int64]) -> tuple[pa.Table, tuple[str, ...]]:
    """A header that is one cell short, above rows of one length, has no name for the first column (R writes so)."""
    width, below = cells.num_columns, cells.slice(1)
    if below.num_rows < 2 or lengths[0] != width - 1 or (lengths[1:] != width).any():
        return cells, ()
    if not any(text.strip() for text in below.column(width - 1).to_pylist() if text):
        return cells.select(range(width - 1)), ("Every row ends in a delimiter, which was left out.",)
    shifted = [None, *(column[0].as_py() for column in cells.columns[:-1])]
    header = pa.table([pa.array([name], pa.string()) for name in shifted], names=cells.column_names)
    return pa.concat_tables([header, below]), (ROW_NAMES,)


def _sentences(n_short: int, n_long: int, width: int, n_quotes: int, n_remarks: int) -> Iterator[str]:
    if n_short:
        rows = "1 row has" if n_short == 1 else f"{n_short:,} rows have"
        yield f"{rows} fewer than {plural(width, 'cell')}; what is not there counts as empty."
    if n_long:
        rows = "1 row has" if n_long == 1 else f"{n_long:,} rows have"
        yield f"{rows} more than {plural(width, 'cell')} and {'was' if n_long == 1 else 'were'} set aside."
    if n_quotes:
        if n_quotes == 1:
            yield "1 row has a quote that is not closed, or stands within a cell; it was read as text."
        else:
            yield f"{n_quotes:,} rows have quotes that are not closed, or stand within a cell; they were read as text."
    if n_remarks:
        rows = "1 comment line" if n_remarks == 1 else f"{n_remarks:,} comment lines"
        yield f"{rows} between the rows {'was' if n_remarks == 1 else 'were'} set aside."
