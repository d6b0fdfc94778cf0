"""CSV and its relatives (TSV, semicolons, pipes): DuckDB finds the dialect and reads; what it refuses goes row by row.

Every cell stays the text it is in the file; nothing is lost without a sentence, a count and the row itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.errors import InputError
from datasets.formats._aside import REPEAT, Told, as_text, may_drop, reasons_around, rows_aside, sentences_of
from datasets.formats._begun import begun
from datasets.formats._csv_rows import between, body_chunks, rows_in, without_rows
from datasets.formats._dialect import REMARK, Dialect
from datasets.formats._encoding import DAMAGED
from datasets.formats._ends import LAST_ROWS, reasons_at_end
from datasets.formats._header import MAX_TITLE_ROWS, Header, find_header, repeats_header
from datasets.formats._plain import OddQuoteError, plain_file
from datasets.formats._ragged import read_ragged
from datasets.formats._rows import read_by_duckdb
from datasets.formats._text import TextFile
from datasets.layout import ROWS
from datasets.reading import Flow, Format, Reading, Source
from datasets.record import ReadOptions, SetAside
from datasets.spool import on_disk

_HEAD_ROWS = 2000


def read_csv(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The cells as text; the names as in the header row. Raises InputError when the file is no table."""
    text, dialect, told = begun(source, options)
    wanted = None if max_rows is None else max_rows + 1 + max(options.header_row or 0, MAX_TITLE_ROWS)
    cells, lines = read_by_duckdb(text, dialect, wanted), None
    if cells is None:
        cells, lines = _ragged(text, dialect, wanted, source.name, told)
    whole = wanted is None or cells.num_rows < wanted
    return _reading(source, options, Found(text, dialect, cells, lines, whole), told, max_rows)


def spool_csv(source: Source, options: ReadOptions, chunk_rows: int) -> Reading | None:
    """The same in one pass, the cells on disk; None when the file is not plain."""
    text, dialect, told = begun(source, options)
    plain = plain_file(text, dialect)
    if plain is None:
        return None
    chunks = plain.chunks(chunk_rows, source.tell)
    try:
        first = next(chunks, None)
        if first is None:
            return None
        # what stands above the table stays out of the file, which then can be saved as it is
        n_above = _n_above(first, options, dialect)
        cells = on_disk(chain([first.slice(n_above)], chunks))
    except (pa.ArrowInvalid, OddQuoteError):  # a row of another length, or a quote where none should be
        return None
    assert cells is not None
    rows = pa.concat_tables([first.slice(0, n_above), cells])
    return _reading(source, options, Found(text, dialect, rows, countable=False), told, None)


def _n_above(first: pa.Table, options: ReadOptions, dialect: Dialect) -> int:
    """The rows of the header and above it, as far as the first rows tell."""
    return find_header(first, options, dialect.n_titles).n_rows if (options.header_row or 0) <= first.num_rows else 0


@dataclass(frozen=True)
class Found:
    """The rows of a file, the header among them, and the lines (n,) they begin in (None: to be looked up, if they are
    `countable`: in a large file only at its beginning); `whole` when they are all there are."""

    text: TextFile
    dialect: Dialect
    cells: pa.Table
    lines: npt.NDArray[np.int64] | None = None
    whole: bool = True
    countable: bool = True


def _reading(source: Source, options: ReadOptions, found: Found, told: Told, max_rows: int | None) -> Reading:
    """The table in the rows of a file."""
    text, dialect, cells = found.text, found.dialect, found.cells
    if not cells.num_rows:
        raise InputError(f"A table needs at least a header row; {source.name} holds blank lines only.")
    header = find_header(cells, options, dialect.n_titles)
    told.sentences += header.sentences
    n_above = max(header.n_rows, cells.num_rows - LAST_ROWS)
    above = partial(between, [cells], header.n_rows, n_above) if n_above > header.n_rows else None
    ends = reasons_at_end(cells.slice(n_above), above) if found.whole else []
    again = np.flatnonzero(repeats_header(cells.slice(header.n_rows), header)) + header.n_rows
    reasons = reasons_around(cells.slice(0, header.n_rows + 2), cells.num_rows, header, ends, again.tolist())
    near = reasons if found.countable else {i: reason for i, reason in reasons.items() if i < header.n_rows + 2}
    far = {i: reason for i, reason in reasons.items() if i not in near}
    told.put_aside(rows_aside(text, dialect, cells, found.lines, near))
    told.put_aside(rows_aside(None, dialect, cells, None, far))
    told.sentences += sentences_of(reasons.values())
    body = without_rows(cells, sorted({*reasons, *range(header.n_rows)}))
    return Reading(
        body.slice(0, max_rows).rename_columns(list(header.names)), _assumed(text, dialect, header), **told.fields()
    )


def stream_csv(source: Source, options: ReadOptions, chunk_rows: int) -> Flow | None:
    """The same cells in chunks of rows; None when the file has to be read row by row, or is one column wide."""
    text, dialect, told = begun(source, options)
    head = read_by_duckdb(text, dialect, _HEAD_ROWS + (options.header_row or 0))
    if head is None or head.num_columns == 1 or not head.num_rows:
        return None
    header = find_header(head, options, dialect.n_titles)
    rows = rows_in(text, dialect, header, chunk_rows)
    if rows is None:
        return None
    (n_rows, n_headers, last), every = rows
    n_again = n_headers - 1 if header.can_repeat else 0
    drops = may_drop(n_again, n_rows - header.n_rows, header)
    last = last.slice(max(0, last.num_rows - (n_rows - header.n_rows)))
    n_above = n_rows - last.num_rows
    above = (lambda: between(every(), header.n_rows, n_above)) if n_above > header.n_rows else None
    reasons = reasons_around(head.slice(0, header.n_rows + 2), n_rows, header, reasons_at_end(last, above))
    told.sentences += [*header.sentences, *sentences_of([*reasons.values(), *([REPEAT] * n_again if drops else [])])]
    first = {i: reason for i, reason in reasons.items() if i < header.n_rows + 2}
    at_end = {i - n_rows + last.num_rows: reason for i, reason in reasons.items() if i not in first}
    told.put_aside(rows_aside(text, dialect, head, None, first))
    told.put_aside(rows_aside(None, dialect, last, None, at_end))
    told.put_aside([SetAside(REPEAT, as_text(header.names, dialect))] * (n_again if drops else 0))
    n_body = n_rows - header.n_rows - sum(i >= header.n_rows for i in reasons) - (n_again if drops else 0)
    chunks = body_chunks(every(), header, set(reasons), drops)
    return Flow(header.names, n_body, chunks, _assumed(text, dialect, header), **told.fields())


def _ragged(
    text: TextFile, dialect: Dialect, wanted: int | None, name: str, told: Told
) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    found = read_ragged(text, dialect, wanted, name)
    told.sentences += found.sentences
    told.repaired.update(found.repaired)
    told.aside.update(found.aside)
    told.rows_aside += found.rows_aside
    return found.cells, found.lines


def _assumed(text: TextFile, dialect: Dialect, header: Header) -> dict[str, Any]:
    return {
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "encoding": "utf-8" if text.encoding in ("utf-8-sig", DAMAGED) else text.encoding,
        "header": header.present,
        "header_row": dialect.n_titles + header.n_rows if header.present else 0,
        "header_lines": header.n_lines,
        "comment_lines": sum(line.reason == REMARK for line in dialect.above),
        **({"layout": text.layout} if text.layout != ROWS else {}),
    }


FORMAT = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv", ".tsv", ".tab", ".txt", ".psv", ".data"),
    recognises=lambda _: False,
    read=read_csv,
    stream=stream_csv,
    spool=spool_csv,
)
