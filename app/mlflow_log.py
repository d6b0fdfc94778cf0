"""A finished build told to an MLflow server: a run for the model, one below it for every candidate.

Switched on by one setting (EASEL_MLFLOW_URL, else MLFLOW_TRACKING_URI). Whatever goes wrong costs one sentence, never
the build.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.mlflow_server import MlflowError, MlflowServer, Point, Run
from app.settings import settings

if TYPE_CHECKING:
    from automl.build import Built
    from automl.record import BuildRecord, CandidateRecord

MOST_S = 60.0  # for all that is told; a slow server does not keep a worker
VERSION = re.compile(r" V\d+$")


def log_build(built: Built, address: str | None = None) -> str | None:
    """Tells the server; a sentence how that went, None where no server is set."""
    address = address or settings().mlflow_url or os.environ.get("MLFLOW_TRACKING_URI", "")
    if not address:
        return None
    try:
        server = MlflowServer.at(address, os.environ)
        said = _told(server, built)
    except MlflowError as error:
        return f"MLflow was not told of this build: {error}. The build itself is whole."
    return f"Logged to MLflow at {server.address}: {said}"


def _told(server: MlflowServer, built: Built) -> str:
    record, end = built.record, time.monotonic() + MOST_S
    began = datetime.fromisoformat(record.created).timestamp() - record.seconds
    experiment = server.experiment(os.environ.get("MLFLOW_EXPERIMENT_NAME") or VERSION.sub("", record.name))
    run = server.start(experiment, record.name, began, _tags(record))
    server.log(run, _params(record), _points(record))
    problem = ""
    try:
        server.upload(run, "model.onnx", built.bundle.model)
    except MlflowError as error:
        problem = f" The ONNX file was not sent: {error}."
    n = 0
    for n, candidate in enumerate(record.candidates, start=1):
        if time.monotonic() > end:
            problem += f" The server took so long that {len(record.candidates) - n + 1} of them were left out."
            break
        _tell_candidate(server, experiment, run, record, candidate, began)
    server.end(run, began + record.seconds)
    return f"run {run.id} with {n} candidates.{problem}"


def _tell_candidate(
    server: MlflowServer, experiment: str, parent: Run, record: BuildRecord, one: CandidateRecord, began: float
) -> None:
    tags = {"mlflow.parentRunId": parent.id, "easel.status": one.status, "easel.origin": one.origin}
    if one.tuned_from:
        tags["easel.tuned_from"] = " ".join(str(index + 1) for index in one.tuned_from)
    if one.note:
        tags["mlflow.note.content"] = one.note
    name = f"No. {one.index + 1} {one.algorithm_title} after {one.strategy_title}"
    ended = began + one.at_s
    run = server.start(experiment, name, max(began, ended - one.seconds), tags)
    params = {"strategy": one.strategy, "algorithm": one.algorithm, **one.settings}
    server.log(run, params, _candidate_points(record.metric, one))
    server.end(run, ended, well=one.status != "failed")


def _tags(record: BuildRecord) -> Mapping[str, str]:
    """Tags of the model's run; its description is the headline."""
    tags = {"mlflow.note.content": record.headline, "easel.created": record.created, "easel.problem": record.problem}
    return tags | {f"version.{name}": version for name, version in record.versions.items()}


def _params(record: BuildRecord) -> dict[str, Any]:
    """What was asked for, and on what."""
    asked = {name: value for name, value in record.spec.items() if value not in (None, (), [], "")}
    return {
        **asked,
        "metric": record.metric,
        "problem": record.problem,
        "rows": record.n_rows,
        "columns": record.n_columns,
    }


def _points(record: BuildRecord) -> Iterator[Point]:
    for score in record.metrics:
        yield score.metric, score.value, 0
        yield f"{score.metric}_low", score.low, 0
        yield f"{score.metric}_high", score.high, 0
        if score.baseline is not None:
            yield f"{score.metric}_dullest", score.baseline, 0
    yield "seconds", record.seconds, 0
    yield "model_bytes", float(record.bundle_bytes), 0


def _candidate_points(metric: str, one: CandidateRecord) -> Iterator[Point]:
    """Its score, that of each fold (the step is the fold), its learning curve (the step is the round), its costs."""
    if one.score is not None:
        yield metric, one.score, 0
    for fold, score in enumerate(one.fold_scores, start=1):
        yield f"{metric}_fold", score, fold
    if one.curve is not None:
        for number, loss in zip(one.curve.x, one.curve.y, strict=True):
            yield "validation_loss", loss, int(number)
    yield "seconds", one.seconds, 0
    yield "weight", one.weight, 0
    if one.row_ms is not None:
        yield "row_ms", one.row_ms, 0
