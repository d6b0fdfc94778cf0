"""Putting a backup (app/backup.py) back into a store of any kind of database."""

from __future__ import annotations

import json
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.backup import FORMAT, TABLES, Contents
from app.jobs.queue import workers_alive
from app.people.roles import HOME
from app.store.engine import Store, new_id, now
from app.store.files import CONTENT, HASH_LETTERS, key_of
from app.store.tables import REVISION, audit, job, project
from datasets.errors import EaselError, InputError

ALWAYS = (project, audit)  # which no store is without


def restore(store: Store, source: Path, *, replace: bool = False) -> Contents:
    """Put a backup back. Jobs that were running wait in the queue again.

    replace  what the store holds is deleted first; else it must be empty

    Raises InputError when the file is no backup or of a newer Easel, when a worker is running, or when the store is not
    empty; what the store held stays then.
    """
    with _opened(source) as archive:
        contents = _contents(archive, source)
        _check(store, replace)
        folder = store.home / f".restore-{new_id('f')}"
        try:
            _unpack(archive, folder)
            _share(store, folder)
            with store.write() as connection:
                for table in reversed(TABLES):
                    if table is not audit:  # what was done stays written down
                        connection.execute(delete(table))
                for table in TABLES:
                    _insert(connection, table, _rows(archive, table.name))
                waiting = {"state": "queued", "owner": None, "lease_until": None, "started": None, "progress": None}
                connection.execute(update(job).where(job.c.state == "running").values(**waiting))
                _exchange(folder / "files", store.home / "files")
        except OSError as error:
            raise EaselError(f"{source} could not be restored: {error.strerror or error}. Free some space.") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return contents


def _share(store: Store, folder: Path) -> None:
    """Hand the unpacked contents to the shared place."""
    if store.shared is not None:
        for path in (folder / CONTENT).glob("*/*/*"):
            if len(path.parent.name) == HASH_LETTERS:
                store.shared.put(path, key_of(path.parent.name))


def _opened(source: Path) -> zipfile.ZipFile:
    if not source.is_file():
        raise InputError(f"There is no file {source}. Check the name.")
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(f"{source} must be a backup that `easel backup` wrote; it is not ({error}).") from error


def _contents(archive: zipfile.ZipFile, source: Path) -> Contents:
    """What is in a backup. Raises InputError when it is none, damaged, or of a newer Easel."""
    try:
        contents = Contents(**json.loads(archive.read("manifest.json")))
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise InputError(f"{source} must be a backup that `easel backup` wrote; it holds no manifest.") from error
    if contents.format > FORMAT or contents.revision > REVISION:
        raise InputError(f"{source} was written by a newer Easel. Install that one to restore it.")
    try:
        broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, OSError) as error:
        broken = str(error)
    if broken is not None:
        raise InputError(f"{source} is damaged ({broken}). Use another backup.")
    return contents


def _check(store: Store, replace: bool) -> None:
    with store.read() as connection:
        busy = workers_alive(connection)
        full = any(connection.execute(select(table).limit(1)).first() for table in TABLES if table not in ALWAYS)
    if busy:
        raise InputError("Nothing may run while a backup is restored. Stop the app and its workers first.")
    if full and not replace:
        raise InputError(
            f"A backup is restored into an empty store; {store.home} holds datasets, models or jobs. Set EASEL_HOME to "
            "another folder, or add --replace to delete what is there."
        )


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    (folder / "files").mkdir(parents=True)
    for name in archive.namelist():
        parts = PurePosixPath(name).parts
        if parts[0] == "files" and ".." not in parts:
            archive.extract(name, folder)


def _rows(archive: zipfile.ZipFile, table: str) -> list[dict[str, Any]]:
    """What a backup holds of a table; one of an earlier release may not know it."""
    name = f"rows/{table}.jsonl"
    if name not in archive.namelist():
        return [{"id": HOME, "name": "Home", "created": now()}] if table == project.name else []
    lines = archive.read(name).decode("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    """Add the rows; of the audit list those that are not there."""
    if table is audit:
        there = set(connection.execute(select(audit.c.id)).scalars())
        rows = [row for row in rows if row["id"] not in there]
    if rows:
        connection.execute(insert(table), rows)


def _exchange(new: Path, old: Path) -> None:
    """Put a folder in the place of another."""
    aside = old.with_name(f".{old.name}-{new_id('f')}")
    if old.exists():
        old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)


__all__ = ["restore"]
