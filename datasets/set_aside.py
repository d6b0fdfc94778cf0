"""What was repaired and set aside when a file was read: in words, as a CSV file, and as bytes beside a saved table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

import pyarrow as pa

from datasets.record import MAX_ASIDE, SetAside
from datasets.wording import plural

# Reasons that would not be understood behind a number: "1 total" reads like a sum.
_WORDS = {"total": "with a total", "average": "with an average", "count": "with a count", "empty": "empty"}
COLUMNS = ("line", "reason", "text", "file")
_TYPES = pa.schema([("line", pa.int64()), ("reason", pa.string()), ("text", pa.large_string()), ("file", pa.string())])


def told(repaired: Mapping[str, int], aside: Mapping[str, int]) -> str | None:
    """ "3 rows set aside: 2 too long, 1 with a total. Repaired: 1 short row."; None when there is nothing to say."""
    said = []
    if n := sum(aside.values()):
        said.append(f"{plural(n, 'row')} of the file set aside: {_listed(aside)}.")
    if repaired:
        said.append(f"Repaired: {_listed(repaired)}.")
    return " ".join(said) or None


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {_WORDS.get(what, what)}" for what, n in counts.items())


def as_csv(rows: Iterable[SetAside]) -> str:
    """A CSV file (comma, header line) with line, reason, text and, where several files were read, the file."""
    out = io.StringIO(newline="")
    rows = tuple(rows)
    columns = COLUMNS if any(row.file for row in rows) else COLUMNS[:-1]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([getattr(row, name) for name in columns] for row in rows)
    return out.getvalue()


def packed(rows: Iterable[SetAside]) -> bytes:
    """The rows as an Arrow stream."""
    rows = tuple(rows)
    table = pa.table({name: [getattr(row, name) for row in rows] for name in COLUMNS}, schema=_TYPES)
    out = io.BytesIO()
    with pa.ipc.new_stream(out, _TYPES) as writer:
        writer.write_table(table)
    return out.getvalue()


def unpacked(content: bytes | None) -> tuple[SetAside, ...]:
    """What `packed` gave; nothing where nothing was kept. Raises pyarrow.ArrowInvalid when it is damaged."""
    if not content:
        return ()
    rows = pa.ipc.open_stream(content).read_all().to_pylist()
    return tuple(SetAside(row["reason"], row["text"], row["line"], row["file"]) for row in rows)


def with_file(rows: Iterable[SetAside], file: str) -> tuple[SetAside, ...]:
    """The rows with the name of the file they come from."""
    return tuple(SetAside(row.reason, row.text, row.line, row.file or file) for row in rows)


def first_of(rows: Iterable[Iterable[SetAside]]) -> tuple[SetAside, ...]:
    """The rows of several files one after the other, as many as are kept."""
    return tuple(row for part in rows for row in part)[:MAX_ASIDE]
