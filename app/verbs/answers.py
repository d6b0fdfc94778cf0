"""Answers from a model for a whole file."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.job_records import JobView
from app.verbs.one_row import OneRowVerbs
from datasets.errors import InputError

if TYPE_CHECKING:
    from datasets.shift import Shift
    from datasets.table import Table
    from inference.misfits import Misfit
    from inference.ordered import Order
    from inference.output import CsvStyle
    from inference.rejected import OnError


SHIFT_ROWS = 100_000


class AnswerVerbs(OneRowVerbs):
    """What can be done with a model version that is ready, and with the files it predicted."""

    def check_batch(self, model_version_id: str, source: str | Path, decimal: str | None = None) -> tuple[Misfit, ...]:
        """How a file, or the dataset version with that id, does not fit the model; empty when it fits. `decimal` is the
        mark of its numbers (None: that of the numbers that the model learnt from)."""
        from datasets.record import ReadOptions
        from inference.batch import misfits

        options = ReadOptions(decimal=decimal)
        return misfits(self.predictor(model_version_id), self._rows(source), options=options)

    def check_shift(self, model_version_id: str, source: str | Path, decimal: str | None = None) -> tuple[Shift, ...]:
        """Which columns of a file, or of the dataset version with that id, look different from the rows the model was
        built from; of a file the first 100,000 rows are looked at."""
        from datasets.read import read
        from datasets.record import ReadOptions
        from datasets.shift import shifts

        learnt_from = self.training_table(model_version_id)
        if learnt_from.n_rows == 0:
            return ()
        rows = self._rows(source)
        options = ReadOptions(decimal=decimal)
        table = read(rows, options=options, max_rows=SHIFT_ROWS) if isinstance(rows, Path) else rows
        return shifts(learnt_from, table, self.predictor(model_version_id).manifest.names, decimal)

    def start_batch(
        self,
        model_version_id: str,
        source: str | Path,
        *,
        allow_missing: bool = False,
        on_error: OnError = "missing",
        mark_unlike: bool = False,
        order: Order = "file",
        decimal: str | None = None,
        otherwise: CsvStyle | None = None,
    ) -> JobView:
        """Queue predictions for a file, or for the dataset version with that id; `on_error` says what becomes of cells
        that cannot be read, `mark_unlike` adds a column about rows unlike anything seen, `order` says which rows come
        first, `decimal` is the mark of its numbers (see predict_file). What is written is like a CSV file that came in,
        else in the style `otherwise`."""
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
                    "decimal": decimal,
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
