"""Removing contents that nothing names any more, here and in the shared place."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from app.store.engine import Store
from app.store.files import CONTENT, HASH_LETTERS, hash_in, key_of
from app.store.identity import owns_shared
from app.store.naming import hashes_in_use

FRESH_S = 3_600.0  # contents are there before the rows that name them
COPY_DAYS = 7.0
DAY_S = 86_400.0


def remove_now(store: Store, paths: Iterable[str], until: float) -> None:
    """Remove the contents at these paths that no row names. What somebody took into use after a moment (when the rows
    that named it were written) stays for `remove_unused`."""
    _remove(store, {sha for path in paths if (sha := hash_in(path)) is not None}, until)


def remove_unused(store: Store) -> tuple[int, int]:
    """Remove the contents that no row names and that were not taken into use within the last hour: (how many, bytes
    on this machine)."""
    before = time.time() - FRESH_S
    here = {folder.name for folder in _folders(store) if _changed(folder) < before}
    if store.shared is not None and owns_shared(store):
        there = {key.rpartition("/")[2]: when for key, when in store.shared.keys("content").items()}
        here |= {sha for sha, when in there.items() if len(sha) == HASH_LETTERS and when < before}
    return _remove(store, here, before)


def remove_copies(store: Store) -> tuple[int, int]:
    """Remove copies of shared contents that nobody has looked at for a week: (how many, bytes)."""
    if store.shared is None:
        return 0, 0
    old = [folder for folder in _folders(store) if folder.stat().st_mtime < time.time() - COPY_DAYS * DAY_S]
    gone = [folder for folder in old if store.shared.changed(key_of(folder.name)) is not None]
    freed = sum(size_of(folder) for folder in gone)
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone), freed


def _remove(store: Store, asked: set[str], before: float) -> tuple[int, int]:
    """Under the lock that `Files.put` takes for what is there already, so that nothing comes into use meanwhile."""
    if not asked:
        return 0, 0
    freed, gone = 0, []
    with store.write() as connection:
        for sha in asked - hashes_in_use(connection):
            folder = store.place(f"{CONTENT}/{sha[:2]}/{sha}")
            if folder.exists() and _changed(folder) > before:
                continue
            freed += size_of(folder)
            shutil.rmtree(folder, ignore_errors=True)
            gone.append(sha)
        if store.shared is not None and owns_shared(store):
            for sha in gone:
                store.shared.remove(key_of(sha))
    return len(gone), freed


def _folders(store: Store) -> Iterable[Path]:
    return (path for path in store.place(CONTENT).glob("*/*") if len(path.name) == HASH_LETTERS)


def _changed(folder: Path) -> float:
    """When a content was last taken into use; what was made from it lies in a folder of its own."""
    with suppress(OSError):
        return max((path.stat().st_mtime for path in folder.iterdir() if path.is_file()), default=0.0)
    return 0.0


def size_of(path: Path) -> int:
    """The bytes of a file or of everything in a folder; what goes away meanwhile counts nothing."""
    try:
        return sum(size_of(inner) for inner in path.iterdir()) if path.is_dir() else path.stat().st_size
    except OSError:
        return 0


__all__ = ["FRESH_S", "remove_copies", "remove_now", "remove_unused", "size_of"]
