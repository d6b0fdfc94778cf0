"""Handing jobs out: each to one worker, by priority, then age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update

from app.jobs.owners import machine
from app.jobs.queue.holding import LEASE_S, Claimed
from app.jobs.queue.lost import Heard, Owners, always, let_go, may_be_taken_over, owners_of
from app.store import engine
from app.store.engine import Store
from app.store.tables import job


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` jobs of these kinds run at once on this machine."""

    kinds: Sequence[str]
    most: int


def claim(
    store: Store,
    owner: str,
    kinds: Sequence[str],
    lease_s: float = LEASE_S,
    limit: Limit | None = None,
    *,
    heard: Heard = always,
) -> Claimed | None:
    """Take the next job of these kinds: a queued one, or a running one that its worker let go.

    heard  whether the silence of other workers means something (app.jobs.queue.lost.owners_of)

    The state is repeated in the outer condition, so that a job is handed out once on any database.
    """
    lost = case((job.c.state == "running", job.c.lost + 1), else_=job.c.lost)
    with store.write() as connection:
        at = engine.clock(connection)
        owners = owners_of(connection, at, heard)
        free = or_(job.c.state == "queued", and_(let_go(owners, at), may_be_taken_over()))
        if limit is not None:
            free = and_(free, _within(limit, owners, at))
        first = select(job.c.id).where(job.c.kind.in_(kinds), free).order_by(job.c.priority, job.c.created).limit(1)
        values = {"owner": owner, "lease_until": at + lease_s, "started": engine.now(), "progress": None}
        taken = (
            update(job)
            .where(job.c.id == first.scalar_subquery(), free)
            .values(state="running", **values, attempts=job.c.attempts + 1, lost=lost)
            .returning(job.c.id, job.c.kind, job.c.payload, job.c.spent_s, job.c.attempts, job.c.evaluated)
        )
        row = connection.execute(taken).one_or_none()
    if row is None:
        return None
    return Claimed(row.id, row.kind, row.payload, owner, row.spent_s, row.attempts, row.evaluated)


def _within(limit: Limit, owners: Owners, at: float) -> ColumnElement[bool]:
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


__all__ = ["Limit", "claim"]
