"""Plain CSV files, read by Arrow on all cores at several times the speed: whole rows, quotes only where they belong.

A file is plain when every quote opens a cell, closes one, or is doubled within one, and all rows have the same number
of cells. It is cut into pieces of whole rows, which are read side by side. Whatever is odd is left to the other
readers, which give the same cells for a plain file.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from datasets.formats._dialect import Dialect
from datasets.formats._text import TextFile
from datasets.telling import Tell, nobody

PIECE_BYTES = 8 << 20
# A piece without a row end is not extended beyond this.
MOST_PIECE_BYTES = 64 << 20
MOST_THREADS = 4
_ROW_END = b"\n"
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True)
class PlainFile:
    """A UTF-8 file in this dialect; its rows lie between the `cuts` (bytes from the start), each piece whole rows."""

    path: Path
    dialect: Dialect
    cuts: tuple[int, ...]

    def chunks(self, chunk_rows: int, tell: Tell = nobody) -> Iterator[pa.Table]:
        """All rows as text columns (null = empty), at most `chunk_rows` at a time; `tell` hears how much of the file
        is read. Raises pyarrow.ArrowInvalid where a row has another number of cells."""
        pieces = zip(self.cuts[1:], _side_by_side(self._piece, pairwise(self.cuts)), strict=True)
        for end, piece in pieces:
            for start in range(0, piece.num_rows, chunk_rows):
                yield piece.slice(start, chunk_rows)
            tell(end / self.cuts[-1])

    def survey(
        self, is_header: Callable[[pa.Table], npt.NDArray[np.bool_]], first_name: str, n_last: int
    ) -> tuple[int, int, pa.Table]:
        """How many rows there are, how many of them `is_header` takes for the header, whose first cell is `first_name`,
        and the last `n_last` rows. Raises pyarrow.ArrowInvalid where a row has another number of cells."""
        n_rows = n_again = 0
        pieces = list(pairwise(self.cuts))
        for place, column in zip(pieces, _side_by_side(self._first_column, pieces), strict=True):
            n_rows += len(column)
            if pc.any(pc.equal(column, first_name)).as_py():
                n_again += int(is_header(self._piece(place)).sum())
        last: list[pa.Table] = []
        while pieces and sum(part.num_rows for part in last) < n_last:
            last.insert(0, self._piece(pieces.pop()))
        rows = pa.concat_tables(last)
        return n_rows, n_again, rows.slice(max(rows.num_rows - n_last, 0))

    def _piece(self, place: tuple[int, int]) -> pa.Table:
        return self._read(place, None)

    def _first_column(self, place: tuple[int, int]) -> pa.ChunkedArray:
        return self._read(place, ["c0"]).column(0)

    def _read(self, place: tuple[int, int], columns: list[str] | None) -> pa.Table:
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
                newlines_in_values=place[1] == self.cuts[-1],
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
    """The file cut into pieces; None when it is not plain, as far as its quotes tell."""
    marks = (dialect.delimiter, *([dialect.quote] if dialect.quote else []))
    single = all(len(mark) == 1 and mark.isascii() and mark not in "\r\n\0" for mark in marks)
    if text.n_cr or (text.n_crlf and text.n_lf) or not single or len(set(marks)) != len(marks):
        return None
    if dialect.n_columns < 2 or dialect.grammar.own_escape:
        return None
    with text.path.open("rb") as file:
        for _ in range(dialect.skip):
            file.readline()
        cuts = _cuts(file, dialect)
    return None if cuts is None else PlainFile(text.path, dialect, cuts)


def _cuts(file: BinaryIO, dialect: Dialect) -> tuple[int, ...] | None:
    """Where the rest of the file can be cut, its beginning and its end included; None when a quote stands where it
    should not."""
    at, size = file.tell(), os.fstat(file.fileno()).st_size
    cuts, n_open, before = [at], 0, _ROW_END
    while at < size:
        block = os.pread(file.fileno(), PIECE_BYTES + 1, at)  # with the byte that follows
        here, after = block[:PIECE_BYTES], block[PIECE_BYTES:] or _ROW_END
        if b"\0" in here:
            return None
        quotes = _quotes(before + here + after, dialect, n_open)
        if quotes is None:
            return None
        end = _last_row_end(here, quotes, n_open)
        if end:
            cuts.append(at + end)
        at, before, n_open = at + len(here), here[-1:], (n_open + len(quotes)) % 2
        if at - cuts[-1] > MOST_PIECE_BYTES:
            return None
    if n_open:
        return None
    return tuple(dict.fromkeys([*cuts, size]))


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


def _side_by_side(work: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
    """The results in order, worked out on threads, no more of them at a time than threads can keep busy."""
    n_threads = min(os.cpu_count() or 1, MOST_THREADS)
    left, waiting = iter(items), deque[Future[B]]()
    with ThreadPoolExecutor(n_threads) as threads:
        waiting.extend(threads.submit(work, item) for item in islice(left, n_threads + 1))
        while waiting:
            found = waiting.popleft().result()
            waiting.extend(threads.submit(work, item) for item in islice(left, 1))
            yield found


__all__ = ["PlainFile", "plain_file"]
