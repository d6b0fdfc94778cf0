"""What people ask of the queue: to do something, to end it, to try it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import Connection, case, insert, update

from app.jobs.queue.looking import one_job
from app.store import engine
from app.store.engine import Store, new_id
from app.store.tables import job
from datasets.errors import InputError

Stop = Literal["keep", "cancel"]


def enqueue(
    connection: Connection,
    kind: str,
    title: str,
    payload: Mapping[str, Any],
    *,
    priority: int = 100,
    model_id: str | None = None,
    model_version_id: str | None = None,
    asked_by: str | None = None,
    project_id: str | None = None,
) -> str:
    """Put a job at the end of the queue; returns its id. Jobs of a model lie in its project, others in `project_id`."""
    job_id = new_id("j")
    connection.execute(
        insert(job).values(
            id=job_id,
            kind=kind,
            title=title,
            priority=priority,
            state="queued",
            payload=dict(payload),
            attempts=0,
            model_id=model_id,
            model_version_id=model_version_id,
            asked_by=asked_by,
            project_id=project_id,
            created=engine.now(),
        )
    )
    return job_id


def add_done(
    connection: Connection,
    job_id: str,
    kind: str,
    title: str,
    payload: Mapping[str, Any],
    result: Mapping[str, Any],
    **about: str | None,
) -> None:
    """Write down work that was done at once, without a worker; `about` names its model, version and who asked."""
    at = engine.now()
    times = {"created": at, "started": at, "ended": at}
    values = {"payload": dict(payload), "result": dict(result), **about, **times}
    connection.execute(
        insert(job).values(id=job_id, kind=kind, title=title, priority=0, state="done", attempts=0, **values)
    )


def request_stop(store: Store, job_id: str, stop: Stop) -> None:
    """Ask a job to end: "keep" its best or "cancel" it. A queued job is cancelled at once; a finished one stays."""
    with store.write() as connection:
        one_job(connection, job_id)
        mine = job.c.id == job_id
        waiting = update(job).where(mine, job.c.state == "queued")
        connection.execute(waiting.values(state="cancelled", stop="cancel", ended=engine.now()))
        running = update(job).where(mine, job.c.state == "running")
        if stop == "keep":
            running = running.where(job.c.stop.is_(None))
        connection.execute(running.values(stop=stop))


def retry(store: Store, job_id: str) -> None:
    """Queue a failed or cancelled job again, under its id; what a failed one has kept and spent still counts.

    Raises InputError when it is in another state.
    """
    fresh = {"state": "queued", "error": None, "stop": None, "attempts": 0, "lost": 0, "started": None, "ended": None}
    kept = {name: case((job.c.state == "failed", job.c[name]), else_=0) for name in ("spent_s", "evaluated")}
    with store.write() as connection:
        one_job(connection, job_id)
        over = update(job).where(job.c.id == job_id, job.c.state.in_(("failed", "cancelled")))
        again = over.values(**fresh, **kept, reused=0, result=None, created=engine.now())
        if connection.execute(again).rowcount == 0:
            raise InputError("Only a job that failed or was cancelled can be tried again; this one is not.")


__all__ = ["Stop", "add_done", "enqueue", "request_stop", "retry"]
