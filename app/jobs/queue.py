"""The queue: one table, and statements that stay right with any number of processes.

A worker holds a lease on its job and renews it; every write of a worker repeats "I am still the owner and it is still
running", so a worker that was thought dead cannot spoil what its successor does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from app.records import FINAL_STATES, JobState, JobView, Progress
from app.store.engine import Store, moment, new_id, now
from app.store.tables import job, worker
from datasets.errors import InputError

LEASE_S = 20.0
MOST_ATTEMPTS = 3
ALIVE_S = 10.0
Stop = Literal["keep", "cancel"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this worker may run now."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    owner: str


def enqueue(
    connection: Connection,
    kind: str,
    title: str,
    payload: Mapping[str, Any],
    *,
    priority: int = 100,
    model_id: str | None = None,
    model_version_id: str | None = None,
) -> str:
    """Put a job at the end of the queue; returns its id."""
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
            created=now(),
        )
    )
    return job_id


def claim(store: Store, owner: str, kinds: Sequence[str], lease_s: float = LEASE_S) -> Claimed | None:
    """Take the next job of these kinds: a queued one, or a running one whose worker let its lease run out.

    The state is repeated in the outer condition, so that a job is handed out once on any database.
    """
    at = now()
    free = or_(
        job.c.state == "queued",
        and_(job.c.state == "running", job.c.lease_until < at, job.c.attempts < MOST_ATTEMPTS, job.c.stop.is_(None)),
    )
    first = select(job.c.id).where(job.c.kind.in_(kinds), free).order_by(job.c.priority, job.c.created).limit(1)
    values = {"state": "running", "owner": owner, "lease_until": at + lease_s, "started": at, "progress": None}
    taken = (
        update(job)
        .where(job.c.id == first.scalar_subquery(), free)
        .values(**values, attempts=job.c.attempts + 1)
        .returning(job.c.id, job.c.kind, job.c.payload)
    )
    with store.write() as connection:
        row = connection.execute(taken).one_or_none()
    return None if row is None else Claimed(row.id, row.kind, row.payload, owner)


def sweep(store: Store) -> None:
    """End the running jobs that nobody will take over: they were stopped, or their workers ended too often."""
    lost = (job.c.state == "running", job.c.lease_until < now())
    over = {"ended": now(), "owner": None, "progress": None}
    sentence = (
        f"The worker ended {MOST_ATTEMPTS} times while it ran this, perhaps for lack of memory. "
        "Close other programs or use a smaller table, then retry."
    )
    with store.read() as connection:
        if connection.execute(select(job.c.id).where(*lost).limit(1)).one_or_none() is None:
            return
    with store.write() as connection:
        stopped = update(job).where(*lost, job.c.stop.is_not(None))
        connection.execute(stopped.values(state="cancelled", **over))
        worn_out = update(job).where(*lost, job.c.attempts >= MOST_ATTEMPTS)
        connection.execute(worn_out.values(state="failed", error=sentence, **over))


def beat(store: Store, mine: Claimed, progress: Progress | None, lease_s: float = LEASE_S) -> Row[Any] | None:
    """Renew the lease, and write the progress unless it is None. Returns a row with `stop` (None, "keep" or "cancel"),
    or None when the job is no longer this worker's."""
    values: dict[str, Any] = {"lease_until": now() + lease_s}
    if progress is not None:
        values["progress"] = progress.to_dict()
    with store.write() as connection:
        return connection.execute(_owned(mine).values(**values).returning(job.c.stop)).one_or_none()


def finish(
    store: Store, mine: Claimed, state: JobState, *, result: Mapping[str, Any] | None = None, error: str | None = None
) -> bool:
    """End a job; False when it is no longer this worker's, and then nothing was written."""
    kept = None if result is None else dict(result)
    values = {"state": state, "result": kept, "error": error, "ended": now(), "owner": None, "progress": None}
    return _write_owned(store, mine, values)


def release(store: Store, mine: Claimed) -> bool:
    """Give a job back untouched, as a worker does that is told to end; the try does not count."""
    values = {"state": "queued", "owner": None, "lease_until": None, "started": None, "progress": None}
    return _write_owned(store, mine, {**values, "attempts": job.c.attempts - 1})


def request_stop(store: Store, job_id: str, stop: Stop) -> None:
    """Ask a job to end: "keep" its best or "cancel" it. A queued job is cancelled at once; a finished one stays."""
    with store.write() as connection:
        one_job(connection, job_id)
        mine = job.c.id == job_id
        waiting = update(job).where(mine, job.c.state == "queued")
        connection.execute(waiting.values(state="cancelled", stop="cancel", ended=now()))
        running = update(job).where(mine, job.c.state == "running")
        if stop == "keep":
            running = running.where(job.c.stop.is_(None))
        connection.execute(running.values(stop=stop))


def retry(store: Store, job_id: str) -> None:
    """Queue a failed or cancelled job again, under its id. Raises InputError when it is in another state."""
    fresh = {"state": "queued", "error": None, "stop": None, "attempts": 0, "started": None, "ended": None}
    with store.write() as connection:
        one_job(connection, job_id)
        over = update(job).where(job.c.id == job_id, job.c.state.in_(("failed", "cancelled")))
        if connection.execute(over.values(**fresh, result=None, created=now())).rowcount == 0:
            raise InputError("Only a job that failed or was cancelled can be tried again; this one is not.")


def one_job(connection: Connection, job_id: str) -> JobView:
    """Raises InputError when there is no such job (any more)."""
    row = connection.execute(select(job).where(job.c.id == job_id)).one_or_none()
    if row is None:
        raise InputError("This job does not exist any more.")
    return job_view(row)


def find_jobs(connection: Connection, *conditions: Any, limit: int = 200) -> tuple[JobView, ...]:
    """The jobs that meet all conditions on the table `job`, newest first."""
    newest = select(job).where(*conditions).order_by(job.c.created.desc()).limit(limit)
    return tuple(job_view(row) for row in connection.execute(newest))


def job_view(row: Row[Any]) -> JobView:
    """A stored job as the pages see it; the time of a running one goes on between two reports."""
    progress = Progress.from_dict(row.progress) if row.progress else None
    return JobView(
        id=row.id,
        kind=row.kind,
        state=row.state,
        title=row.title,
        progress=progress.at(now() - row.started) if progress and row.started else progress,
        error=row.error,
        created=moment(row.created),
        started=moment(row.started) if row.started else None,
        ended=moment(row.ended) if row.ended else None,
        model_id=row.model_id,
        model_version_id=row.model_version_id,
        payload=row.payload,
        result=row.result,
        stopping=row.stop is not None and row.state not in FINAL_STATES,
    )


def worker_beat(store: Store, owner: str, kinds: Sequence[str]) -> None:
    """Say that this worker is alive."""
    values = {"kinds": list(kinds), "beat_at": now()}
    with store.write() as connection:
        if connection.execute(update(worker).where(worker.c.id == owner).values(**values)).rowcount == 0:
            connection.execute(insert(worker).values(id=owner, **values))
        connection.execute(delete(worker).where(worker.c.beat_at < now() - 100 * ALIVE_S))


def worker_gone(store: Store, owner: str) -> None:
    with store.write() as connection:
        connection.execute(delete(worker).where(worker.c.id == owner))


def workers_alive(connection: Connection) -> int:
    """How many workers said in the last 10 seconds that they are alive."""
    alive = select(worker.c.id).where(worker.c.beat_at > now() - ALIVE_S)
    return len(connection.execute(alive).all())


def _owned(mine: Claimed) -> Any:
    return update(job).where(job.c.id == mine.id, job.c.owner == mine.owner, job.c.state == "running")


def _write_owned(store: Store, mine: Claimed, values: Mapping[str, Any]) -> bool:
    with store.write() as connection:
        return bool(connection.execute(_owned(mine).values(**values)).rowcount == 1)
