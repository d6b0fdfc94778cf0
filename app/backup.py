"""A backup of everything that Easel keeps: one zip of rows and files, which app/restore.py puts back.

It holds manifest.json, rows/TABLE.jsonl for each table of the store, and the folder files/ as it is. Rows are read in
one transaction, before the files: what a row names is there, since files are written before the rows that name them.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from app.jobs.resuming import KEPT
from app.store.engine import Store
from app.store.files import MADE
from app.store.naming import named_files
from app.store.tables import REVISION, link, metadata, session, worker
from datasets.atomic import write_atomically

FORMAT = 1
TABLES = tuple(table for table in metadata.sorted_tables if table not in (worker, session, link))
LEFT_OUT = (KEPT, "uploads", MADE)  # of builds that run, on the way to a prediction, made from other files


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: rows by table, how many files, and their bytes before packing."""

    created: str
    revision: str
    rows: Mapping[str, int]
    files: int
    bytes: int
    format: int = FORMAT


def back_up(store: Store, out: Path) -> Contents:
    """Write everything into one zip, whole or not at all; the app and its workers may run meanwhile."""
    found: list[Contents] = []

    def write(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            rows = _write_rows(store, archive)
            _fetch(store)
            sizes = [_write_file(archive, store, path) for path in _files(store)]
            created = datetime.now(UTC).isoformat(timespec="seconds")
            there = [size for size in sizes if size is not None]
            found.append(Contents(created, REVISION, rows, len(there), sum(there)))
            archive.writestr("manifest.json", json.dumps(asdict(found[0]), indent=2))

    write_atomically(out, write)
    return found[0]


def _write_rows(store: Store, archive: zipfile.ZipFile) -> dict[str, int]:
    """How many rows each table has."""
    counts = {}
    with store.read() as connection:
        for table in TABLES:
            rows = connection.execute(select(table)).mappings().all()
            lines = (json.dumps(dict(row), ensure_ascii=False) for row in rows)
            archive.writestr(f"rows/{table.name}.jsonl", "\n".join(lines))
            counts[table.name] = len(rows)
    return counts


def _fetch(store: Store) -> None:
    """Bring here what lies in the shared place alone."""
    if store.shared is not None:
        with store.read() as connection:
            paths = [path for _, path in named_files(connection)]
        for path in paths:
            store.file(path)


def _files(store: Store) -> Iterator[Path]:
    for path in sorted((store.home / "files").rglob("*")):
        if path.is_file() and not set(path.relative_to(store.home).parts) & set(LEFT_OUT):
            yield path


def _write_file(archive: zipfile.ZipFile, store: Store, path: Path) -> int | None:
    """The size of a file; None when it was deleted meanwhile."""
    with suppress(FileNotFoundError):
        archive.write(path, path.relative_to(store.home).as_posix())
        return archive.getinfo(path.relative_to(store.home).as_posix()).file_size
    return None


__all__ = ["Contents", "back_up"]
