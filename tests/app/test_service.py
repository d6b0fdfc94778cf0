"""The verbs that pages and commands share, on a small real table and with real jobs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.jobs.worker import Worker
from app.records import JobView, ModelView, VersionView
from app.service import Service
from automl.decisions import Worth
from datasets.changes import Changes
from datasets.errors import InputError
from datasets.record import ReadOptions
from datasets.schema import Kind
from inference.bundle import read_bundle
from tests.app.people import people_csv

BUDGET_S = 10.0


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = Service(tmp_path / "home")
    yield opened
    opened.store.close()


@pytest.fixture
def version(service: Service) -> VersionView:
    return service.import_file(("people.csv", people_csv()))


@pytest.fixture
def model(service: Service, version: VersionView) -> ModelView:
    made = service.create_model(version.id)
    return service.update_model(made.id, target="left", algorithms=["linear"])


def work(service: Service) -> None:
    """Run every queued job, here and now."""
    while waiting := [job for job in service.running() if job.state == "queued"]:
        Worker(service.store, [waiting[-1].kind], poll_s=0.05).run(most_jobs=1)


def data_files(service: Service) -> list[str]:
    return sorted(path.name for path in (service.home / "files").rglob("*") if path.is_file())


def test_import_from_bytes_stream_and_path(service: Service, tmp_path: Path) -> None:
    content = people_csv()
    (tmp_path / "people.csv").write_bytes(content)
    views = [
        service.import_file(("people.csv", content)),
        service.import_file(("people.csv", io.BytesIO(content))),
        service.import_file(tmp_path / "people.csv"),
    ]
    assert {(v.rows, v.columns, v.bytes, v.source_name) for v in views} == {(240, 6, len(content), "people.csv")}
    assert [dataset.name for dataset in service.datasets()] == ["people 3", "people 2", "people"]
    assert len({service.table(view.id).fingerprint for view in views}) == 1


def test_a_second_import_becomes_version_two(service: Service, version: VersionView) -> None:
    again = service.import_file(("newer.csv", people_csv(100)), into=version.dataset_id)
    dataset = service.dataset(version.dataset_id)
    assert [(v.number, v.rows) for v in dataset.versions] == [(1, 240), (2, 100)]
    assert dataset.latest == again == service.version(again.id)
    assert service.table(version.id).n_rows == 240


def test_what_was_fixed_is_remembered_for_the_next_version(service: Service) -> None:
    def content(n: int) -> bytes:
        return "\n".join(["by hand", "day~amount", *(f"0{i}/01/2026~{i},5" for i in range(1, n)), ""]).encode()

    options = ReadOptions(delimiter="~", header_row=2, decimal=",", day_first=False)
    first = service.import_file(("visits.txt", content(8)), options=options)
    assert service.read_as(first.id).options == options
    second = service.import_file(("visits.txt", content(9)), into=first.dataset_id)
    assert second.rows == 8
    assert service.read_as(second.id).options == options
    assert service.table(second.id).schema["day"].datetime_formats == ("%m/%d/%Y",)
    proposed, said = service.proposed_options(("visits.csv", b"day,amount\n2026-01-02,5\n"), first.dataset_id)
    assert proposed == ReadOptions()
    assert said is not None
    assert said.startswith("Not read as before")
    third = service.import_file(("v.csv", b"day,amount\n2026-01-02,5\n"), into=first.dataset_id, options=proposed)
    assert service.read_as(third.id).options == ReadOptions()


def test_names(service: Service, version: VersionView) -> None:
    assert service.rename_dataset(version.dataset_id, "  My   people ").name == "My people"
    with pytest.raises(InputError, match="1 to 100 characters"):
        service.rename_dataset(version.dataset_id, " ")
    assert service.import_file(("b.csv.gz", _packed(people_csv())), name="Other").dataset_id != version.dataset_id
    assert {dataset.name for dataset in service.datasets()} == {"My people", "Other"}


def test_a_preview_tells_what_was_assumed(service: Service) -> None:
    content = b"name;age\n" + b"Ada;36\nAlan;41\n" * 50
    table = service.preview_file(("x.csv", content), n=10)
    assert (table.n_rows, table.names) == (10, ("name", "age"))
    assert table.record.assumed["delimiter"] == ";"
    as_one = service.preview_file(("x.csv", content), ReadOptions(delimiter=","), n=10)
    assert as_one.names == ("name;age",)
    assert service.datasets() == ()


def test_what_cannot_be_read_leaves_nothing(service: Service) -> None:
    for content in (b"", b"\x00\x01\x02\xff" * 500):
        with pytest.raises(InputError):
            service.import_file(("bad.csv", content))
    with pytest.raises(InputError):
        service.import_file(service.home / "no such file.csv")
    assert service.datasets() == ()
    assert data_files(service) == []


def test_kinds_can_be_changed(service: Service, version: VersionView) -> None:
    assert service.table(version.id).schema["age"].kind is Kind.NUMERIC
    changed = service.table_as(version.id, Changes({"age": "category", "gone": "text"}))
    assert changed.schema["age"].kind is Kind.CATEGORY
    assert service.table(version.id).schema["age"].kind is Kind.NUMERIC
    with pytest.raises(InputError, match="no kind 'colour'"):
        service.table_as(version.id, Changes({"age": "colour"}))
    assert service.profile(version.id, "left", Changes({"age": "category"}))["age"].kind == "category"
    assert service.profile(version.id, "left") is service.profile(version.id, "left")
    assert any(finding.column == "customer" for finding in service.findings(version.id, "left"))


def test_a_sample_is_imported_once_and_brings_its_question(service: Service) -> None:
    sample = service.samples()[-1]
    version = service.import_sample(sample.name)
    assert service.import_sample(sample.name) == version
    (dataset,) = service.datasets()
    assert (dataset.name, dataset.sample) == (sample.title, sample.name)
    model = service.create_model(version.id)
    assert (model.settings.target, model.question) == (sample.target, sample.question)
    with pytest.raises(InputError, match="The samples are: "):
        service.import_sample("titanic 2")


def test_settings_of_a_model(service: Service, model: ModelView) -> None:
    assert (model.question, model.name, model.dataset_name) == ("What is left?", "people", "people")
    changed = service.update_model(
        model.id, exclude=["customer", "age"], metric="log_loss", kinds={"age": "category"}, seed=3
    )
    assert (changed.settings.exclude, changed.settings.metric) == (("customer", "age"), "log_loss")
    assert service.model_table(model.id).schema["age"].kind is Kind.CATEGORY
    other = service.update_model(model.id, target="age").settings
    assert (other.target, other.metric, other.exclude) == ("age", None, ("customer",))
    with pytest.raises(InputError, match=r"no column .lft..*Nearest names: left"):
        service.update_model(model.id, target="lft")
    with pytest.raises(InputError, match="no setting colour"):
        service.update_model(model.id, colour="blue")
    assert service.rename_model(model.id, "Leavers").name == "Leavers"
    assert service.models() == (service.model(model.id),)


def test_detection(service: Service, model: ModelView) -> None:
    found = service.detect(model.id)
    assert (found.problem, found.default_metric, found.n_missing, found.blocks) == ("binary", "roc_auc", 0, ())
    assert found.classes == ("No", "Yes")
    assert found.metrics[0][0] == "roc_auc"
    assert found.measured_on == "rows that are answered by models which have not seen them"
    assert service.detect(service.update_model(model.id, target="spend").id).problem == "regression"
    nothing = service.detect(service.update_model(model.id, target=None).id)
    assert (nothing.problem, nothing.blocks) == (None, ("Choose the column to predict.",))
    all_out = service.update_model(model.id, target="left", exclude=["age", "plan", "joined", "spend"])
    assert "at least one column to learn from" in service.detect(all_out.id).blocks[0]
    with pytest.raises(InputError, match="at least one column"):
        service.start_build(model.id, BUDGET_S)
    wrong_metric = service.update_model(model.id, exclude=[], metric="rmse", problem="binary")
    assert service.detect(wrong_metric.id).blocks


def test_from_build_to_batch(service: Service, model: ModelView, tmp_path: Path) -> None:
    job = service.start_build(model.id, BUDGET_S)
    assert service.start_build(model.id, BUDGET_S) == job  # a second click is the same build
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


def test_what_outcomes_bring_is_kept_with_the_model(service: Service, model: ModelView) -> None:
    service.set_worth(model.id, Worth(found=120, alarm=-25), " CHF ")
    settings = service.model(model.id).settings
    assert (Worth.from_dict(settings.worth), settings.currency) == (Worth(found=120, alarm=-25), "CHF")
    with pytest.raises(InputError, match="at most 4 letters"):
        service.set_worth(model.id, Worth(), "Taler")


def test_a_preview_is_kept_until_the_settings_change(service: Service, model: ModelView) -> None:
    assert service.last_preview(model.id) is None
    job = service.start_preview(model.id)
    newer = service.start_preview(service.update_model(model.id, seed=8).id)
    assert service.job(job.id).state == "cancelled"
    work(service)
    record = service.preview_record(newer.id)
    assert record.impact
    assert record.score.low <= record.score.value <= record.score.high
    assert service.preview_is_current(model.id)
    assert service.start_preview(model.id).id == newer.id
    service.update_model(model.id, exclude=["age"])
    assert not service.preview_is_current(model.id)


def test_a_failed_build_can_be_tried_again(service: Service, model: ModelView, monkeypatch: pytest.MonkeyPatch) -> None:
    import automl.build

    real = automl.build.build

    def broken(*_: object, **__: object) -> None:
        raise InputError("A build needs luck; there was none.")

    monkeypatch.setattr(automl.build, "build", broken)
    job = service.start_build(model.id, BUDGET_S)
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
    job = service.start_build(model.id, BUDGET_S)
    service.stop_build(job.id)
    assert service.model(model.id).versions[0].state == "cancelled"
    second = service.start_build(model.id, BUDGET_S)
    service.cancel_job(second.id)
    assert [v.number for v in service.model(model.id).versions] == [1, 2]
    assert [job.id for job in service.jobs()] == [second.id, job.id]
    assert service.running() == ()


def test_a_model_follows_its_dataset(service: Service, model: ModelView) -> None:
    smaller = service.import_file(("small.csv", b"age,plan\n1,a\n2,b\n"), into=model.dataset_id)
    moved = service.update_model(model.id, dataset_version_id=smaller.id)
    assert moved.dataset_version_id == smaller.id
    assert "has no column left" in service.detect(model.id).blocks[0]


def test_views_of_a_job_are_plain(service: Service, model: ModelView) -> None:
    job = service.start_build(model.id, BUDGET_S)
    assert isinstance(job, JobView)
    assert job.title == "Build people V1"
    assert job.payload["spec"]["target"] == "left"
    assert replace(job, state="done").is_over


def _packed(content: bytes) -> bytes:
    import gzip

    return gzip.compress(content)
