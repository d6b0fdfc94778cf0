"""File in, file out: the rows of a table with a model's answers beside them, in chunks and in bounded memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from datasets.atomic import write_atomically
from datasets.errors import InputError
from datasets.record import ReadOptions
from inference.bundle import check_target
from inference.checking import Check
from inference.manifest import Manifest
from inference.misfits import Misfit
from inference.opening import FileSource, open_rows
from inference.output import PLAIN, CsvStyle, row_writer
from inference.pool import in_order, processors
from inference.predictor import Model
from inference.rejected import OnError, Rejects
from inference.scoring import Scored, Scorer, numbered
from inference.sources import as_rows
from inference.unfinished import clear_unfinished, hold

JUDGED_ROWS = 50_000  # whether a column is of the wrong kind is judged by the first rows
JUDGED_CELLS = 4_000_000
UNLIKE = "unlike_seen"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class BatchReport:
    """What became of a file: its rows, the columns written, every misfit, the sentences worth telling, and how many
    rows were repaired and set aside when it was read, by what was wrong. With on_error="skip", `rejected` of the rows
    were left out and stand in the file `rejected_file`."""

    n_rows: int
    columns: tuple[str, ...]
    misfits: tuple[Misfit, ...]
    warnings: tuple[str, ...]
    seconds: float
    repaired: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    rejected_file: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def misfits(
    model: Model, source: FileSource, *, name: str | None = None, options: ReadOptions | None = None
) -> tuple[Misfit, ...]:
    """Every way in which a table differs from what the model reads, found without predicting; () when it fits.

    The source is a path, an open file (then `name` says what it is called), a database or a datasets.Table. Raises
    InputError when it cannot be read.
    """
    with open_rows(model.manifest, source, name, options, None) as rows:
        check = Check(model, rows.names, rows.record.n_rows)
        for chunk in rows.chunks:
            check.add(model.read_raw(as_rows(chunk), 0, chunk.num_rows))
        return check.found()


def predict_file(
    model: Model,
    source: FileSource,
    out: str | Path,
    *,
    allow_missing: bool = False,
    like_input: bool = False,
    on_error: OnError = "missing",
    mark_unlike: bool = False,
    on_progress: Progress | None = None,
    chunk_rows: int | None = None,
    threads: int | None = None,
    name: str | None = None,
    options: ReadOptions | None = None,
) -> BatchReport:
    """Write the rows of a table with the answers beside them: the cells as read and in order, then `prediction`, then
    `probability_<class>` for every class, for numbers `prediction_low` and `prediction_high`; a name that is taken
    gets "easel_" in front. `out` is CSV (comma, UTF-8; with `like_input` the delimiter, the quote and the encoding of
    the input), or Parquet or packed CSV when it ends in .parquet or .gz.

    What `options` leave open is read as the model's training file was (`reading` in the manifest) where that fits; the
    report says so. A missing, renamed or wrong-kind column (judged by the first JUDGED_ROWS rows) is an InputError
    before anything is written, unless `allow_missing`: then its cells count as not known. Of single cells that cannot
    be read, `on_error` says what becomes: they count as not known and are counted in the report ("missing"), their rows
    are left out and go with their reasons to `rejected_path(out)` ("skip"), or the first of them is an InputError that
    names row and column ("stop"). Where the recipe groups rows, the groups are written with their answers, and the file
    is read whole. With `mark_unlike` the last column, `unlike_seen`, is true for rows that are unlike anything seen in
    training (inference/strange.py); an InputError where the recipe groups rows.

    Chunks are worked on by `threads` threads (default: one for every processor, at most 8); the file is the same
    whatever their number. `on_progress(rows done, rows in all)` is called after every chunk; an exception it raises
    ends the run. Whatever happens, `out` is the old file or the whole new one; what a run left that was ended by force
    is removed by the next one, which says so. Raises EaselError when the disk is full.
    """
    started = time.perf_counter()
    check_target(out)
    if mark_unlike and model.changes_grain:
        raise InputError(
            "Rows unlike anything seen can be marked where every row gets an answer; the recipe of this model groups "
            "rows. Predict without marking them."
        )
    left = clear_unfinished(out)
    with open_rows(model.manifest, source, name, options, chunk_rows) as rows:
        record = rows.record
        check = Check(model, rows.names, record.n_rows, leaves_out=on_error == "skip")
        if not allow_missing:
            check.refuse()
        rejects = Rejects(source, out, rows) if on_error == "skip" else None
        shown = model.recipe.names if model.recipe is not None and model.changes_grain else rows.names
        columns = (*shown, *answer_names(model.manifest, shown, mark_unlike=mark_unlike))
        style = CsvStyle.like(record.assumed) if like_input else PLAIN
        n_threads = threads or processors()
        judged = None if allow_missing else chunk_rows or _judged_rows(len(rows.names))

        def write(file: BinaryIO) -> None:
            hold(file)
            with row_writer(file, out, columns, style) as writer:
                in_graph = n_threads if model.changes_grain else 1
                scorer = Scorer(model, check.begun(), writer, on_error, in_graph, mark_unlike)
                pieces = numbered(rows.chunks, as_one=model.changes_grain)
                done = 0
                with closing(in_order(scorer, pieces, n_threads)) as scored:
                    for one in _judged(scored, check, judged):
                        _stop_at_first(one, on_error)
                        if one.encoded is not None:
                            writer.write(one.encoded)
                        if rejects is not None and one.rejected is not None:
                            rejects.add(one.rejected)
                        done += one.n_rows
                        if on_progress is not None:
                            on_progress(done, record.n_rows)

        write_atomically(out, write if rejects is None else rejects.beside(write))
    found = check.found()
    told = [misfit.sentence for misfit in found if misfit.rule != "extra_column"]
    told += [] if rejects is None else rejects.sentences()
    return BatchReport(
        record.n_rows,
        columns,
        found,
        (*left, *record.sentences, *told, *check.strange()),
        time.perf_counter() - started,
        record.repaired,
        record.aside,
        0 if rejects is None else rejects.n_rows,
        None if rejects is None else str(rejects.path),
    )


def answer_names(manifest: Manifest, taken: Sequence[str], *, mark_unlike: bool = False) -> tuple[str, ...]:
    """The names of the columns that a batch file gets beside those of the input."""
    wanted = [f"probability_{name}" for name in manifest.classes] or ["prediction_low", "prediction_high"]
    used, names = set(taken), []
    for name in ("prediction", *wanted, *([UNLIKE] if mark_unlike else [])):
        while name in used:
            name = f"easel_{name}"
        used.add(name)
        names.append(name)
    return tuple(names)


def _judged_rows(n_columns: int) -> int:
    return max(1_000, min(JUDGED_ROWS, JUDGED_CELLS // max(n_columns, 1)))


def _judged(scored: Iterator[Scored], check: Check, n_rows: int | None) -> Iterator[Scored]:
    """The same chunks, counted by `check`. Those of the first `n_rows` rows are held back until they were judged (None:
    nothing is judged). Raises InputError when they must be decided on first."""
    held: list[Scored] = []
    seen, open_ = 0, n_rows is None
    for one in scored:
        check.join(one.check)
        seen += one.n_rows
        held.append(one)
        if not open_ and seen >= (n_rows or 0):
            check.refuse()
            open_ = True
        if open_:
            yield from held
            held = []
    if held:
        check.refuse()
        yield from held


def _stop_at_first(one: Scored, on_error: OnError) -> None:
    if on_error == "stop" and one.rejected is not None:
        raise InputError(
            f"{one.rejected.first_sentence()} Correct it, let such cells count as not known (--on-error missing), or "
            "leave their rows out (--on-error skip). Nothing was written."
        )
