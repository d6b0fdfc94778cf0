"""Plain CSV files, read by Arrow on all cores at several times the speed: whole rows, quotes only where they belong.

A file is plain when every quote opens a cell, closes one, or is doubled within one, and all rows have the same number
of cells. It is cut into pieces of whole rows, which are read side by side. Whatever is odd is left to the other
readers, which give the same cells for a plain file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from datasets.formats._dialect import Dialect
from datasets.formats._text import TextFile
from datasets.side_by_side import side_by_side
from datasets.telling import Tell, nobody

PIECE_BYTES = 8 << 20
# A piece without a row end is not extended beyond this.
MOST_PIECE_BYTES = 64 << 20
_ROW_END = b"\n"
Piece = tuple[int, int]  # its first byte, and the one after its last


class OddQuoteError(Exception):
    """The file is not plain: a quote neither opens nor closes a cell, a row has no end, or a byte is no letter."""


@dataclass(frozen=True)
class PlainFile:
    """A UTF-8 file in this dialect; its rows lie between two bytes, `start` and `end`."""

    path: Path
    dialect: Dialect
    start: int
    end: int

    def pieces(self) -> Iterator[Piece]:
        """The file cut into pieces of whole rows, as it is looked through. Raises OddQuoteError."""
        with self.path.open("rb") as file:
            yield from pairwise(_cuts(file, self.dialect, self.start, self.end))

    def chunks(self, chunk_rows: int, tell: Tell = nobody, pieces: Iterable[Piece] | None = None) -> Iterator[pa.Table]:
        """All rows as text columns (null = empty), at most `chunk_rows` at a time; `tell` hears how much of the file
        is read. The file is looked through while it is read where its pieces are not known yet.

        Raises pyarrow.ArrowInvalid where a row has another number of cells, and OddQuoteError.
        """
        for (_, end), rows in side_by_side(self._with_rows, self.pieces() if pieces is None else pieces):
            for start in range(0, rows.num_rows, chunk_rows):
                yield rows.slice(start, chunk_rows)
            tell(end / self.end)

    def survey(
        self,
        is_header: Callable[[pa.Table], npt.NDArray[np.bool_]],
        first_name: str,
        n_last: int,
        pieces: Sequence[Piece],
    ) -> tuple[int, int, pa.Table]:
        """How many rows there are, how many of them `is_header` takes for the header, whose first cell is `first_name`,
        and the last `n_last` rows. Raises pyarrow.ArrowInvalid where a row has another number of cells."""
        n_rows = n_again = 0
        for place, column in zip(pieces, side_by_side(self._first_column, pieces), strict=True):
            n_rows += len(column)
            if pc.any(pc.equal(column, first_name)).as_py():
                n_again += int(is_header(self._read(place)).sum())
        last: list[pa.Table] = []
        for place in reversed(pieces):
            last.insert(0, self._read(place))
            if sum(part.num_rows for part in last) >= n_last:
                break
        rows = pa.concat_tables(last)
        return n_rows, n_again, rows.slice(max(rows.num_rows - n_last, 0))

    def _with_rows(self, place: Piece) -> tuple[Piece, pa.Table]:
        return place, self._read(place)

    def _first_column(self, place: Piece) -> pa.ChunkedArray:
        return self._read(place, ["c0"]).column(0)

    def _read(self, place: Piece, columns: list[str] | None = None) -> pa.Table:
        names = [f"c{i}" for i in range(self.dialect.n_columns)]
        with self.path.open("rb") as file:
            file.seek(place[0])
            content = file.read(place[1] - place[0])
        return csv.read_csv(
            pa.BufferReader(content),
            csv.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
            csv.ParseOptions(
                delimiter=self.dialect.delimiter,
                quote_char=self.dialect.quote or False,
                # within a piece of whole rows it makes no difference, but the last one may end without a line end
                newlines_in_values=place[1] == self.end,
            ),
            csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                include_columns=columns,
            ),
        )


def plain_file(text: TextFile, dialect: Dialect) -> PlainFile | None:
    """The file, to be cut into pieces; None when it is not plain, as far as its line ends and its dialect tell."""
    marks = (dialect.delimiter, *([dialect.quote] if dialect.quote else []))
    single = all(len(mark) == 1 and mark.isascii() and mark not in "\r\n\0" for mark in marks)
    if text.n_cr or (text.n_crlf and text.n_lf) or not single or len(set(marks)) != len(marks):
        return None
    if dialect.n_columns < 2 or dialect.grammar.own_escape:
        return None
    with text.path.open("rb") as file:
        for _ in range(dialect.skip):
            file.readline()
        return PlainFile(text.path, dialect, file.tell(), os.fstat(file.fileno()).st_size)


def _cuts(file: BinaryIO, dialect: Dialect, start: int, size: int) -> Iterator[int]:
    """Where the rest of the file can be cut, its beginning and its end included. Raises OddQuoteError."""
    at = cut = start
    n_open, before = 0, _ROW_END
    yield cut
    while at < size:
        block = os.pread(file.fileno(), PIECE_BYTES + 1, at)  # with the byte that follows
        here, after = block[:PIECE_BYTES], block[PIECE_BYTES:] or _ROW_END
        quotes = _quotes(before + here + after, dialect, n_open)
        if quotes is None or b"\0" in here:
            raise OddQuoteError
        if end := _last_row_end(here, quotes, n_open):
            cut = at + end
            yield cut
        at, before, n_open = at + len(here), here[-1:], (n_open + len(quotes)) % 2
        if at - cut > MOST_PIECE_BYTES:
            raise OddQuoteError
    if n_open:
        raise OddQuoteError
    if cut < size:
        yield size


def _quotes(around: bytes, dialect: Dialect, n_open: int) -> npt.NDArray[np.int64] | None:
    """The places of the quotes in a block that stands between two more bytes; None when one of them neither opens nor
    closes a cell nor is doubled. `n_open` is 1 when the block begins within quotes."""
    if not dialect.quote or dialect.quote.encode() not in around[1:-1]:
        return np.zeros(0, dtype=np.int64)
    letters = np.frombuffer(around, dtype=np.uint8)
    quote, cut, end, back = (ord(mark) for mark in (dialect.quote, dialect.delimiter, "\n", "\r"))
    places = np.flatnonzero(letters[1:-1] == quote)
    before, after = letters[places[n_open::2]], letters[places[1 - n_open :: 2] + 2]
    opens = (before == cut) | (before == end) | (before == quote)
    closes = (after == cut) | (after == end) | (after == quote) | (after == back)
    return places if opens.all() and closes.all() else None


def _last_row_end(block: bytes, quotes: npt.NDArray[np.int64], n_open: int) -> int:
    """The place after the last line end that stands outside quotes; 0 when there is none."""
    end = len(block)
    while (place := block.rfind(_ROW_END, 0, end)) >= 0:
        n_before = int(np.searchsorted(quotes, place))
        if (n_before + n_open) % 2 == 0:
            return place + 1
        end = int(quotes[n_before - 1]) if n_before else 0
    return 0


__all__ = ["OddQuoteError", "Piece", "PlainFile", "plain_file"]
