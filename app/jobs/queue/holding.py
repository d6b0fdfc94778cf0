"""What a worker does with a job that it holds: renew the lease, end it, give it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from app.job_records import JobState, Progress
from app.store import engine
from app.store.engine import Store
from app.store.tables import job

LEASE_S = 8.0
_WAITING = {"state": "queued", "owner": None, "lease_until": None, "started": None, "progress": None}


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
    with store.write() as connection:
        values = {**_values(mine, sign), "lease_until": engine.clock(connection) + lease_s}
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
    """End a job; False when it is no longer this worker's, and then nothing was written. Asked twice, because the
    first answer was lost with the connection, it says the same."""
    kept = None if result is None else json.loads(json.dumps(dict(result)))
    over = {"state": state, "result": kept, "error": error, "ended": engine.now(), "owner": None, "progress": None}
    with store.write() as connection:
        if _write_owned(connection, mine, {**_values(mine, sign or Sign()), **over}):
            return True
        found = connection.execute(select(job.c.state, job.c.result, job.c.error).where(job.c.id == mine.id)).first()
        return found is not None and tuple(found) == (state, kept, error)


def release(store: Store, mine: Claimed, sign: Sign | None = None) -> bool:
    """Give a job back, as a worker does that is told to end; the try does not count, what was kept does."""
    with store.write() as connection:
        values = {**_values(mine, sign or Sign()), **_WAITING, "attempts": job.c.attempts - 1}
        return _write_owned(connection, mine, values)


def give_back(store: Store, owner: str) -> None:
    """Let the jobs go that a worker holds without knowing it: its claim was written, and the answer was lost."""
    with store.write() as connection:
        held = update(job).where(job.c.owner == owner, job.c.state == "running")
        connection.execute(held.values(**_WAITING, attempts=job.c.attempts - 1))


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


def _owned(mine: Claimed) -> Any:
    return update(job).where(job.c.id == mine.id, job.c.owner == mine.owner, job.c.state == "running")


def _write_owned(connection: Connection, mine: Claimed, values: Mapping[str, Any]) -> bool:
    return bool(connection.execute(_owned(mine).values(**values)).rowcount == 1)


__all__ = ["LEASE_S", "Claimed", "Sign", "beat", "finish", "give_back", "release"]
