"""File in, file out: the rows of a table with a model's answers beside them, in chunks and in bounded memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from datasets.atomic import write_atomically
from datasets.databases import Address
from datasets.errors import InputError
from datasets.opening import opened
from datasets.query import resolved
from datasets.read import read
from datasets.record import ReadOptions
from datasets.replay import replayed
from datasets.stream import Stream, stream
from datasets.table import Table
from inference.bundle import check_target
from inference.columns import ColumnValues
from inference.manifest import Manifest
from inference.misfits import CellTally, Misfit, name_misfits
from inference.output import PLAIN, CsvStyle, row_writer
from inference.prediction import Predictions
from inference.predictor import Model
from inference.sources import as_rows
from inference.strange import StrangeRows

if TYPE_CHECKING:
    from inference.recipe import Replayer

CHUNK_ROWS = 50_000
NAME_ROWS = 20  # enough to see what the columns are called
CHUNK_CELLS = 4_000_000  # wide tables go in smaller chunks

FileSource = str | Path | BinaryIO | Table | Address
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class BatchReport:
    """What became of a file: its rows, the columns written, every misfit, the sentences worth telling, and how many
    rows were repaired and set aside when it was read, by what was wrong."""

    n_rows: int
    columns: tuple[str, ...]
    misfits: tuple[Misfit, ...]
    warnings: tuple[str, ...]
    seconds: float
    repaired: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def misfits(
    model: Model, source: FileSource, *, name: str | None = None, options: ReadOptions | None = None
) -> tuple[Misfit, ...]:
    """Every way in which a table differs from what the model reads, found without predicting; () when it fits.

    The source is a path, an open file (then `name` says what it is called), a database or a datasets.Table. Raises
    InputError when it cannot be read.
    """
    with _opened(model.manifest, source, name, options, None) as rows:
        check = _Check(model, rows)
        for chunk in rows.chunks:
            check.add(_raw(model, chunk))
        return check.found()


def predict_file(
    model: Model,
    source: FileSource,
    out: str | Path,
    *,
    allow_missing: bool = False,
    like_input: bool = False,
    on_progress: Progress | None = None,
    chunk_rows: int | None = None,
    name: str | None = None,
    options: ReadOptions | None = None,
) -> BatchReport:
    """Write the rows of a table with the answers beside them: the cells as read and in order, then `prediction`, then
    `probability_<class>` for every class, for numbers `prediction_low` and `prediction_high`; a name that is taken
    gets "easel_" in front. `out` is CSV (comma, UTF-8; with `like_input` the delimiter, the quote and the encoding of
    the input), or Parquet or packed CSV when it ends in .parquet or .gz.

    What `options` leave open is read as the model's training file was (`reading` in the manifest) where that fits; the
    report says so. A missing, renamed or wrong-kind column (judged by the first chunk) is an InputError before anything
    is written, unless `allow_missing`: then its cells count as not known. Single cells that cannot be read count as not
    known and are counted in the report. Where the recipe groups rows, the groups are written with their answers, and
    the file is read whole. `on_progress(rows done, rows in all)` is called after every chunk; an exception it raises
    ends the run. Whatever happens, `out` is the old file or the whole new one. Raises EaselError when the disk is full.
    """
    started = time.perf_counter()
    check_target(out)
    with _opened(model.manifest, source, name, options, chunk_rows) as rows:
        check = _Check(model, rows)
        answered = _answered(model, rows, check, allow_missing, on_progress)
        first = next(answered, None)
        style = CsvStyle.like(rows.record.assumed) if like_input else PLAIN
        shown = model.recipe.names if model.recipe is not None and model.changes_grain else rows.names
        columns = (*shown, *answer_names(model.manifest, shown))

        def write(file: BinaryIO) -> None:
            with row_writer(file, out, columns, style) as writer:
                if first is not None:
                    writer.write(first)
                for chunk in answered:
                    writer.write(chunk)

        write_atomically(out, write)
    found = check.found()
    told = (misfit.sentence for misfit in found if misfit.rule != "extra_column")
    seconds = time.perf_counter() - started
    record = rows.record
    warnings = (*record.sentences, *told, *check.strange())
    return BatchReport(record.n_rows, columns, found, warnings, seconds, record.repaired, record.aside)


def answer_names(manifest: Manifest, taken: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns that a batch file gets beside those of the input."""
    wanted = [f"probability_{name}" for name in manifest.classes] or ["prediction_low", "prediction_high"]
    used, names = set(taken), []
    for name in ("prediction", *wanted):
        while name in used:
            name = f"easel_{name}"
        used.add(name)
        names.append(name)
    return tuple(names)


class _Check:
    """The misfits of a table that is read chunk by chunk."""

    def __init__(self, model: Model, rows: Stream) -> None:
        self._names = name_misfits(model.manifest, rows.names, rows.record.n_rows)
        self._strange = StrangeRows(model.asked)
        self._tallies = {c.name: CellTally(c) for c in model.manifest.asks if c.name in set(rows.names)}
        if not self._tallies:
            raise InputError(
                "The table must have columns that the model reads; it has none of them. "
                f"The model reads {', '.join(model.manifest.asked_names[:10])}; "
                f"the table has {', '.join(rows.names[:10])}."
            )

    def add(self, values: dict[str, ColumnValues]) -> None:
        for name, tally in self._tallies.items():
            tally.add(values[name])
        self._strange.add({name: values[name] for name in self._tallies})

    def strange(self) -> tuple[str, ...]:
        """A sentence about the rows that are unlike anything seen; () when there are none."""
        sentence = self._strange.sentence()
        return () if sentence is None else (sentence,)

    def found(self) -> tuple[Misfit, ...]:
        """By name first, then by what the cells hold, in the order of the model's columns."""
        cells = (tally.misfit() for tally in self._tallies.values())
        return (*self._names, *(misfit for misfit in cells if misfit is not None))

    def refuse(self) -> None:
        """Raises InputError when something found so far must be decided on first."""
        blocking = [misfit.sentence for misfit in self.found() if misfit.blocking]
        if blocking:
            more = f" And {len(blocking) - 3:,} more columns do not fit." if len(blocking) > 3 else ""
            raise InputError(
                f"{' '.join(blocking[:3])}{more} Correct the table, or allow it to be predicted like this "
                "(--allow-missing)."
            )


def _answered(
    model: Model, rows: Stream, check: _Check, allow_missing: bool, on_progress: Progress | None
) -> Iterator[list[pa.Array]]:
    """For every chunk the arrays of all columns to write."""
    if not allow_missing:
        check.refuse()
    done = 0
    for chunk in _whole(rows.chunks) if model.changes_grain else rows.chunks:
        if not chunk.num_rows:
            continue
        values = _read(model, chunk)
        check.add(values if model.recipe is None else _raw(model, chunk))
        if not done and not allow_missing:
            check.refuse()
        shown = chunk if model.recipe is None or not model.changes_grain else _groups(model.recipe, chunk)
        yield [*(_one(column) for column in shown.columns), *_answer_columns(model.answers(values))]
        done += chunk.num_rows
        if on_progress is not None:
            on_progress(done, rows.record.n_rows)


def _read(model: Model, chunk: pa.Table) -> dict[str, ColumnValues]:
    return model.read(as_rows(chunk), 0, chunk.num_rows)


def _raw(model: Model, chunk: pa.Table) -> dict[str, ColumnValues]:
    """What stands in the raw columns, to compare with what is expected."""
    return model.read_raw(as_rows(chunk), 0, chunk.num_rows)


def _whole(chunks: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """All chunks as one."""
    found = list(chunks)
    if found:
        yield pa.concat_tables(found, promote_options="permissive")


def _groups(recipe: Replayer, chunk: pa.Table) -> pa.Table:
    """The groups that a recipe makes of rows, as a table."""
    return recipe.cells(recipe.rows(as_rows(chunk), 0, chunk.num_rows))


def _answer_columns(answers: Predictions) -> list[pa.Array]:
    if answers.labels is not None and answers.probabilities is not None:
        shares = answers.probabilities
        return [pa.array(answers.labels, pa.string()), *(pa.array(shares[:, j]) for j in range(shares.shape[1]))]
    return [pa.array(answers.values), pa.array(answers.low), pa.array(answers.high)]


def _one(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


@contextmanager
def _opened(
    manifest: Manifest, source: FileSource, name: str | None, options: ReadOptions | None, chunk_rows: int | None
) -> Iterator[Stream]:
    if isinstance(source, Table):
        n = chunk_rows or _fitting_rows(source.n_columns)
        chunks = (source.cells.slice(start, n) for start in range(0, source.n_rows, n))
        yield Stream(source.names, source.record, chunks)
        return
    with _streamed(manifest, source, name, options or ReadOptions(), chunk_rows or CHUNK_ROWS) as found:
        n = chunk_rows or _fitting_rows(len(found.names))
        yield Stream(found.names, found.record, (part for chunk in found.chunks for part in _split(chunk, n)))


@contextmanager
def _streamed(
    manifest: Manifest, source: str | Path | BinaryIO | Address, name: str | None, asked: ReadOptions, chunk_rows: int
) -> Iterator[Stream]:
    """The rows of a file, read like the file that the model was built from where that fits."""
    before = ReadOptions.from_dict(manifest.reading)
    source = resolved(source)
    if isinstance(source, Address) or asked.filled_from(before) == asked:
        with stream(source, name=name, options=asked, chunk_rows=chunk_rows) as found:
            yield found
        return
    with opened(source, name) as file:

        def names_with(options: ReadOptions) -> tuple[str, ...]:
            return read(file.path, name=file.name, options=options, max_rows=NAME_ROWS).names

        options, said = replayed(asked, before, manifest.asked_names, names_with)
        with stream(file.path, name=file.name, options=options, chunk_rows=chunk_rows) as found:
            sentences = (*((said,) if said else ()), *found.record.sentences)
            yield replace(found, record=replace(found.record, sentences=sentences))


def _split(chunk: pa.Table, n: int) -> Iterator[pa.Table]:
    return (chunk.slice(start, n) for start in range(0, chunk.num_rows, n))


def _fitting_rows(n_columns: int) -> int:
    return max(1_000, min(CHUNK_ROWS, CHUNK_CELLS // max(n_columns, 1)))
