"""The rows of a CSV file in chunks, and without those that are set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.formats._dialect import Dialect
from datasets.formats._ends import LAST_ROWS
from datasets.formats._header import Header, repeats_header
from datasets.formats._plain import OddQuoteError, Piece, PlainFile, plain_file
from datasets.formats._rows import chunks_by_duckdb, survey_by_duckdb
from datasets.formats._text import TextFile

# Rows are left out by slices around them up to so many, which keeps the others where they are.
_MOST_SLICES = 1000


def rows_in(
    text: TextFile, dialect: Dialect, header: Header, chunk_rows: int
) -> tuple[tuple[int, int, pa.Table], Callable[[], Iterator[pa.Table]]] | None:
    """What a survey of all rows says, and the rows in chunks, each time anew: by Arrow where the file is plain, else by
    DuckDB; None where a row does not fit the dialect."""

    def is_header(rows: pa.Table) -> npt.NDArray[np.bool_]:
        return repeats_header(rows, header)

    plain = plain_file(text, dialect)
    if plain is not None and (pieces := _pieces(plain)) is not None:
        try:
            surveyed = plain.survey(is_header, header.names[0], LAST_ROWS, pieces)
        except pa.ArrowInvalid:  # a row of another length: DuckDB says so too
            return None
        return surveyed, partial(plain.chunks, chunk_rows, pieces=pieces)
    found = survey_by_duckdb(text, dialect, is_header, LAST_ROWS)
    return None if found is None else (found, partial(chunks_by_duckdb, text, dialect, chunk_rows))


def _pieces(plain: PlainFile) -> list[Piece] | None:
    """The pieces of the file; None where it is not plain."""
    try:
        return list(plain.pieces())
    except OddQuoteError:
        return None


def between(chunks: Iterable[pa.Table], start: int, stop: int) -> Iterator[pa.Table]:
    """The rows from place `start` up to `stop`."""
    place = 0
    for chunk in chunks:
        if place >= stop:
            return
        first = max(start - place, 0)
        yield chunk.slice(first, max(stop - place - first, 0))
        place += chunk.num_rows


def body_chunks(chunks: Iterator[pa.Table], header: Header, unwanted: set[int], drops: bool) -> Iterator[pa.Table]:
    start = 0
    for chunk in chunks:
        positions = np.arange(start, start + chunk.num_rows)
        start += chunk.num_rows
        keep = (positions >= header.n_rows) & ~np.isin(positions, list(unwanted))
        if drops:
            keep &= ~repeats_header(chunk, header)
        yield (chunk if keep.all() else chunk.filter(pa.array(keep))).rename_columns(list(header.names))


def without_rows(cells: pa.Table, places: list[int]) -> pa.Table:
    """The rows but those at these places (rising); where they are few, without a copy."""
    if len(places) > _MOST_SLICES:
        keep = np.ones(cells.num_rows, dtype=bool)
        keep[places] = False
        return cells.filter(pa.array(keep))
    ends = [-1, *places, cells.num_rows]
    parts = [cells.slice(start + 1, end - start - 1) for start, end in pairwise(ends) if end - start > 1]
    return pa.concat_tables(parts) if parts else cells.slice(0, 0)
