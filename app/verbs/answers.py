"""Answers from a model: one row, its reasons, a whole file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.records import JobView
from app.verbs.insights import InsightVerbs
from app.verbs.kept import Kept
from datasets.changes import Changes
from datasets.errors import InputError

if TYPE_CHECKING:
    from app.verbs.reasons import Background
    from automl.explain import Reasons
    from datasets.find import Hits
    from datasets.shift import Shift
    from datasets.table import Table
    from inference.misfits import Misfit
    from inference.ordered import Order
    from inference.output import CsvStyle
    from inference.prediction import Prediction
    from inference.predictor import Model
    from inference.rejected import OnError
    from inference.strange import Strange


SHIFT_ROWS = 100_000


class AnswerVerbs(InsightVerbs):
    """What can be done with a model version that is ready."""

    def __init__(self, home: Path | None = None) -> None:
        super().__init__(home)
        self._predictors: Kept[Model] = Kept(4)
        self._backgrounds: Kept[Background] = Kept(4)

    def predictor(self, model_version_id: str) -> Model:
        """The version, open for predictions."""
        from inference.predictor import load

        path = self.bundle_path(model_version_id)  # the job of a version may be run again: another path, another model
        return self._predictors.get(str(path), lambda: load(path))

    def typical_row(self, model_version_id: str) -> dict[str, Any]:
        """The typical value of every column the model reads: a number, a text, or an ISO time in UTC."""
        columns = self.predictor(model_version_id).manifest.asks
        return {column.name: column.typical for column in columns}

    def random_row(self, model_version_id: str) -> dict[str, Any]:
        """The values of a row of the training table, drawn by chance, in the same form; None is "not known"."""
        n_rows = self.training_table(model_version_id).n_rows
        drawn = np.random.default_rng().integers(n_rows) + 1 if n_rows else 0
        return self.row_at(model_version_id, int(drawn)) if n_rows else self.typical_row(model_version_id)

    def row_at(self, model_version_id: str, number: int) -> dict[str, Any]:
        """The values of row `number` (from 1) of the training table. Raises InputError when there is no such row."""
        table = self.training_table(model_version_id)
        if not 1 <= number <= table.n_rows:
            raise InputError(f"The table has the rows 1 to {table.n_rows:,}; it has no row {number:,}.")
        row = table.take(np.array([number - 1]))
        columns = self.predictor(model_version_id).manifest.asks
        return {column.name: _value(row, column.name, column.dtype) for column in columns}

    def find_rows(self, model_version_id: str, words: str, most: int = 8) -> tuple[Hits, Table]:
        """Where words are found in the training table, and the first `most` of these rows as they stand in it. Raises
        InputError for words that are too long."""
        from datasets.find import find_rows

        table = self.training_table(model_version_id)
        hits = find_rows(table, words, most)
        return hits, table.take(np.array(hits.places))

    def truth_at(self, model_version_id: str, number: int) -> str:
        """What the column to predict says in row `number` (from 1) of the training table; empty where it says
        nothing."""
        table, target = self.training_table(model_version_id), self.predictor(model_version_id).manifest.target.name
        if target not in table.names or not 1 <= number <= table.n_rows:
            return ""
        return str(table.take(np.array([number - 1])).texts(target)[0].as_py())

    def training_table(self, model_version_id: str) -> Table:
        """The table a version was built from, as it was taken, before its recipe."""
        from app.store import models

        with self.store.read() as connection:
            job_id = models.version_row(connection, model_version_id).job_id
        payload = self.job(job_id).payload
        return self.table_as(payload["dataset_version_id"], Changes.from_dict(payload))

    def predict_one(self, model_version_id: str, row: Mapping[str, Any]) -> Prediction:
        """The answer for one row (column name -> value)."""
        return self.predictor(model_version_id).predict(row)

    def strange(self, model_version_id: str, row: Mapping[str, Any]) -> tuple[Strange, ...]:
        """The cells of one row that lie outside what the model has seen."""
        from inference.strange import strange_cells

        return strange_cells(self.predictor(model_version_id).asked, row)

    def reasons(self, model_version_id: str, row: Mapping[str, Any]) -> Reasons:
        """Which columns pushed the answer of one row up or down, and by how much, compared with the average. Raises
        InputError when the rows that the model learnt from are not here."""
        from app.verbs.reasons import reasons

        return reasons(self.predictor(model_version_id), self._background(model_version_id), row)

    def _background(self, model_version_id: str) -> Background:
        """The rows that reasons compare with, made once for a version."""
        from app.verbs.reasons import Background

        def make() -> Background:
            table = self.training_table(model_version_id)
            if table.n_rows == 0:
                raise InputError("Reasons compare a row with those the model learnt from, and these are not here.")
            return Background.of(self.predictor(model_version_id), table)

        return self._backgrounds.get(str(self.bundle_path(model_version_id)), make)

    def check_batch(self, model_version_id: str, source: str | Path) -> tuple[Misfit, ...]:
        """How a file, or the dataset version with that id, does not fit the model; empty when it fits."""
        from inference.batch import misfits

        return misfits(self.predictor(model_version_id), self._rows(source))

    def check_shift(self, model_version_id: str, source: str | Path) -> tuple[Shift, ...]:
        """Which columns of a file, or of the dataset version with that id, look different from the rows the model was
        built from; of a file the first 100,000 rows are looked at."""
        from datasets.read import read
        from datasets.shift import shifts

        learnt_from = self.training_table(model_version_id)
        if learnt_from.n_rows == 0:
            return ()
        rows = self._rows(source)
        table = read(rows, max_rows=SHIFT_ROWS) if isinstance(rows, Path) else rows
        return shifts(learnt_from, table, self.predictor(model_version_id).manifest.names)

    def start_batch(
        self,
        model_version_id: str,
        source: str | Path,
        *,
        allow_missing: bool = False,
        on_error: OnError = "missing",
        mark_unlike: bool = False,
        order: Order = "file",
        otherwise: CsvStyle | None = None,
    ) -> JobView:
        """Queue predictions for a file, or for the dataset version with that id; `on_error` says what becomes of cells
        that cannot be read, `mark_unlike` adds a column about rows unlike anything seen, `order` says which rows come
        first (see predict_file). What is written is like a CSV file that came in, else in the style `otherwise`."""
        from app.jobs import queue
        from app.store import models

        where, threshold = self._source(source), self.threshold(model_version_id)
        with self.store.write() as connection:
            row = models.version_row(connection, model_version_id)
            title = models.one_model(connection, row.model_id, self._question).name
            name = where["source_name"]
            job_id = queue.enqueue(
                connection,
                "batch_predict",
                f"Predict {name} with {title} V{row.number}",
                {
                    **where,
                    "allow_missing": allow_missing,
                    "on_error": on_error,
                    "mark_unlike": mark_unlike,
                    "order": order,
                    "otherwise": {} if otherwise is None else asdict(otherwise),
                    "bundle_job": row.job_id,
                    "threshold": threshold,
                },
                priority=50,
                model_id=row.model_id,
                model_version_id=model_version_id,
                asked_by=self.asker(),
            )
            return queue.one_job(connection, job_id)

    def batch_result(self, job_id: str) -> Path:
        """The CSV file that a batch job wrote."""
        return self._left(self.job(job_id), "scored")

    def batch_rejected(self, job_id: str) -> Path:
        """The CSV file with the rows that a batch job left out and the reason of each (on_error="skip")."""
        job = self.job(job_id)
        if "rejected" not in (job.result or {"rejected": None}):
            raise InputError(f"{job.title} left no row out: it was not asked to.")
        return self._left(job, "rejected")

    def batch_preview(self, job_id: str, n: int = 100) -> Table:
        """The first `n` rows of what a batch job wrote."""
        from datasets.read import read
        from datasets.record import ReadOptions

        options = ReadOptions.from_dict(batch_style(self.job(job_id)))
        return read(self.batch_result(job_id), options=replace(options, header_row=1), max_rows=n)

    def batches(self, model_id: str) -> tuple[JobView, ...]:
        """The batch jobs of a model, newest first."""
        from app.jobs import queue
        from app.store.tables import job

        with self.store.read() as connection:
            return queue.find_jobs(connection, job.c.model_id == model_id, job.c.kind == "batch_predict")

    def _rows(self, source: str | Path) -> Path | Table:
        return self.table(str(source)) if self._is_version(source) else Path(source)

    def _source(self, source: str | Path) -> dict[str, Any]:
        """What the payload of a batch says about where it reads from."""
        if self._is_version(source):
            version = self.version(str(source))
            return {"source_version": version.id, "source_file": None, "source_name": version.source_name}
        path = Path(source).absolute()
        if not path.is_file():
            raise InputError(f"There is no file {path}. Check the name.")
        if self.store.shared is not None:  # the worker may be on another machine
            return {"source_version": None, "source_file": self._handed_over(path), "source_name": path.name}
        return {"source_version": None, "source_file": str(path), "source_name": path.name}

    def _handed_over(self, path: Path) -> str:
        """A file on this computer as one of the store; an uploaded one is taken over."""
        return self.store.files.put(path, keep=self.store.place("files/uploads") not in path.parents)

    def _is_version(self, source: str | Path) -> bool:
        return isinstance(source, str) and source.startswith("v_") and not Path(source).exists()


def batch_style(job: JobView) -> dict[str, str]:
    """How the CSV files of a batch job are written, as inference.output.CsvStyle names it; {} for the plain style of
    those that were written before that was told."""
    return dict(dict((job.result or {}).get("report", {})).get("style", {}))


def _value(row: Table, name: str, dtype: str) -> float | str | None:
    if dtype == "string":
        return str(row.texts(name)[0].as_py())
    if dtype == "float32":
        number = float(row.numbers(name)[0])
        return None if np.isnan(number) else number
    from datasets.cells import MISSING_SECONDS

    seconds = int(row.seconds(name)[0])
    return None if seconds == MISSING_SECONDS else str(np.datetime64(seconds, "s")) + "Z"
