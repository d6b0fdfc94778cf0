"""A look at everything that Easel keeps: what is wrong, what was repaired, what a person has to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import select, text

from app.housekeeping import tidy
from app.jobs import queue
from app.store.databases import place
from app.store.engine import Store
from app.store.files import hash_in, sha256_of
from app.store.identity import owns_shared
from app.store.naming import named_files
from app.store.schema import revision_of
from app.store.tables import job
from app.store.unused import size_of
from datasets.errors import EaselError

Verdict = Literal["good", "repaired", "bad"]
LITTLE_BYTES = 2e9
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Note:
    """What a check found: its subject (store, files, leases, disk), the verdict, and a sentence."""

    subject: str
    verdict: Verdict
    sentence: str


def examine(store: Store, keep_days: float) -> tuple[Note, ...]:
    """Check all, repair what is safe. Files that are missing cannot be brought back here: a backup can."""
    return (
        *_store(store),
        *_leases(store),
        *_shared(store),
        *_files(store),
        *_tidied(store, keep_days),
        *_disk(store.home),
    )


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
    with store.read() as connection:
        named = list(named_files(connection))
    missing = [f"{what} ({path})" for what, path in named if store.files.missing(path)]
    for one in missing[:SHOWN]:
        yield Note("files", "bad", f"The file of {one} is gone. Restore a backup, or delete it and make it again.")
    if not missing:
        yield Note("files", "good", f"All {len(named)} files that the store names are there.")
    for what, path in named:
        yield from _content(store, what, path)


def _content(store: Store, what: str, path: str) -> Iterator[Note]:
    """Whether a file holds what it was kept with; a copy of a shared one that does not is fetched anew."""
    here, sha = store.place(path), hash_in(path)
    if sha is None or not here.is_file() or sha256_of(here) == sha:
        return
    if store.shared is None:
        yield Note("files", "bad", f"The file of {what} ({path}) is damaged. Restore a backup: easel restore FILE.")
        return
    here.unlink()
    store.file(path)
    yield Note(
        "files", "repaired", f"The copy of {what} ({path}) was damaged; it is fetched from {store.shared.place}."
    )


def _shared(store: Store) -> Iterator[Note]:
    """Whether the shared place answers, and whether it is used by this store alone."""
    if store.shared is None:
        return
    try:
        n_files = len(store.shared.keys("content"))
        alone = owns_shared(store)
    except EaselError as error:
        yield Note("files", "bad", str(error))
        return
    yield Note("files", "good", f"{store.shared.place} holds {n_files} files.")
    if not alone:
        yield Note(
            "files",
            "bad",
            f"Other databases use {store.shared.place} as well, so nothing is removed there. Give each store a place "
            "of its own; if a database has only moved, remove what is older in its folder stores.",
        )


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
