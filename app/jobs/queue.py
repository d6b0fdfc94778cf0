"""The queue: one table, and statements that stay right with any number of processes.

A worker holds a lease on its job and renews it; every write of a worker repeats "I am still the owner and it is still
running", so a worker that was thought dead cannot spoil what its successor does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, or_, select, update

from app.jobs.owners import machine, standing
from app.records import FINAL_STATES, JobState, JobView, Progress
from app.store.engine import Store, moment, new_id, now
from app.store.tables import job, worker
from datasets.errors import InputError

LEASE_S = 8.0
PATIENCE_S = 60.0  # beyond its lease, with a worker that is known to be there
MOST_LOST = 3
ALIVE_S = 10.0
Stop = Literal["keep", "cancel"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this worker may run now. `spent_s`: seconds that earlier tries have worked on it; `attempt` counts
    from 1; `evaluated`: candidates that earlier tries of a build have evaluated."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    owner: str
    spent_s: float = 0.0
    attempt: int = 1
    evaluated: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` jobs of these kinds run at once on this machine."""

    kinds: Sequence[str]
    most: int


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
            asked_by=asked_by,
            created=now(),
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
    at = now()
    times = {"created": at, "started": at, "ended": at}
    values = {"payload": dict(payload), "result": dict(result), **about, **times}
    connection.execute(
        insert(job).values(id=job_id, kind=kind, title=title, priority=0, state="done", attempts=0, **values)
    )


def claim(
    store: Store, owner: str, kinds: Sequence[str], lease_s: float = LEASE_S, limit: Limit | None = None
) -> Claimed | None:
    """Take the next job of these kinds: a queued one, or a running one that its worker let go.

    The state is repeated in the outer condition, so that a job is handed out once on any database.
    """
    at = now()
    values = {"state": "running", "owner": owner, "lease_until": at + lease_s, "started": at, "progress": None}
    lost = case((job.c.state == "running", job.c.lost + 1), else_=job.c.lost)
    with store.write() as connection:
        owners = _owners(connection)
        let_go = and_(_let_go(owners, at), job.c.lost < MOST_LOST - 1, job.c.stop.is_(None))
        free = and_(or_(job.c.state == "queued", let_go), *([] if limit is None else [_within(limit, owners, at)]))
        first = select(job.c.id).where(job.c.kind.in_(kinds), free).order_by(job.c.priority, job.c.created).limit(1)
        taken = (
            update(job)
            .where(job.c.id == first.scalar_subquery(), free)
            .values(**values, attempts=job.c.attempts + 1, lost=lost)
            .returning(job.c.id, job.c.kind, job.c.payload, job.c.spent_s, job.c.attempts, job.c.evaluated)
        )
        row = connection.execute(taken).one_or_none()
    if row is None:
        return None
    return Claimed(row.id, row.kind, row.payload, owner, row.spent_s, row.attempts, row.evaluated)


def sweep(store: Store) -> None:
    """End the running jobs that nobody will take over: they were stopped, or their workers ended too often."""
    over = {"ended": now(), "owner": None, "progress": None}
    sentence = (
        f"The worker ended {MOST_LOST} times while it ran this and got no further, perhaps for lack of memory. "
        "Close other programs or use a smaller table, then retry."
    )
    with store.read() as connection:
        let_go = _let_go(_owners(connection), now())
        if connection.execute(select(job.c.id).where(let_go).limit(1)).one_or_none() is None:
            return
    with store.write() as connection:
        stopped = update(job).where(let_go, job.c.stop.is_not(None))
        connection.execute(stopped.values(state="cancelled", **over))
        worn_out = update(job).where(let_go, job.c.lost >= MOST_LOST - 1)
        connection.execute(worn_out.values(state="failed", error=sentence, **over))


@dataclass(frozen=True, slots=True)
class _Owners:
    """The owners of running jobs that are known to be gone, and those known to be there."""

    gone: Sequence[str]
    here: Sequence[str]


def _owners(connection: Connection) -> _Owners:
    running = select(job.c.owner).where(job.c.state == "running", job.c.owner.is_not(None)).distinct()
    found = {owner: standing(owner) for owner in connection.execute(running).scalars()}
    return _Owners(*([owner for owner, what in found.items() if what == wanted] for wanted in ("gone", "here")))


def _let_go(owners: _Owners, at: float) -> ColumnElement[bool]:
    """The running jobs whose worker is known to be gone, or let its lease run out and is not known to be there."""
    silent = and_(job.c.lease_until < at, or_(job.c.owner.not_in(owners.here), job.c.lease_until < at - PATIENCE_S))
    return and_(job.c.state == "running", or_(job.c.owner.in_(owners.gone), silent))


def _within(limit: Limit, owners: _Owners, at: float) -> ColumnElement[bool]:
    """The jobs that may run beside those that run on this machine already."""
    other = job.alias("other")
    here = (
        select(func.count())
        .select_from(other)
        .where(
            other.c.state == "running",
            other.c.kind.in_(limit.kinds),
            other.c.lease_until >= at,
            other.c.owner.not_in(owners.gone),
            other.c.owner.startswith(f"{machine()}/", autoescape=True),
        )
    )
    return or_(job.c.kind.not_in(limit.kinds), here.scalar_subquery() < limit.most)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a worker says of its job with a beat: the progress (None: as before), the seconds spent on it in all, and
    for a build how many candidates were evaluated and how many of them earlier tries had evaluated."""

    progress: Progress | None = None
    spent_s: float | None = None
    evaluated: int | None = None
    reused: int = 0


def beat(store: Store, mine: Claimed, sign: Sign, lease_s: float = LEASE_S) -> Row[Any] | None:
    """Renew the lease and write down the sign. Returns a row with `stop` (None, "keep" or "cancel"), or None when the
    job is no longer this worker's."""
    values = {**_values(mine, sign), "lease_until": now() + lease_s}
    with store.write() as connection:
        return connection.execute(_owned(mine).values(**values).returning(job.c.stop)).one_or_none()


def finish(
    store: Store,
    mine: Claimed,
    state: JobState,
    sign: Sign | None = None,
    *,
    result: Mapping[str, Any] | None = None,
    error: str | None = None,
) -> bool:
    """End a job; False when it is no longer this worker's, and then nothing was written."""
    kept = None if result is None else dict(result)
    over = {"state": state, "result": kept, "error": error, "ended": now(), "owner": None}
    return _write_owned(store, mine, {**_values(mine, sign or Sign()), **over, "progress": None})


def release(store: Store, mine: Claimed, sign: Sign | None = None) -> bool:
    """Give a job back, as a worker does that is told to end; the try does not count, what was kept does."""
    values = {"state": "queued", "owner": None, "lease_until": None, "started": None, "attempts": job.c.attempts - 1}
    return _write_owned(store, mine, {**_values(mine, sign or Sign()), **values, "progress": None})


def _values(mine: Claimed, sign: Sign) -> dict[str, Any]:
    """Workers that were lost are forgotten once a job gets further."""
    values: dict[str, Any] = {}
    if sign.progress is not None:
        values["progress"] = sign.progress.to_dict()
    if sign.spent_s is not None:
        values["spent_s"] = sign.spent_s
    if sign.evaluated is not None:
        values |= {"evaluated": sign.evaluated, "reused": sign.reused}
        if sign.evaluated > mine.evaluated:
            values["lost"] = 0
    return values


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
    """Queue a failed or cancelled job again, under its id; what a failed one has kept and spent still counts.

    Raises InputError when it is in another state.
    """
    fresh = {"state": "queued", "error": None, "stop": None, "attempts": 0, "lost": 0, "started": None, "ended": None}
    kept = {name: case((job.c.state == "failed", job.c[name]), else_=0) for name in ("spent_s", "evaluated")}
    with store.write() as connection:
        one_job(connection, job_id)
        over = update(job).where(job.c.id == job_id, job.c.state.in_(("failed", "cancelled")))
        if connection.execute(over.values(**fresh, **kept, reused=0, result=None, created=now())).rowcount == 0:
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
