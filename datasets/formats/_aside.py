"""The rows of a CSV file that do not belong to its table: why, where they stand, and what is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.formats._dialect import ABOVE, Dialect
from datasets.formats._ends import EMPTY, NOTE, RULE, is_rule
from datasets.formats._header import Header
from datasets.formats._rows import parsed_rows
from datasets.formats._text import TextFile
from datasets.formats._totals import AVERAGE, COUNT, TOTAL
from datasets.record import MAX_ASIDE, SetAside

REPEAT = "repeats the header"
# The line of a row is looked for while it is no further down than this; it takes a second for each million rows.
_MAX_COUNTED_ROWS = 2_000_000


@dataclass
class Told:
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


def reasons_around(
    head: pa.Table, n_rows: int, header: Header, ends: list[str], again: Sequence[int] = ()
) -> dict[int, str]:
    """Why rows do not belong to the table, by position: those above and right under the header, at the end, and those
    that repeat the header (`again`) where they are few."""
    rows = head.to_pylist()
    reasons = {i: ABOVE if any(rows[i].values()) else EMPTY for i in range(header.n_rows_above)}
    reasons.update({n_rows - len(ends) + i: reason for i, reason in enumerate(ends)})
    below = header.n_rows
    if header.present and len(rows) > below + 1 and is_rule(list(rows[below].values())):
        reasons[below] = RULE
    if may_drop(len(again), n_rows - header.n_rows, header):
        reasons = {**dict.fromkeys(again, REPEAT), **reasons}
    return reasons


def may_drop(n_again: int, n_rows: int, header: Header) -> bool:
    """Whether so many rows that repeat the header are none of the table."""
    return 0 < n_again <= header.most_repeats * n_rows


def rows_aside(
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
    rows = _rows_at(cells, places)
    return [
        SetAside(reasons[i], as_text(list(row.values()), dialect), known.get(i))
        for i, row in zip(places, rows, strict=True)
    ]


def _rows_at(cells: pa.Table, places: list[int]) -> list[dict[str, str | None]]:
    """The rows at these places (rising); taking them batch by batch copies nothing but them."""
    rows: list[dict[str, str | None]] = []
    start = 0
    for batch in cells.to_batches():
        here = [place - start for place in places[len(rows) :] if place < start + batch.num_rows]
        if here:
            rows += batch.take(pa.array(here, pa.int64())).to_pylist()
        start += batch.num_rows
    return rows


def _lines_of(text: TextFile, dialect: Dialect, places: Sequence[int]) -> dict[int, int]:
    """The lines in which rows begin, by position; none where they are too far down to be looked up."""
    if places[-1] > _MAX_COUNTED_ROWS:
        return {}
    rows = (row for row in parsed_rows(text, dialect) if row.cells or dialect.n_columns == 1)
    wanted = set(places)
    return {i: row.line for i, row in enumerate(islice(rows, places[-1] + 1)) if i in wanted}


def as_text(row: Sequence[str | None], dialect: Dialect) -> str:
    """A row as one line of the file, quoted where it must be."""
    quote = dialect.quote or '"'
    special = (dialect.delimiter, quote, "\n", "\r")
    cells = [text or "" for text in row]
    return dialect.delimiter.join(
        f"{quote}{cell.replace(quote, quote * 2)}{quote}" if any(mark in cell for mark in special) else cell
        for cell in cells
    )


# What is said of rows that were set aside: one of them, and several.
_SAID = {
    RULE: ("The line under the header was set aside.", ""),
    TOTAL: ("The row with the total at the end was set aside.", ""),
    AVERAGE: ("The row with the average at the end was set aside.", ""),
    COUNT: ("The row with the count at the end was set aside.", ""),
    NOTE: ("1 note below the table was set aside.", "{n} notes below the table were set aside."),
    EMPTY: ("1 empty row was set aside.", "{n} empty rows were set aside."),
    REPEAT: ("1 row repeats the header and was set aside.", "{n} rows repeat the header and were set aside."),
}


def sentences_of(reasons: Iterable[str]) -> list[str]:
    counts = Counter(reasons)
    return [one if counts[r] == 1 else many.format(n=f"{counts[r]:,}") for r, (one, many) in _SAID.items() if counts[r]]
