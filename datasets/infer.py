"""Column kinds from values. The rules and their constants are published in docs/kinds.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.identity import ID_UNIQUE_SHARE, names_rows
from datasets.infer_dates import stamped_dates, stored_dates, written_dates
from datasets.infer_numbers import written_numbers
from datasets.roles import postcode_reason
from datasets.schema import Column, Kind, Role, Schema
from datasets.side_by_side import of_columns
from datasets.telling import Tell, nobody, telling
from datasets.values import Values, all_values, distinct_values, short
from datasets.wording import percent, plural
from datasets.words import MISSING_WORDS, boolean_pair

# Free text: this many words in the average cell, and this share of the filled cells different.
TEXT_MEAN_WORDS = 5.0
TEXT_UNIQUE_SHARE = 0.3
# Columns longer than this are numbers or dates when so many of their rows are, read in blocks from all over the table.
SAMPLED_FROM = 1_000_000
SAMPLE_ROWS = 200_000
SAMPLE_BLOCK = 1_000

Rule = Callable[[str, Values, pa.DataType], Column | None]


def infer_schema(
    cells: pa.Table, decimal: str | None = None, day_first: bool | None = None, tell: Tell = nobody
) -> Schema:
    """The kind of every column, each with the sentence that says why; `tell` hears how many there were. What the
    analyst knows of the notation, the decimal mark and the order of day and month, holds for all of them."""

    def infer(name: str) -> Column:
        return infer_column(cells.column(name), name, decimal, day_first)

    if cells.num_rows <= SAMPLED_FROM:
        return Schema(tuple(telling(map(infer, cells.column_names), cells.num_columns, tell)))
    found = dict(telling(of_columns(infer, cells), cells.num_columns, tell))
    return Schema(tuple(found[name] for name in cells.column_names))


def infer_column(
    cells: pa.ChunkedArray, name: str, decimal: str | None = None, day_first: bool | None = None
) -> Column:
    """The kind of one column by the first rule that holds; a column that no rule takes is a category. In long columns
    a sample of the rows decides about numbers and dates; everything else is decided by all of them."""
    if len(cells) > SAMPLED_FROM:
        values = distinct_values(_sample(cells))
        column = _of_values(values, cells.type, name, decimal, day_first)
        if column.kind in (Kind.NUMERIC, Kind.DATETIME) and not _may_count_rows(values):
            return replace(column, reason=f"{column.reason.rstrip('.')}, in a sample of {SAMPLE_ROWS:,} rows.")
        if (every := all_values(cells)) is not None:
            return _of_values(every, cells.type, name, decimal, day_first)
    return _of_values(distinct_values(cells), cells.type, name, decimal, day_first)


def retold(column: Column, rows: pa.ChunkedArray, decimal: str | None = None, day_first: bool | None = None) -> str:
    """The reason for a column's kind, told of some of its rows; where these alone would be of another kind, the reason
    it has, and that it counts others, too."""
    again = infer_column(rows, column.name, decimal, day_first)
    if replace(again, reason=column.reason) == column:
        return again.reason
    return f"{column.reason} That counts the rows that are left out, too."


def _of_values(values: Values, kind: pa.DataType, name: str, decimal: str | None, day_first: bool | None) -> Column:
    dates, numbers = partial(written_dates, day_first=day_first), partial(written_numbers, decimal=decimal)
    rules: tuple[Rule, ...] = (
        *(_constant, _boolean, stored_dates, stamped_dates, dates, numbers),
        *(_postcode, _text_id, _free_text),
    )
    for rule in rules:
        column = rule(name, values, kind)
        if column is not None:
            return column
    reason = f"{plural(values.n_different, 'different value')} in {plural(values.n_filled, 'filled cell')}."
    return Column(name, Kind.CATEGORY, reason, MISSING_WORDS)


def _sample(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Blocks of rows, spread evenly over the column from its first to its last row."""
    starts = np.linspace(0, len(cells) - SAMPLE_BLOCK, SAMPLE_ROWS // SAMPLE_BLOCK).round().astype(np.int64)
    blocks = (cells.slice(int(start), SAMPLE_BLOCK) for start in starts)
    return pa.chunked_array([chunk for block in blocks for chunk in block.chunks], cells.type)


def _may_count_rows(values: Values) -> bool:
    """Whether the cells are whole numbers without a repetition, which only all rows can tell from an id."""
    return values.n_different == values.n_filled and not pc.any(pc.match_substring_regex(values.texts, "[.,]")).as_py()


def _constant(name: str, values: Values, _: pa.DataType) -> Column | None:
    n = values.n_filled + values.n_missing
    if not values.n_filled:
        reason = "The table has no rows." if n == 0 else f"All {plural(n, 'cell')} are missing."
        return Column(name, Kind.CONSTANT, reason, MISSING_WORDS)
    if values.n_different > 1:
        return None
    word = values.texts[0].as_py()
    share = f"; {values.n_missing:,} of {n:,} are missing" if values.n_missing else ""
    return Column(name, Kind.CONSTANT, f"Every filled cell says {short(word)}{share}.", MISSING_WORDS)


def _boolean(name: str, values: Values, _: pa.DataType) -> Column | None:
    if not 2 <= values.n_different <= 6:
        return None
    words = values.texts.to_pylist()
    pair = boolean_pair(frozenset(words))
    if pair is None:
        return None
    reason = f"Two values that mean no and yes: {short(words[0])} and {short(words[1])}."
    return Column(name, Kind.BOOLEAN, reason, MISSING_WORDS)


def _postcode(name: str, values: Values, _: pa.DataType) -> Column | None:
    reason = postcode_reason(name, values)
    return None if reason is None else Column(name, Kind.CATEGORY, reason, MISSING_WORDS, role=Role.POSTCODE)


def _text_id(name: str, values: Values, _: pa.DataType) -> Column | None:
    if not names_rows(values, name) or _mean_words(values) >= TEXT_MEAN_WORDS:
        return None
    different = f"{values.n_different:,} different values in {values.n_filled:,} filled cells"
    names_each = values.unique_share >= ID_UNIQUE_SHARE
    reason = f"Names each row: {different}." if names_each else f"{different}, and the name says it is an id."
    return Column(name, Kind.ID, reason, MISSING_WORDS)


def _free_text(name: str, values: Values, _: pa.DataType) -> Column | None:
    words = _mean_words(values)
    if words < TEXT_MEAN_WORDS or values.unique_share < TEXT_UNIQUE_SHARE:
        return None
    reason = f"Free text: {words:.0f} words in the average cell, {percent(values.unique_share)} of them different."
    return Column(name, Kind.TEXT, reason, MISSING_WORDS)


def _mean_words(values: Values) -> float:
    """Words in the average filled cell."""
    words = np.asarray(pc.count_substring_regex(values.texts, r"\S+"), dtype=np.float64)
    return float((words * values.counts).sum() / max(values.n_filled, 1))
