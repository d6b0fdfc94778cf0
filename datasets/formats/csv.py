"""CSV and its relatives (TSV, semicolons, pipes): DuckDB finds the dialect and reads; what it refuses goes row by row.

Every cell stays the text it is in the file; nothing is lost without a sentence, a count and the row itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.errors import InputError
from datasets.formats._dialect import ABOVE, REMARK, Dialect, find_dialect
from datasets.formats._encoding import DAMAGED
from datasets.formats._ends import EMPTY, LAST_ROWS, NOTE, RULE, TOTAL, is_rule, reasons_at_end
from datasets.formats._header import MAX_REPEAT_SHARE, MAX_TITLE_ROWS, Header, find_header, repeats_header
from datasets.formats._ragged import read_ragged
from datasets.formats._rows import (
    chunks_by_duckdb,
    count_by_duckdb,
    parsed_rows,
    read_by_duckdb,
    tail_by_duckdb,
)
from datasets.formats._text import TextFile, as_utf8
from datasets.record import (
    MAX_ASIDE,
    MAX_COLUMNS,
    Flow,
    Format,
    Reading,
    ReadOptions,
    SetAside,
    Source,
    too_many_columns,
)

REPEAT = "repeats the header"
_HEAD_ROWS = 2000
# The line of a row is looked for while it is no further down than this; it takes a second for each million rows.
_MAX_COUNTED_ROWS = 2_000_000


@dataclass
class _Told:
    """What is said of a file while it is read, as in `Reading`."""

    sentences: list[str] = field(default_factory=list)
    repaired: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    rows_aside: list[SetAside] = field(default_factory=list)

    def put_aside(self, rows: Sequence[SetAside]) -> None:
        self.aside.update(row.reason for row in rows)
        self.rows_aside += rows

    def fields(self) -> dict[str, Any]:
        return {
            "sentences": tuple(self.sentences),
            "repaired": dict(self.repaired),
            "aside": dict(self.aside),
            "rows_aside": tuple(sorted(self.rows_aside, key=lambda row: row.line or 0)[:MAX_ASIDE]),
        }


def read_csv(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The cells as text; the names as in the header row. Raises InputError when the file is no table."""
    text, dialect, told = _begun(source, options)
    wanted = None if max_rows is None else max_rows + 1 + max(options.header_row or 0, MAX_TITLE_ROWS)
    cells, lines = read_by_duckdb(text, dialect, wanted), None
    if cells is None:
        cells, lines = _ragged(text, dialect, wanted, source.name, told)
    if not cells.num_rows:
        raise InputError(f"A table needs at least a header row; {source.name} holds blank lines only.")
    header = find_header(cells, options.header_row, dialect.n_titles)
    told.sentences += header.sentences
    last = cells.slice(max(header.n_rows, cells.num_rows - LAST_ROWS))
    ends = reasons_at_end(last) if wanted is None or cells.num_rows < wanted else []
    reasons = _reasons(cells.slice(0, header.n_rows + 2), cells.num_rows, header, ends)
    again = np.flatnonzero(repeats_header(cells.slice(header.n_rows), header)) + header.n_rows
    if _may_drop(len(again), cells.num_rows - header.n_rows):
        reasons.update({int(i): REPEAT for i in again if int(i) not in reasons})
    told.put_aside(_rows_aside(text, dialect, cells, lines, reasons))
    told.sentences += _sentences(reasons.values())
    keep = np.ones(cells.num_rows, dtype=bool)
    keep[[*reasons, *([header.n_rows - 1] if header.present else [])]] = False
    body = cells.filter(pa.array(keep)) if reasons else cells.slice(header.n_rows)
    return Reading(
        body.slice(0, max_rows).rename_columns(list(header.names)), _assumed(text, dialect, header), **told.fields()
    )


def stream_csv(source: Source, options: ReadOptions, chunk_rows: int) -> Flow | None:
    """The same cells in chunks of rows; None when the file has to be read row by row, or is one column wide."""
    text, dialect, told = _begun(source, options)
    head = read_by_duckdb(text, dialect, _HEAD_ROWS + (options.header_row or 0))
    if head is None or head.num_columns == 1 or not head.num_rows:
        return None
    header = find_header(head, options.header_row, dialect.n_titles)
    counted = count_by_duckdb(text, dialect, header.names if header.can_repeat else ())
    if counted is None:
        return None
    n_rows = counted[0]
    n_again = counted[1] - 1 if header.can_repeat else 0
    drops = _may_drop(n_again, n_rows - header.n_rows)
    last = tail_by_duckdb(text, dialect, n_rows, min(LAST_ROWS, n_rows - header.n_rows))
    reasons = _reasons(head.slice(0, header.n_rows + 2), n_rows, header, reasons_at_end(last))
    told.sentences += [*header.sentences, *_sentences([*reasons.values(), *([REPEAT] * n_again if drops else [])])]
    first = {i: reason for i, reason in reasons.items() if i < header.n_rows + 2}
    at_end = {i - n_rows + last.num_rows: reason for i, reason in reasons.items() if i not in first}
    told.put_aside(_rows_aside(text, dialect, head, None, first))
    told.put_aside(_rows_aside(None, dialect, last, None, at_end))
    told.put_aside([SetAside(REPEAT, _as_text(header.names, dialect))] * (n_again if drops else 0))
    n_body = n_rows - header.n_rows - sum(i >= header.n_rows for i in reasons) - (n_again if drops else 0)
    chunks = _body_chunks(chunks_by_duckdb(text, dialect, chunk_rows), header, set(reasons), drops)
    return Flow(header.names, n_body, chunks, _assumed(text, dialect, header), **told.fields())


def _body_chunks(chunks: Iterator[pa.Table], header: Header, unwanted: set[int], drops: bool) -> Iterator[pa.Table]:
    start = 0
    for chunk in chunks:
        positions = np.arange(start, start + chunk.num_rows)
        start += chunk.num_rows
        keep = (positions >= header.n_rows) & ~np.isin(positions, list(unwanted))
        if drops:
            keep &= ~repeats_header(chunk, header)
        yield (chunk if keep.all() else chunk.filter(pa.array(keep))).rename_columns(list(header.names))


def _begun(source: Source, options: ReadOptions) -> tuple[TextFile, Dialect, _Told]:
    """The text, its dialect, and what there is to say before a row was read."""
    text, converted = as_utf8(source, options.encoding)
    dialect = find_dialect(text, options)
    if dialect.n_columns > MAX_COLUMNS:
        raise InputError(too_many_columns(source.name, dialect.n_columns))
    if options.header_row and 0 < options.header_row <= dialect.n_titles:
        dialect = _from_title(dialect, options.header_row)
    told = _Told([*converted, *_comments(dialect)])
    told.put_aside(dialect.above)
    if text.n_damaged:
        told.repaired["byte in another encoding"] = text.n_damaged
    return text, dialect, told


def _from_title(dialect: Dialect, header_row: int) -> Dialect:
    """The dialect when a line that was taken for a title is the header."""
    titles = [row.line or 1 for row in dialect.above if row.reason == ABOVE]
    line = titles[header_row - 1]
    return replace(dialect, skip=line - 1, above=tuple(row for row in dialect.above if (row.line or 0) < line))


def _ragged(
    text: TextFile, dialect: Dialect, wanted: int | None, name: str, told: _Told
) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    found = read_ragged(text, dialect, wanted, name)
    told.sentences += found.sentences
    told.repaired.update(found.repaired)
    told.aside.update(found.aside)
    told.rows_aside += found.rows_aside
    return found.cells, found.lines


def _reasons(head: pa.Table, n_rows: int, header: Header, ends: list[str]) -> dict[int, str]:
    """Why rows do not belong to the table, by position: those above and right under the header, and at the end."""
    rows = head.to_pylist()
    reasons = {i: ABOVE if any(rows[i].values()) else EMPTY for i in range(header.n_rows_above)}
    reasons.update({n_rows - len(ends) + i: reason for i, reason in enumerate(ends)})
    below = header.n_rows
    if header.present and len(rows) > below + 1 and is_rule(list(rows[below].values())):
        reasons[below] = RULE
    return reasons


def _may_drop(n_again: int, n_rows: int) -> bool:
    return 0 < n_again <= MAX_REPEAT_SHARE * n_rows


def _rows_aside(
    text: TextFile | None,
    dialect: Dialect,
    cells: pa.Table,
    lines: npt.NDArray[np.int64] | None,
    reasons: dict[int, str],
) -> list[SetAside]:
    """The rows at these positions; their lines are looked up in the text where they are not given."""
    places = sorted(reasons)
    if lines is not None:
        known = {i: int(lines[i]) for i in places}
    else:
        known = _lines_of(text, dialect, places) if text and places else {}
    rows = cells.take(pa.array(places, pa.int64())).to_pylist()
    return [
        SetAside(reasons[i], _as_text(list(row.values()), dialect), known.get(i))
        for i, row in zip(places, rows, strict=True)
    ]


def _lines_of(text: TextFile, dialect: Dialect, places: Sequence[int]) -> dict[int, int]:
    """The lines in which rows begin, by position; none where they are too far down to be looked up."""
    if places[-1] > _MAX_COUNTED_ROWS:
        return {}
    rows = (row for row in parsed_rows(text, dialect) if row.cells or dialect.n_columns == 1)
    wanted = set(places)
    return {i: row.line for i, row in enumerate(islice(rows, places[-1] + 1)) if i in wanted}


def _as_text(row: Sequence[str | None], dialect: Dialect) -> str:
    """A row as one line of the file, quoted where it must be."""
    quote = dialect.quote or '"'
    special = (dialect.delimiter, quote, "\n", "\r")
    cells = [text or "" for text in row]
    return dialect.delimiter.join(
        f"{quote}{cell.replace(quote, quote * 2)}{quote}" if any(mark in cell for mark in special) else cell
        for cell in cells
    )


def _assumed(text: TextFile, dialect: Dialect, header: Header) -> dict[str, Any]:
    return {
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "encoding": "utf-8" if text.encoding in ("utf-8-sig", DAMAGED) else text.encoding,
        "header": header.present,
        "header_row": dialect.n_titles + header.n_rows if header.present else 0,
        "comment_lines": sum(line.reason == REMARK for line in dialect.above),
    }


def _comments(dialect: Dialect) -> tuple[str, ...]:
    n = sum(line.reason == REMARK for line in dialect.above)
    return () if not n else (f"{'1 comment line' if n == 1 else f'{n} comment lines'} at the top left out.",)


# What is said of rows that were set aside: one of them, and several.
_SAID = {
    RULE: ("The line under the header was set aside.", ""),
    TOTAL: ("The row with the total at the end was set aside.", "{n} rows with totals at the end were set aside."),
    NOTE: ("1 note below the table was set aside.", "{n} notes below the table were set aside."),
    EMPTY: ("1 empty row was set aside.", "{n} empty rows were set aside."),
    REPEAT: ("1 row repeats the header and was set aside.", "{n} rows repeat the header and were set aside."),
}


def _sentences(reasons: Iterable[str]) -> list[str]:
    counts = Counter(reasons)
    return [one if counts[r] == 1 else many.format(n=f"{counts[r]:,}") for r, (one, many) in _SAID.items() if counts[r]]


FORMAT = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv", ".tsv", ".tab", ".txt", ".psv", ".data"),
    recognises=lambda _: False,
    read=read_csv,
    stream=stream_csv,
)
