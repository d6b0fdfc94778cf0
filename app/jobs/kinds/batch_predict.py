"""Predict every row of a file with a model version."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.job_records import Progress
from app.jobs.kind import JobKind, Run
from app.jobs.leaving import forget_upload, source_path, version_table
from app.jobs.pressing import on_predict
from datasets.errors import InputError
from datasets.record import ReadOptions

if TYPE_CHECKING:
    from inference.batch import BatchReport
    from inference.predictor import Model


def run(run: Run) -> Mapping[str, Any]:
    """The source is a dataset version or a file; an uploaded file is removed when it was predicted."""
    if run.attempt > 1:
        run.log("An earlier try did not end; the rows are predicted anew from the first one.")
    path, folder = source_path(run, run.payload["source_file"]), run.folder()
    scored = f"{folder}/{scored_name(run.payload['source_name'])}"
    try:
        report = _predicted(run, path, scored)
    except InputError as error:
        raise on_predict(error) from error
    if path is not None:
        forget_upload(run, path)
    said = report.to_dict()
    left_out = said.pop("rejected_file")
    return {"scored": scored, "report": said, **({"rejected": f"{folder}/{Path(left_out).name}"} if left_out else {})}


def _predicted(run: Run, path: Path | None, scored: str) -> BatchReport:
    from inference.batch import predict_file
    from inference.output import CsvStyle

    payload, started = run.payload, time.monotonic()
    return predict_file(
        _model(run),
        path or version_table(run, payload["source_version"]),
        run.store.place(scored),
        allow_missing=payload["allow_missing"],
        on_error=payload.get("on_error", "missing"),
        mark_unlike=payload.get("mark_unlike", False),
        like_input=True,
        otherwise=CsvStyle(**payload.get("otherwise", {})),
        order=payload.get("order", "file"),
        options=ReadOptions(decimal=payload.get("decimal")),
        on_progress=lambda done, n: run.report(Progress.of_rows(done, n, time.monotonic() - started)),
    )


def scored_name(source_name: str) -> str:
    """The name of the answers to a file: "new.csv.gz" -> "new.scored.csv"."""
    from app.verbs.names import stem

    return f"{stem(source_name)}.scored.csv"


def _model(run: Run) -> Model:
    """The model as it was when the predictions were asked for: with the threshold that was chosen for it then."""
    from automl.export import at_threshold
    from inference.bundle import read_bundle
    from inference.predictor import Model

    bundle, threshold = read_bundle(_bundle(run)), run.payload.get("threshold")
    return Model(bundle if threshold is None else at_threshold(bundle, threshold))


def _bundle(run: Run) -> Path:
    from app.jobs.queue import one_job

    with run.store.read() as connection:
        build = one_job(connection, run.payload["bundle_job"])
    if build.state != "done" or not build.result:
        raise InputError(f"{build.title} is not done, so there is nothing to predict with. Build it again.")
    return run.store.file(build.result["bundle"])


KIND = JobKind(name="batch_predict", title="Batch prediction", priority=50, run=run)
