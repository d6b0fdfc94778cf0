"""Bytes to Table: finds the format, reads the cells, gives every column a name and a kind."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa

from datasets.databases import ALL as DATABASES
from datasets.errors import InputError
from datasets.fingerprint import fingerprint_of
from datasets.formats import ALL as FORMATS
from datasets.infer import SAMPLED_FROM, infer_schema
from datasets.opening import opened
from datasets.query import Address, read_database, resolved
from datasets.reading import Flow, Format, Reading, Source
from datasets.record import MAX_COLUMNS, ReadOptions, ReadRecord, too_many_columns
from datasets.several import parts_in, passed_over, read_parts
from datasets.spool import on_disk
from datasets.table import Table
from datasets.telling import Tell, nobody, rising, within
from datasets.wording import listed, plural

MAX_COLUMN_BYTES = 2**31 - 2**20
LARGE_BYTES = 64 << 20  # from here on cells are kept on disk
CHUNK_ROWS = 100_000
# What reading the cells takes of it all; seeing what the columns hold takes the rest.
CELLS_SHARE = 0.4


def read(
    source: str | Path | BinaryIO | Address,
    *,
    name: str | None = None,
    options: ReadOptions | None = None,
    max_rows: int | None = None,
    tell: Tell = nobody,
) -> Table:
    """Reads a file (CSV, TSV, Excel, HTML, Parquet, Arrow, JSON, SQLite, DuckDB; gzip and zip) into a Table; of a
    folder, or of several files in a zip file, all rows as one table, if they have the same columns; of a database at
    an address, the table or the query that the options name.

    `name` is what the user calls the file (an open file has none); `max_rows` stops early, None reads all; `tell` hears
    how far it is. What was assumed stands in `table.record`. Raises InputError with a sentence when the file cannot be
    read as a table.
    """
    asked = options or ReadOptions()
    source = resolved(source)
    if isinstance(source, Address):
        called, (form, reading) = source.name, read_database(source, asked, max_rows)
    else:
        with opened(source, name) as file:
            heard = replace(file, tell=rising(within(tell, 0.0, CELLS_SHARE)))
            called, (form, reading) = file.name, read_cells(heard, asked, max_rows)
    if reading.cells.num_columns > MAX_COLUMNS:
        raise InputError(too_many_columns(called, reading.cells.num_columns))
    names, sentences = unique_names(reading.cells.column_names)
    cells = plain_types(reading.cells).rename_columns(list(names))
    record = ReadRecord.of(form, reading, sentences, cells.num_rows, asked)
    with ThreadPoolExecutor(1) as beside:
        fingerprint = beside.submit(fingerprint_of, cells) if cells.num_rows > SAMPLED_FROM else None
        schema = infer_schema(cells, asked.decimal, asked.day_first, within(tell, CELLS_SHARE, 1.0))
    return Table(cells, schema, record, fingerprint=fingerprint.result() if fingerprint else None)


def read_cells(file: Source, options: ReadOptions, max_rows: int | None) -> tuple[str, Reading]:
    """The name of the format and the cells of an opened file, or of all files of an opened folder."""
    if not file.path.is_dir():
        form = choose_format(file)
        check_options(form, file.name, options)
        large = max_rows is None and file.path.stat().st_size >= LARGE_BYTES
        return form.name, (_from_disk(form, file, options) if large else None) or form.read(file, options, max_rows)

    def read_one(path: Path, asked: ReadOptions, most: int | None) -> Reading:
        with opened(path) as part:
            if part.path.is_dir():
                raise InputError(f"{path.name} holds several files, and so does what it lies in. Unpack it first.")
            return choose_format(part).read(part, asked, most)

    parts, others = parts_in(file.path)
    with opened(parts[0]) as first:
        name = choose_format(first).name
    reading = read_parts(parts, read_one, options, max_rows)
    return name, replace(reading, sentences=(*passed_over(others), *reading.sentences))


def _from_disk(form: Format, file: Source, options: ReadOptions) -> Reading | None:
    """A large file read in chunks, its cells on disk; None when it has to be read whole."""
    if form.spool is not None and (reading := form.spool(file, options, CHUNK_ROWS)) is not None:
        return reading
    flow = form.stream(file, options, CHUNK_ROWS) if form.stream else None
    if flow is None:
        return None
    try:
        cells = on_disk(_heard(flow, file.tell))
    except (duckdb.Error, pa.ArrowException):
        return None
    if cells is None:
        return None
    return Reading(cells, flow.assumed, flow.sentences, flow.repaired, flow.aside, flow.rows_aside)


def _heard(flow: Flow, tell: Tell) -> Iterator[pa.Table]:
    """The chunks of rows; `tell` hears how many of the rows there were."""
    n_done = 0
    for chunk in flow.chunks:
        yield plain_types(chunk)
        n_done += chunk.num_rows
        tell(n_done / max(flow.n_rows, 1))


def check_options(form: Format, name: str, options: ReadOptions) -> None:
    """Raises InputError when a table or a query is asked of a file that is no database, or a sheet of no workbook."""
    if (options.table is not None or options.query is not None) and form.name not in DATABASES:
        raise InputError(
            f"Only a database has tables and answers queries; {name} is read as {form.title}. Leave it out."
        )
    if options.sheet is not None and form.name != "excel":
        raise InputError(f"Only a workbook has sheets; {name} is read as {form.title}. Leave the sheet out.")


def choose_format(file: Source) -> Format:
    """The format whose first bytes these are; else the one of the name's ending; else CSV."""
    by_content = [form for form in FORMATS.values() if form.recognises(file.head)]
    by_name = [form for form in FORMATS.values() if file.suffix in form.suffixes]
    if by_content:
        return next((form for form in by_name if form in by_content), by_content[0])
    return by_name[0] if by_name and by_name[0].name == "json_lines" else FORMATS["csv"]


def plain_types(cells: pa.Table) -> pa.Table:
    """The same cells in the types that the rest understands: text as `string`, dictionaries and extensions unpacked.

    Raises InputError when a column holds more text than one array can (2 GiB).
    """
    columns = [_plain(column, name) for name, column in zip(cells.column_names, cells.columns, strict=True)]
    return pa.table(columns, names=cells.column_names)


def _plain(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        column = pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type)
    elif pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    if pa.types.is_duration(column.type):
        column = column.cast(pa.duration("s"), safe=False).cast(pa.int64())
    if pa.types.is_string(column.type) and column.nbytes > MAX_COLUMN_BYTES:
        raise InputError(f"The column {name} holds more than 2 GB of text. Leave it out, or shorten its cells.")
    return column


def unique_names(raw: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names for every column, in the user's spelling: blank ones become column_N, repeated ones get " (2)" ..."""
    taken: set[str] = {name for name in raw if name.strip()}
    seen: set[str] = set()
    names: list[str] = []
    blank: list[str] = []
    doubled: list[str] = []
    for position, given in enumerate(raw, start=1):
        base = given if given.strip() else f"column_{position}"
        name, count = base, 2
        while name in seen or (name != given and name in taken):
            name, count = f"{base} ({count})", count + 1
        (blank if not given.strip() else doubled if name != given else []).append(name)
        seen.add(name)
        names.append(name)
    sentences = []
    if blank:
        sentences.append(f"{plural(len(blank), 'column')} had no name and {_is(len(blank))} called {listed(blank)}.")
    if doubled:
        columns = plural(len(doubled), "column")
        sentences.append(f"{columns} had a name that was taken and {_is(len(doubled))} called {listed(doubled)}.")
    return tuple(names), tuple(sentences)


def _is(n: int) -> str:
    return "is" if n == 1 else "are"


__all__ = ["FORMATS", "InputError", "ReadOptions", "ReadRecord", "read"]
