"""Jobs as pages and commands see them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from app.job_records import FINAL_STATES, JobView, Progress
from app.store.engine import moment
from app.store.tables import job
from datasets.errors import InputError


def one_job(connection: Connection, job_id: str) -> JobView:
    """Raises InputError when there is no such job (any more)."""
    row = connection.execute(select(job).where(job.c.id == job_id)).one_or_none()
    if row is None:
        raise InputError(
            f"There is no job {job_id}; it never was, or does not exist any more. Choose one of those that are listed."
        )
    return job_view(row)


def find_jobs(connection: Connection, *conditions: Any, limit: int = 200) -> tuple[JobView, ...]:
    """The jobs that meet all conditions on the table `job`, newest first."""
    newest = select(job).where(*conditions).order_by(job.c.created.desc()).limit(limit)
    return tuple(job_view(row) for row in connection.execute(newest))


def job_view(row: Row[Any]) -> JobView:
    """A stored job as the pages see it; the time of a running one goes on between two reports of its progress."""
    progress = Progress.from_dict(row.progress) if row.progress else None
    return JobView(
        id=row.id,
        kind=row.kind,
        state=row.state,
        title=row.title,
        progress=progress and progress.at(max(progress.elapsed_s, row.spent_s)),
        error=row.error,
        created=moment(row.created),
        started=moment(row.started) if row.started else None,
        ended=moment(row.ended) if row.ended else None,
        model_id=row.model_id,
        model_version_id=row.model_version_id,
        payload=row.payload,
        result=row.result,
        stopping=row.stop is not None and row.state not in FINAL_STATES,
        attempts=row.attempts,
        evaluated=row.evaluated,
        reused=row.reused,
        asked_by=row.asked_by,
    )


__all__ = ["find_jobs", "job_view", "one_job"]
