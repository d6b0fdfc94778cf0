"""File in, file out: the rows of a table with a model's answers beside them, in chunks and in bounded memory."""

from __future__ import annotations

import time
from pathlib import Path
from typing import BinaryIO

from datasets.atomic import write_atomically
from datasets.errors import InputError
from datasets.record import ReadOptions
from inference.alike import style_like
from inference.bundle import check_target
from inference.checking import Check
from inference.misfits import Misfit
from inference.opening import FileSource, open_rows
from inference.ordered import Order
from inference.other_mark import with_decimal
from inference.output import PLAIN, CsvStyle
from inference.pool import processors
from inference.predictor import Model
from inference.rejected import OnError, Rejects
from inference.run import BatchReport, Progress, Run, judged_rows
from inference.sources import as_rows
from inference.unfinished import clear_unfinished


def misfits(
    model: Model, source: FileSource, *, name: str | None = None, options: ReadOptions | None = None
) -> tuple[Misfit, ...]:
    """Every way in which a table differs from what the model reads, found without predicting; () when it fits.

    The source is a path, an open file (then `name` says what it is called), a database or a datasets.Table. Raises
    InputError when it cannot be read. The decimal mark of `options` is that of the table's texts.
    """
    model = with_decimal(model, options.decimal if options else None)
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
    otherwise: CsvStyle | None = None,
    order: Order = "file",
) -> BatchReport:
    """Write the rows of a table with the answers beside them: the cells as read and in order, then `prediction`, then
    `probability_<class>` for every class, for numbers `prediction_low` and `prediction_high`; a name that is taken
    gets "easel_" in front. `out` is CSV (comma, UTF-8; with `like_input` the delimiter, the quote, the encoding and the
    decimal mark of the input; `otherwise` is the style where that came from no CSV file, and permits UTF-8 where the
    encoding lacks a letter), or Parquet or packed CSV when it ends in .parquet or .gz. With `order` "answer" the rows
    with the largest answer come first (inference/ordered.py).

    What `options` leave open is read as the model's training file was (`reading` in the manifest) where that fits; the
    report says so. Their decimal mark is that of the table's texts, whatever mark the model learnt from. A missing,
    renamed or wrong-kind column (judged by the first JUDGED_ROWS rows) is an InputError before anything is written,
    unless `allow_missing`: then its cells count as not known. Of single cells that cannot
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
    model = with_decimal(model, options.decimal if options else None)
    left = clear_unfinished(out)
    with open_rows(model.manifest, source, name, options, chunk_rows) as rows:
        style = style_like(rows.record, model.manifest, otherwise) if like_input else PLAIN
        rejects = Rejects(source, out, rows, style) if on_error == "skip" else None
        judged = None if allow_missing else chunk_rows or judged_rows(len(rows.names))
        run = Run(model, rows, on_error, judged, threads or processors(), rejects, mark_unlike, style, order)

        def write(file: BinaryIO) -> None:
            run.write(file, out, on_progress)

        write_atomically(out, write if rejects is None else rejects.beside(write))
    return run.report(left, time.perf_counter() - started)


__all__ = ["BatchReport", "misfits", "predict_file"]
