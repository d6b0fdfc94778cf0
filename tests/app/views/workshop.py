"""A real service with a small real table, whose jobs run only when a test says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.job_records import JobView, Progress
from app.jobs import queue
from app.jobs.kind import JobKind, Run
from app.jobs.worker import Worker
from app.records import ModelView
from app.service import Service
from automl.record import STAGES
from datasets.errors import InputError
from tests.app.people import people_csv
from tests.app.views.records import candidates

BUDGET_S = 2.0  # of the builds that a page starts; `Workshop.build` counts candidates instead
N_CANDIDATES = 3
TARGETS = {"binary": "left", "multiclass": "plan", "regression": "spend"}


@dataclass(frozen=True)
class Workshop:
    """The service with one table, `version_id` of the dataset `people`: customer, age, plan, joined, spend, left."""

    service: Service
    version_id: str

    def model(self, target: str | None = "left", **settings: Any) -> ModelView:
        """A model that predicts `target`; None: nothing is chosen yet."""
        made = self.service.create_model(self.version_id)
        return self.service.update_model(made.id, target=target, algorithms=["linear"], quick_s=BUDGET_S, **settings)

    def work(self) -> None:
        """Run every queued job, here and now."""
        while waiting := [job for job in self.service.running() if job.state == "queued"]:
            Worker(self.service.store, [waiting[-1].kind], poll_s=0.02).run(most_jobs=1)

    def build(self, model: ModelView) -> ModelView:
        """The model with its next version, ready."""
        self.service.start_build(model.id, BUDGET_S, candidates=N_CANDIDATES)
        self.work()
        return self.service.model(model.id)

    def fail(self, kind: str, sentence: str) -> None:
        """Let the next job of this kind fail with this sentence."""

        def refuse(run: Run) -> Mapping[str, Any]:
            raise InputError(sentence or run.job_id)

        registry = {kind: JobKind(kind, kind, 1, refuse)}
        Worker(self.service.store, [kind], poll_s=0.02, registry=registry).run(most_jobs=1)

    def begin(self, job: JobView, progress: Progress | None = None) -> queue.Claimed:
        """Let a job run as far as `progress` says, and no further."""
        claimed = queue.claim(self.service.store, "test", [job.kind])
        assert claimed is not None
        assert claimed.id == job.id
        queue.worker_beat(self.service.store, "test", [job.kind])
        queue.beat(self.service.store, claimed, queue.Sign(progress))
        return claimed


def open_workshop(home: Path) -> Workshop:
    """A service in an empty folder with the table imported."""
    service = Service(home)
    return Workshop(service, service.import_file(("people.csv", people_csv())).id)


def searching(**changes: Any) -> Progress:
    """A build in the middle of its search: nine candidates, best 0.845."""
    values: dict[str, Any] = {
        "stage": "search",
        "stages_done": STAGES[:3],
        "now": "Target encode with LightGBM, 84 leaves, fold 3",
        "elapsed_s": 50.0,
        "budget_s": 600.0,
        "left_s": 550.0,
        "candidates": candidates(),
        "best": 0.8449,
        "metric": "roc_auc",
        "metric_title": "ROC AUC",
        "baseline": 0.5,
        "first": (0.838, 2.0),
    }
    return Progress(**{**values, **changes})
