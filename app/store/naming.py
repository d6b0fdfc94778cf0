"""Which files the database names: nothing else in the store is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.store.files import hash_in
from app.store.tables import dataset, dataset_version, job

WAITING = ("source_file",)  # what payloads call the file that is to be read


def named_files(connection: Connection) -> Iterator[tuple[str, str]]:
    """(what it belongs to, path) of every file that tables and jobs that are done have."""
    tables = select(dataset.c.name, dataset_version.c.number, dataset_version.c.path).join(dataset_version)
    for name, number, path in connection.execute(tables):
        yield f"dataset {name} V{number}", path
    for title, result in connection.execute(select(job.c.title, job.c.result).where(job.c.state == "done")):
        for what, path in _paths(result or {}):
            yield f"{title}: {what}", path


def hashes_in_use(connection: Connection) -> set[str]:
    """The sha256 of every content that a row names, those included that a job is still to read."""
    paths = [path for _, path in named_files(connection)]
    payloads = connection.execute(select(job.c.payload).where(job.c.state != "done")).scalars()
    paths += [path for payload in payloads for path in _waiting(payload)]
    return {found for path in paths if (found := hash_in(path)) is not None}


def files_of_jobs(connection: Connection, *conditions: Any) -> list[str]:
    """The paths in the store that the results and payloads of some jobs name."""
    found = []
    for result, payload in connection.execute(select(job.c.result, job.c.payload).where(*conditions)):
        found += [path for _, path in _paths(result or {})]
        found += _waiting(payload)
    return found


def _waiting(payload: Mapping[str, Any]) -> list[str]:
    """The files of the store that a job is to read; a file elsewhere belongs to its owner."""
    named = [payload.get(name) for name in WAITING]
    return [path for path in named if isinstance(path, str) and hash_in(path) is not None]


def _paths(result: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for what, value in result.items():
        if isinstance(value, str) and value.startswith("files/"):
            yield what, value


__all__ = ["files_of_jobs", "hashes_in_use", "named_files"]
