"""A service made of plain records, so that pages can be drawn in every state without a store or a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from app.job_records import JobState, JobView, Progress
from app.records import DatasetView, Deleted, ModelSettings, ModelVersionView, ModelView, VersionState, VersionView
from datasets.differences import Differences
from datasets.errors import InputError

R = TypeVar("R")
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class FakeSample:
    """What the pages read of datasets.samples.Sample."""

    name: str
    title: str
    question: str
    target: str
    problem: str
    n_rows: int


SAMPLES = (
    FakeSample("breast_cancer", "Breast cancer", "Is this lump malignant?", "diagnosis", "binary", 569),
    FakeSample("house_prices", "House prices", "What will this house sell for?", "SalePrice", "regression", 2930),
    FakeSample("loan_default", "Loan default", "Which loans will not be repaid?", "default", "binary", 9857),
    FakeSample("machine_maintenance", "Machine maintenance", "Which machine fails next?", "failure", "binary", 10000),
    FakeSample("telecom_churn", "Telecom churn", "Which customers will leave?", "Churn", "binary", 7043),
)


def dataset(name: str = "customers_2026", *, number: int = 1, sample: str | None = None) -> DatasetView:
    """A dataset with `number` versions."""
    made = [
        VersionView(f"v_{name}_{i}", f"d_{name}", i, 7043, 22, 1_012_000, f"{name}.csv", NOW - timedelta(days=9 - i))
        for i in range(1, number + 1)
    ]
    return DatasetView(f"d_{name}", name, sample, tuple(made), made[0].created)


def version(model_id: str, number: int, state: VersionState = "ready", **more: Any) -> ModelVersionView:
    """A build of a model; ready ones carry a score of 0.845 over a baseline of 0.5."""
    ready = state == "ready"
    score = {"metric": "roc_auc", "title": "ROC AUC", "value": 0.845, "low": 0.825, "high": 0.866, "n_rows": 1409}
    made = ModelVersionView(
        id=f"{model_id}_v{number}",
        model_id=model_id,
        number=number,
        job_id=f"j_{model_id}_{number}",
        state=state,
        score={**score, "how": "holdout"} if ready else None,
        baseline={"metric": "roc_auc", "value": 0.5, "sentence": ""} if ready else None,
        metric_title="ROC AUC" if ready else "",
        dataset_version_id="v_customers_2026_1",
        created=NOW - timedelta(hours=5),
    )
    return replace(made, **more)


def model(name: str, *versions: ModelVersionView, problem: str = "binary", **more: Any) -> ModelView:
    """A model on customers_2026."""
    made = ModelView(
        id=f"m_{name}",
        name=name,
        question="Which customers will leave?",
        dataset_version_id="v_customers_2026_1",
        dataset_id="d_customers_2026",
        dataset_name="customers_2026",
        settings=ModelSettings(target="Churn", problem=problem),
        versions=versions,
        created=NOW - timedelta(days=1),
    )
    return replace(made, **more)


def job(title: str, state: JobState = "running", kind: str = "build", **more: Any) -> JobView:
    """A job on the model `title` that started four minutes ago."""
    progress = Progress(
        stage="search",
        elapsed_s=260.0,
        budget_s=600.0,
        left_s=340.0,
        best=0.848,
        metric="roc_auc",
        metric_title="ROC AUC",
        now="Crossed columns with LightGBM, 84 leaves, fold 3 of 5",
    )
    started = None if state == "queued" else NOW - timedelta(seconds=260)
    made = JobView(
        id=f"j_{title.replace(' ', '_')}",
        kind=kind,
        state=state,
        title=f"Build {title}" if kind == "build" else title,
        progress=progress if state == "running" else None,
        error=None,
        created=NOW - timedelta(seconds=270),
        started=started,
        ended=NOW if state in ("done", "failed", "cancelled") else None,
        model_id="m_churn",
        model_version_id="m_churn_v1",
        payload={},
    )
    return replace(made, **more)


@dataclass
class FakeService:
    """Records go in, the same records come out; verbs that change something are noted in `done`."""

    datasets_: tuple[DatasetView, ...] = ()
    models_: tuple[ModelView, ...] = ()
    jobs_: tuple[JobView, ...] = ()
    samples_: tuple[FakeSample, ...] = SAMPLES
    workers: int = 1
    table_: Any = None
    profile_: Any = None
    findings_: tuple[Any, ...] = ()
    repeats_: int = 0
    refusal: str = ""
    deleted_: tuple[Deleted, ...] = ()
    look_: JobView | None = None
    logs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    done: list[tuple[Any, ...]] = field(default_factory=list)

    def datasets(self) -> tuple[DatasetView, ...]:
        self._maybe_refuse()
        return self.datasets_

    def dataset(self, dataset_id: str) -> DatasetView:
        return _one(self.datasets_, dataset_id, "dataset")

    def version(self, version_id: str) -> VersionView:
        return _one([v for d in self.datasets_ for v in d.versions], version_id, "version")

    def samples(self) -> tuple[FakeSample, ...]:
        return self.samples_

    def models(self) -> tuple[ModelView, ...]:
        self._maybe_refuse()
        return self.models_

    def model(self, model_id: str) -> ModelView:
        return _one(self.models_, model_id, "model")

    def jobs(self, limit: int = 200) -> tuple[JobView, ...]:
        self._maybe_refuse()
        return self.jobs_[:limit]

    def running(self) -> tuple[JobView, ...]:
        return tuple(job for job in self.jobs_ if not job.is_over)

    def job(self, job_id: str) -> JobView:
        return _one(self.jobs_, job_id, "job")

    def job_log(self, job_id: str) -> tuple[str, ...]:
        return self.logs.get(job_id, ())

    def workers_alive(self) -> int:
        return self.workers

    def table(self, *_asked: Any) -> Any:
        return self.table_

    def profile(self, *_asked: Any) -> Any:
        return self.profile_

    def look(self, *_asked: Any) -> JobView | None:
        return self.look_

    def repeats(self, version_id: str) -> int:
        del version_id
        return self.repeats_

    def version_changes(self, *_asked: str) -> tuple[Differences, tuple[Any, ...]]:
        return Differences((), (), (), 7043, 7043, reordered=False, same=True), ()

    def deleted(self) -> tuple[Deleted, ...]:
        return self.deleted_

    def findings(self, *_asked: Any) -> tuple[Any, ...]:
        return self.findings_

    def __getattr__(self, verb: str) -> Callable[..., None]:
        if verb not in (
            "stop_build",
            "cancel_job",
            "retry_job",
            "delete_dataset",
            "rename_dataset",
            "bring_back",
            "remove_for_good",
            "archive_model",
        ):
            raise AttributeError(verb)
        return lambda *values: self.done.append((verb, *values))

    def _maybe_refuse(self) -> None:
        if self.refusal:
            raise InputError(self.refusal)


def _one(records: Iterable[R], wanted: str, what: str) -> R:
    for record in records:
        if getattr(record, "id", None) == wanted:
            return record
    raise InputError(f"There is no {what} {wanted!r}. It may have been deleted.")
