"""What may go: what was deleted a while ago, files that nothing names, what builds that are over have kept, old
previews, uploads and logs."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, select

from app.jobs.resuming import KEPT, kept_path
from app.store.engine import Store, now
from app.store.identity import owns_shared
from app.store.keeping import expire
from app.store.people import forget_old
from app.store.tables import dataset_version, job
from app.store.unused import FRESH_S, remove_copies, remove_unused, size_of

DAY_S = 86_400.0
UPLOAD_DAYS = 7.0


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that was deleted: what in words, how many, and the bytes that this freed."""

    what: str
    count: int
    bytes: int


def tidy(store: Store, keep_days: float) -> tuple[Removed, ...]:
    """Delete what nobody needs any more; what was made within the last hour stays.

    keep_days  how long what was deleted, previews that are over, logs, and what failed builds could be resumed from
               are kept
    """
    with store.write() as connection:
        n_previews = _forget_previews(connection, now() - keep_days * DAY_S)
        n_models, n_datasets = expire(connection, now() - keep_days * DAY_S)
        n_sessions = forget_old(connection)
    with store.read() as connection:
        jobs = connection.execute(select(job.c.id, job.c.state, job.c.ended)).all()
        tables = {Path(path).parts[2] for path in connection.execute(select(dataset_version.c.path)).scalars()}
    jobs_now = {row.id for row in jobs}
    files, old = store.home / "files", now() - keep_days * DAY_S
    over = [row.id for row in jobs if row.state in ("done", "cancelled")]
    over += [row.id for row in jobs if row.state == "failed" and (row.ended or 0.0) < old]
    return (
        Removed("models that were deleted", n_models, 0),
        Removed("datasets that were deleted", n_datasets, 0),
        Removed("previews, imports and looks at tables that are over", n_previews, 0),
        Removed("sessions and links whose time is over", n_sessions, 0),
        Removed("files that nothing names", *remove_unused(store)),
        Removed("copies of shared files", *remove_copies(store)),
        _remove_shared(store, over, jobs_now, old),
        _remove("tables that no dataset names", _unnamed(files / "tables", tables)),
        _remove("folders of jobs that are gone", _unnamed(files / "jobs", jobs_now)),
        _remove("what builds that are over were resumable from", (files / "jobs" / name / KEPT for name in over)),
        _remove("uploads that were not predicted", _older(files / "uploads", UPLOAD_DAYS * DAY_S)),
        _remove("logs", _older(store.home / "logs", keep_days * DAY_S, files_only=True)),
        _remove("halves of files that were never finished", _older(files, DAY_S, pattern="**/.*.part")),
    )


def _remove_shared(store: Store, over: list[str], known: set[str], old: float) -> Removed:
    """What jobs that are over, or gone, left in the shared place to be resumed from, and old logs."""
    keys: set[str] = set()
    if store.shared is not None and owns_shared(store):
        for key, changed in store.shared.keys("files/jobs").items():
            job_id = key.split("/")[2]
            if job_id in over or (job_id not in known and changed < time.time() - FRESH_S):
                keys.add(kept_path(job_id))
        keys |= {key for key, changed in store.shared.keys("logs").items() if changed < old}
        for key in keys:
            store.shared.remove(key)
    return Removed("shared logs and what builds were resumable from", len(keys), 0)


def _forget_previews(connection: Connection, before: float) -> int:
    """Only the newest preview of a model is ever shown. It is made again in seconds; what was seen in a large table,
    which imports hold too, in a minute."""
    old = delete(job).where(job.c.kind.in_(("preview", "profile", "import_table")), job.c.ended < before)
    return connection.execute(old).rowcount


def _unnamed(folder: Path, names: set[str]) -> Iterator[Path]:
    return (path for path in _older(folder, FRESH_S) if path.name not in names)


def _older(folder: Path, seconds: float, *, pattern: str = "*", files_only: bool = False) -> Iterator[Path]:
    """What lies in a folder and was not changed for so long; `files_only`: its files, those in its folders too."""
    for path in sorted(folder.glob("**/*" if files_only else pattern)):
        try:
            age = time.time() - path.stat().st_mtime
        except OSError:
            continue
        if age > seconds and not (files_only and path.is_dir()):
            yield path


def _remove(what: str, paths: Iterator[Path]) -> Removed:
    count = freed = 0
    for path in paths:
        if not path.exists():
            continue
        count, freed = count + 1, freed + size_of(path)
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return Removed(what, count, freed)


__all__ = ["Removed", "tidy"]
