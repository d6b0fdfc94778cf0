"""The verbs of builds and what follows them, with real jobs: answers, batches, a threshold, retrying, cancelling."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.job_records import JobView
from app.records import ModelView
from app.service import Service
from datasets.errors import InputError
from inference.bundle import read_bundle
from tests.app.people import people_csv
from tests.app.service.work import data_files, start, work


def test_from_build_to_batch(service: Service, model: ModelView, tmp_path: Path) -> None:
    job = start(service, model.id)
    assert start(service, model.id) == job  # a second click is the same build
    assert service.model(model.id).versions[0].state == "building"
    assert service.running() == (job,)
    work(service)

    view = service.model(model.id)
    version = view.ready
    assert version is not None
    assert (version.number, version.state, version.metric_title) == (1, "ready", "ROC AUC")
    assert version.score is not None
    assert version.score["value"] > 0.6
    record = service.record(version.id)
    assert record.score.value == version.score["value"]
    assert record.name == "people V1"
    assert "customer" in record.left_out
    assert service.bundle_path(version.id).is_file()
    assert service.predictor(version.id) is service.predictor(version.id)

    typical, drawn = service.typical_row(version.id), service.random_row(version.id)
    assert set(typical) == set(drawn) == {"age", "plan", "joined", "spend"}
    for row in (typical, drawn):
        answer = service.predict_one(version.id, row)
        assert answer.label in ("No", "Yes")
        assert answer.probabilities is not None
        assert sum(answer.probabilities.values()) == pytest.approx(1, abs=1e-5)
        reasons = service.reasons(version.id, row)
        total = reasons.base + sum(reason.contribution for reason in reasons.reasons)
        assert total == pytest.approx(reasons.answer, abs=1e-4)

    with pytest.raises(InputError, match="is used by the model people"):
        service.delete_dataset(view.dataset_id)
    _batches(service, version.id, view, tmp_path)
    _threshold(service, version.id, view)

    service.remove_for_good(view.id)
    assert (service.jobs(), service.models()) == ((), ())
    service.remove_for_good(view.dataset_id)
    assert data_files(service) == []


def _batches(service: Service, version_id: str, view: ModelView, tmp_path: Path) -> None:
    """A batch on the training table, on a file without a column, and on an upload."""
    assert service.check_batch(version_id, view.dataset_version_id) == ()
    whole = service.start_batch(version_id, view.dataset_version_id)
    lacking = tmp_path / "lacking.csv"
    lacking.write_text("customer,age,joined,spend\nX1,30,2020-01-01,20\n")
    (misfit,) = service.check_batch(version_id, lacking)
    assert (misfit.rule, misfit.column, misfit.blocking) == ("missing_column", "plan", True)
    refused = service.start_batch(version_id, lacking)
    upload = service.keep_upload("new.csv", people_csv(5, seed=2))
    allowed = service.start_batch(version_id, upload, allow_missing=True, on_error="skip")
    with pytest.raises(InputError, match="no file"):
        service.start_batch(version_id, tmp_path / "nope.csv")
    work(service)

    assert [job.id for job in service.batches(view.id)] == [allowed.id, refused.id, whole.id]
    failed = service.job(refused.id)
    assert (failed.state, failed.result) == ("failed", None)
    assert "plan is missing" in str(failed.error)
    with pytest.raises(InputError, match="it is failed"):
        service.batch_result(refused.id)
    scored = service.batch_preview(whole.id, n=10)
    assert scored.names[-3:] == ("prediction", "probability_No", "probability_Yes")
    assert scored.n_rows == 10
    done = service.job(whole.id)
    assert done.result is not None
    assert done.result["report"]["n_rows"] == 240
    assert service.batch_result(allowed.id).name == "new.scored.csv"
    assert service.batch_rejected(allowed.id).name == "new.scored.rejected.csv"
    with pytest.raises(InputError, match="left no row out"):
        service.batch_rejected(whole.id)
    assert not upload.exists()


def _threshold(service: Service, version_id: str, view: ModelView) -> None:
    """A threshold that was chosen is that of single rows, of files and of the bundle, until it is taken back."""
    row = service.typical_row(version_id)
    before = service.predict_one(version_id, row)
    assert before.probabilities is not None
    share = before.probabilities["Yes"]
    threshold = round(share - 0.01, 4) if share < 0.5 else round(share + 0.01, 4)
    service.use_threshold(version_id, threshold)
    assert service.threshold(version_id) == threshold
    turned = service.predict_one(version_id, row)
    assert (turned.label, turned.probabilities) == ("Yes" if share < 0.5 else "No", before.probabilities)
    manifest = service.predictor(version_id).manifest
    assert manifest.threshold == manifest.plan["threshold"] == threshold
    assert "from a probability of" in read_bundle(service.bundle_path(version_id)).readme

    batch = service.start_batch(version_id, view.dataset_version_id)
    service.use_threshold(version_id, None)  # the batch was asked for before
    work(service)
    scored = service.batch_preview(batch.id, n=240)
    shares = scored.numbers("probability_Yes")
    said = scored.texts("prediction").to_pylist()
    assert said == ["Yes" if one >= threshold else "No" for one in shares]
    assert service.predict_one(version_id, row) == before
    with pytest.raises(InputError, match="between 0 and 1; it is 2"):
        service.use_threshold(version_id, 2)


def test_a_failed_build_can_be_tried_again(service: Service, model: ModelView, monkeypatch: pytest.MonkeyPatch) -> None:
    import automl.build

    real = automl.build.build

    def broken(*_: object, **__: object) -> None:
        raise InputError("A build needs luck; there was none.")

    monkeypatch.setattr(automl.build, "build", broken)
    job = start(service, model.id)
    work(service)
    version = service.model(model.id).versions[0]
    assert (version.state, version.error) == ("failed", "A build needs luck; there was none.")
    with pytest.raises(InputError, match="it is failed"):
        service.record(version.id)
    monkeypatch.setattr(automl.build, "build", real)
    assert service.retry_job(job.id).state == "queued"
    work(service)
    again = service.model(model.id).versions
    assert [(v.id, v.number, v.state) for v in again] == [(version.id, 1, "ready")]


def test_a_waiting_build_can_be_cancelled(service: Service, model: ModelView) -> None:
    job = start(service, model.id)
    service.stop_build(job.id)
    assert service.model(model.id).versions[0].state == "cancelled"
    second = start(service, model.id)
    service.cancel_job(second.id)
    assert [v.number for v in service.model(model.id).versions] == [1, 2]
    assert [job.id for job in service.jobs()] == [second.id, job.id]
    assert service.running() == ()


def test_views_of_a_job_are_plain(service: Service, model: ModelView) -> None:
    job = start(service, model.id)
    assert isinstance(job, JobView)
    assert job.title == "Build people V1"
    assert job.payload["spec"]["target"] == "left"
    assert replace(job, state="done").is_over
