"""Is the first row a header? Decided from the cells, because a table of nothing but text has one too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.errors import InputError
from datasets.numbers import PLAIN, parse_numbers

_SAMPLE_ROWS = 1000
# The first row is data when at least this share of its filled cells stand again below, in their own columns.
REPEATED_SHARE = 0.5
# A column is one of numbers when at least this share of its filled cells below the first row are numbers.
NUMERIC_SHARE = 0.8


@dataclass(frozen=True)
class Header:
    """`names` has one entry a column ("" where blank or no header); `n_rows_above` rows stand above it."""

    present: bool
    names: tuple[str, ...]
    n_rows_above: int = 0
    sentences: tuple[str, ...] = ()


def find_header(cells: pa.Table, header_row: int | None) -> Header:
    """The header of text cells that still contain it; `header_row` counts from 1, 0 = none, None = decide."""
    if header_row is not None and header_row > cells.num_rows:
        raise InputError(f"Row {header_row:,} cannot be the header: the file has {cells.num_rows:,} rows.")
    if header_row == 0 or (header_row is None and _looks_like_data(cells)):
        said = () if header_row == 0 else ("The first row looks like data, so the columns are numbered.",)
        return Header(False, ("",) * cells.num_columns, 0, said)
    row = (header_row or 1) - 1
    names = tuple(column[row].as_py() or "" for column in cells.columns) if cells.num_rows else ()
    return Header(True, names, row)


def _looks_like_data(cells: pa.Table) -> bool:
    if cells.num_rows < 2:
        return False
    first = [column[0].as_py() for column in cells.columns]
    numbers = [i for i, text in enumerate(first) if text and _is_number(text)]
    below = cells.slice(1, _SAMPLE_ROWS)
    if numbers:
        return not _counts_up([first[i] for i in numbers]) and any(_numeric_below(below.column(i)) for i in numbers)
    filled = [i for i, text in enumerate(first) if text and text.strip()]
    if any(_numeric_below(below.column(i)) for i in filled):
        return False
    repeated = [i for i in filled if pc.any(pc.equal(below.column(i), first[i])).as_py()]
    return bool(filled) and len(repeated) >= REPEATED_SHARE * len(filled) and below.num_rows > 1


def _counts_up(texts: list[str]) -> bool:
    """Whether these are names such as 2019, 2020, 2021 or 0, 1, 2."""
    values = [float(text) for text in texts if text.strip().isdigit()]
    return len(values) == len(texts) > 1 and bool((np.diff(values) == 1).all())


def _is_number(text: str) -> bool:
    return not np.isnan(parse_numbers(pa.array([text]), PLAIN))[0]


def _numeric_below(column: pa.ChunkedArray) -> bool:
    filled = pc.drop_null(column.combine_chunks())
    if not len(filled):
        return False
    values = parse_numbers(
        pa.concat_arrays([filled]) if isinstance(filled, pa.Array) else filled.combine_chunks(), PLAIN
    )
    return bool((~np.isnan(values)).mean() >= NUMERIC_SHARE)
