"""A look at everything that Easel keeps: what is wrong, what was repaired, what a person has to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import select, text

from app.housekeeping import size_of, tidy
from app.jobs import queue
from app.store.databases import place
from app.store.engine import Store
from app.store.schema import revision_of
from app.store.tables import dataset, dataset_version, job

Verdict = Literal["good", "repaired", "bad"]
LITTLE_BYTES = 2e9


@dataclass(frozen=True, slots=True)
class Note:
    """What a check found: its subject (store, files, leases, disk), the verdict, and a sentence."""

    subject: str
    verdict: Verdict
    sentence: str


def examine(store: Store, keep_days: float) -> tuple[Note, ...]:
    """Check all, repair what is safe. Files that are missing cannot be brought back here: a backup can."""
    return (*_store(store), *_leases(store), *_files(store), *_tidied(store, keep_days), *_disk(store.home))


def _store(store: Store) -> Iterator[Note]:
    where = place(store.engine)
    with store.read() as connection:
        if store.engine.dialect.name == "sqlite":
            faults = list(connection.execute(text("pragma integrity_check")).scalars())
            if faults != ["ok"]:
                yield Note("store", "bad", f"{where} is damaged: {faults[0]}. Restore a backup: easel restore FILE.")
                return
            if orphan := connection.execute(text("pragma foreign_key_check")).first():
                yield Note("store", "bad", f"A row of {orphan[0]} in {where} names a row that is not there.")
                return
        yield Note("store", "good", f"{where} is whole (schema {revision_of(connection)}).")


def _leases(store: Store) -> Iterator[Note]:
    def states() -> dict[str, str]:
        with store.read() as connection:
            return {row.id: row.state for row in connection.execute(select(job.c.id, job.c.state))}

    before = states()
    queue.sweep(store)
    after = states()
    ended = [job_id for job_id, state in after.items() if state != before.get(job_id)]
    if ended:
        yield Note("leases", "repaired", f"Jobs that nobody would have taken over are ended: {', '.join(ended)}.")
    with store.read() as connection:
        workers = queue.workers_alive(connection)
    waiting = sum(state in ("queued", "running") for state in after.values())
    if waiting and not workers:
        yield Note("leases", "bad", f"No worker is running; {waiting} jobs wait. Start one: easel worker")
    else:
        yield Note("leases", "good", f"{workers} workers are running; {waiting} jobs wait or run.")


def _files(store: Store) -> Iterator[Note]:
    named = list(_named(store))
    missing = [f"{what} ({path})" for what, path in named if not store.file(path).exists()]
    for one in missing[:20]:
        yield Note("files", "bad", f"The file of {one} is gone. Restore a backup, or delete it and make it again.")
    if not missing:
        yield Note("files", "good", f"All {len(named)} files that the store names are there.")


def _named(store: Store) -> Iterator[tuple[str, str]]:
    """(what it belongs to, path) of every file that the database names."""
    with store.read() as connection:
        tables = select(dataset.c.name, dataset_version.c.number, dataset_version.c.path).join(dataset_version)
        for name, number, path in connection.execute(tables):
            yield f"dataset {name} V{number}", path
        done = select(job.c.title, job.c.result).where(job.c.state == "done")
        for title, result in connection.execute(done):
            for what in ("record", "bundle", "measured", "held", "scored"):
                if path := (result or {}).get(what):
                    yield f"{title}: {what}", path


def _tidied(store: Store, keep_days: float) -> Iterator[Note]:
    for removed in tidy(store, keep_days):
        if removed.count:
            freed = f"{removed.bytes / 1e6:,.1f} MB freed"
            yield Note("files", "repaired", f"Deleted {removed.count:,} {removed.what}; {freed}.")


def _disk(home: Path) -> Iterator[Note]:
    free, used = shutil.disk_usage(home).free, size_of(home)
    told = f"{home} takes {used / 1e9:,.2f} GB; {free / 1e9:,.1f} GB are free"
    if free < LITTLE_BYTES:
        yield Note("disk", "bad", f"{told}, which is little. Delete datasets and models that are not needed.")
    else:
        yield Note("disk", "good", f"{told}.")


__all__ = ["Note", "examine"]
