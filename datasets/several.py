"""Several files with the same columns, read as one table: a folder of them, or a zip file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from datasets.errors import InputError
from datasets.reading import Reading
from datasets.record import ReadOptions
from datasets.replay import needs_no_replay, replayed
from datasets.replay_guesses import Seen, found_in
from datasets.set_aside import first_of, with_file
from datasets.wording import listed

NOT_TABLES = frozenset({".md", ".txt", ".pdf", ".html", ".htm", ".doc", ".docx", ".py", ".r", ".sql", ".png", ".jpg"})
MOST_SENTENCES = 5
LOOKED_AT = 20  # rows, enough to see what the columns are called

ReadOne = Callable[[Path, ReadOptions, "int | None"], Reading]


def parts_in(folder: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The files of a folder that may be tables, in the order of their names, and those that are passed over: notes and
    pictures where there are other files. Hidden files and folders do not count. Raises InputError when there is none.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "_")))
    tables = [path for path in files if path.suffix.lower() not in NOT_TABLES]
    if not files:
        raise InputError(f"The folder {folder.name} must hold at least one file with a table; it holds none.")
    return tuple(tables or files), tuple(path for path in files if tables and path not in tables)


def read_parts(paths: Sequence[Path], read_one: ReadOne, options: ReadOptions, max_rows: int | None) -> Reading:
    """The rows of all files one after the other, at most `max_rows`; what was found in the first of them (a layout, a
    delimiter, no header ...) is tried on those that lack columns without it. Raises InputError when their columns
    differ."""
    readings: list[tuple[str, Reading]] = []
    n_rows = 0
    for path in paths:
        left = None if max_rows is None else max_rows - n_rows
        if left is not None and left <= 0:
            break
        one = partial(read_one, path)
        reading = _read_like(readings[0][1], one, options, left) if readings else one(options, left)
        readings.append((path.name, reading))
        n_rows += readings[-1][1].cells.num_rows
    return joined(readings, [path.name for path in paths])


def _read_like(
    first: Reading, read_one: Callable[[ReadOptions, int | None], Reading], options: ReadOptions, max_rows: int | None
) -> Reading:
    """A file read on its own, or as the first one of its folder was where it lacks columns without that."""
    found, columns = found_in(first.assumed), first.cells.column_names

    def seen(reading: Reading) -> Seen:
        return Seen(tuple(reading.cells.column_names), reading.cells.num_rows, reading.assumed)

    try:
        own = read_one(options, max_rows)
        if needs_no_replay(seen(own), found, columns):
            return own
    except InputError:  # told when it cannot be read as the first one either
        pass
    like, said = replayed(options, ReadOptions(), found, columns, lambda asked: seen(read_one(asked, LOOKED_AT)))
    reading = read_one(like, max_rows)
    return replace(reading, sentences=(*said, *reading.sentences))


def joined(readings: Sequence[tuple[str, Reading]], names: Sequence[str]) -> Reading:
    """Readings (name of the file, what it holds) as one, the columns in the order of the first; `names` are those of
    all files. Raises InputError when a file has other columns."""
    first_name, first = readings[0]
    columns = first.cells.column_names
    tables = [first.cells]
    for name, reading in readings[1:]:
        if reading.cells.column_names != columns:
            _check_columns(first_name, columns, name, reading.cells.column_names)
            reading = replace(reading, cells=reading.cells.select(columns))
        tables.append(reading.cells)
    cells = pa.concat_tables(_same_types(tables))
    assumed: dict[str, Any] = {**first.assumed, **({"files": list(names)} if len(names) > 1 else {})}
    return Reading(
        cells,
        assumed,
        tuple(_sentences(readings, names)),
        _summed(reading.repaired for _, reading in readings),
        _summed(reading.aside for _, reading in readings),
        first_of(
            with_file(reading.rows_aside, name) if len(names) > 1 else reading.rows_aside for name, reading in readings
        ),
    )


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)


def _check_columns(first_name: str, columns: Sequence[str], name: str, found: Sequence[str]) -> None:
    lacking = [column for column in columns if column not in found]
    others = [column for column in found if column not in columns]
    if not lacking and not others and len(set(columns)) == len(columns) == len(found):
        return
    said = [f"{name} lacks {listed(lacking)}"] if lacking else []
    said += [f"{name} has {listed(others)}, which {first_name} has not"] if others else []
    raise InputError(
        f"Files that are read as one table must have the same columns; {' and '.join(said) or f'{name} repeats some'}. "
        "Read them one by one."
    )


def _same_types(tables: Sequence[pa.Table]) -> list[pa.Table]:
    """The tables with a column as text where the files do not agree on its type."""
    first = tables[0].schema
    differing = {i for table in tables[1:] for i, field in enumerate(table.schema) if field.type != first.field(i).type}
    if not differing:
        return [table.cast(first) for table in tables]
    fields = [pa.field(field.name, pa.string() if i in differing else field.type) for i, field in enumerate(first)]
    return [table.cast(pa.schema(fields)) for table in tables]


def _sentences(readings: Sequence[tuple[str, Reading]], names: Sequence[str]) -> Iterable[str]:
    if len(names) == 1:
        yield from readings[0][1].sentences
        return
    yield f"{len(names):,} files with the same columns are read as one table: {listed(names)}."
    said = [f"{name}: {sentence}" for name, reading in readings for sentence in reading.sentences]
    yield from said[:MOST_SENTENCES]
    if len(said) > MOST_SENTENCES:
        yield f"{len(said) - MOST_SENTENCES:,} more remarks like these."


def passed_over(paths: Sequence[Path]) -> tuple[str, ...]:
    """The sentence that names the files which are not read, if there are any."""
    names = listed([path.name for path in paths])
    return (f"Not read, since they hold no table by their names: {names}.",) if paths else ()


__all__ = ["joined", "parts_in", "passed_over", "read_parts"]
