"""Whose worker is gone: what is known of its process, what its lease says, and whether the database was there to hear
of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select, text, update

from app.jobs.owners import standing
from app.store import engine
from app.store.engine import Store
from app.store.tables import job

PATIENCE_S = 60.0  # beyond its lease, with a worker that is known to be there; and no lease is longer
MOST_LOST = 3
GRACE_S = 12.0  # after the database server has begun: longer than any worker waits before it tries again
Heard = Callable[[float], bool]
_BEGAN = text("select extract(epoch from pg_postmaster_start_time())")
_WORN_OUT = (
    f"The worker ended {MOST_LOST} times while it ran this and got no further, perhaps for lack of memory. "
    "Close other programs or use a smaller table, then retry."
)


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners of running jobs that are known to be gone, and those known to be there; `heard`: whether the others
    could have been heard of, so that silence means something."""

    gone: Sequence[str]
    here: Sequence[str]
    heard: bool = True


def always(at: float) -> bool:
    """Silence counts."""
    del at
    return True


def owners_of(connection: Connection, at: float, heard: Heard = always) -> Owners:
    """What is known of the owners of all running jobs at a moment of the shared clock.

    heard  says whether this process was there to hear of others (app.jobs.listening); a server that has just begun
           answers for all
    """
    running = select(job.c.owner).where(job.c.state == "running", job.c.owner.is_not(None)).distinct()
    found = {owner: standing(owner) for owner in connection.execute(running).scalars()}
    gone, here = ([owner for owner, what in found.items() if what == wanted] for wanted in ("gone", "here"))
    return Owners(gone, here, heard(at) and (not found or _server_up_s(connection, at) > GRACE_S))


def let_go(owners: Owners, at: float) -> ColumnElement[bool]:
    """The running jobs whose worker is known to be gone, or let its lease run out and is not known to be there. A lease
    that ends later than any can is from before a clock was put back."""
    running = job.c.state == "running"
    if not owners.heard:
        return and_(running, job.c.owner.in_(owners.gone))
    silent = or_(job.c.lease_until < at, job.c.lease_until > at + PATIENCE_S)
    long_silent = or_(job.c.lease_until < at - PATIENCE_S, job.c.lease_until > at + 2 * PATIENCE_S)
    unseen = or_(job.c.owner.not_in(owners.here), long_silent)
    return and_(running, or_(job.c.owner.in_(owners.gone), and_(silent, unseen)))


def may_be_taken_over() -> ColumnElement[bool]:
    """Of the jobs that were let go, those that are worth another try."""
    return and_(job.c.lost < MOST_LOST - 1, job.c.stop.is_(None))


def sweep(store: Store, heard: Heard = always) -> None:
    """End the running jobs that nobody will take over: they were stopped, or their workers ended too often.

    heard  as in `owners_of`
    """
    over = {"ended": engine.now(), "owner": None, "progress": None}
    with store.read() as connection:
        at = engine.clock(connection)
        gone = let_go(owners_of(connection, at, heard), at)
        if connection.execute(select(job.c.id).where(gone).limit(1)).one_or_none() is None:
            return
    with store.write() as connection:
        stopped = update(job).where(gone, job.c.stop.is_not(None))
        connection.execute(stopped.values(state="cancelled", **over))
        worn_out = update(job).where(gone, job.c.lost >= MOST_LOST - 1)
        connection.execute(worn_out.values(state="failed", error=_WORN_OUT, **over))


def _server_up_s(connection: Connection, at: float) -> float:
    """The seconds since the database's server began; SQLite has none and is always there. It is asked once for each
    connection, since none outlives the server."""
    if connection.dialect.name != "postgresql":
        return float("inf")
    if "easel_began" not in connection.info:
        connection.info["easel_began"] = float(connection.execute(_BEGAN).scalar_one())
    return abs(at - float(connection.info["easel_began"]))


__all__ = [
    "GRACE_S",
    "MOST_LOST",
    "PATIENCE_S",
    "Heard",
    "Owners",
    "always",
    "let_go",
    "may_be_taken_over",
    "owners_of",
    "sweep",
]
