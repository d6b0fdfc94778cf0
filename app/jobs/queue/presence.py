"""Which workers there are: each says every now and then that it is alive."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from app.store import engine
from app.store.engine import Store
from app.store.tables import worker

ALIVE_S = 10.0


def worker_beat(store: Store, owner: str, kinds: Sequence[str]) -> None:
    """Say that this worker is alive."""
    with store.write() as connection:
        at = engine.clock(connection)
        values = {"kinds": list(kinds), "beat_at": at}
        if connection.execute(update(worker).where(worker.c.id == owner).values(**values)).rowcount == 0:
            connection.execute(insert(worker).values(id=owner, **values))
        connection.execute(delete(worker).where(worker.c.beat_at < at - 100 * ALIVE_S))


def worker_gone(store: Store, owner: str) -> None:
    """Take a worker that ends off the list."""
    with store.write() as connection:
        connection.execute(delete(worker).where(worker.c.id == owner))


def workers_alive(connection: Connection) -> int:
    """How many workers said in the last 10 seconds that they are alive."""
    alive = select(worker.c.id).where(worker.c.beat_at > engine.clock(connection) - ALIVE_S)
    return len(connection.execute(alive).all())


__all__ = ["ALIVE_S", "worker_beat", "worker_gone", "workers_alive"]
