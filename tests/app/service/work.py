"""Running the jobs of a service, and looking at what they leave."""

from __future__ import annotations

from app.job_records import JobView
from app.jobs.worker import Worker
from app.service import Service

BUDGET_S = 10.0


def work(service: Service) -> None:
    """Run every queued job, here and now."""
    while waiting := [job for job in service.running() if job.state == "queued"]:
        Worker(service.store, [waiting[-1].kind], poll_s=0.05).run(most_jobs=1)


def data_files(service: Service) -> list[str]:
    return sorted(path.name for path in (service.home / "files").rglob("*") if path.is_file())


def start(service: Service, model_id: str) -> JobView:
    """Queue a build of one candidate, which is soon over on any machine."""
    return service.start_build(model_id, BUDGET_S, candidates=1)
