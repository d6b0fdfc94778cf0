"""Files by their content: each lies once, under the sha256 of its bytes, and is never changed.

The database names a file by a path relative to the home folder: files/content/AB/ABCD.../NAME. With EASEL_FILES_URL the
bytes lie in a place that several machines share, and the home folder holds copies of what was needed here. Paths of
other forms were written by earlier versions and name a file in the home folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path, PurePosixPath

from app.store.shared import Shared
from datasets.errors import EaselError

CONTENT = "files/content"
MADE = "made"  # the folder beside a file for what was made from it and can be made again
HASH_LETTERS = 64
Lock = Callable[[], AbstractContextManager[object]]


def hash_in(relative: str) -> str | None:
    """The sha256 that a path names; None for paths of earlier versions."""
    parts = PurePosixPath(relative).parts
    found = parts[3] if len(parts) == 5 and relative.startswith(f"{CONTENT}/") else ""
    return found if len(found) == HASH_LETTERS else None


def sha256_of(path: Path) -> str:
    """The sha256 (hex) of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Files:
    """The files of one home folder. `lock` is held while a file that is there already is taken into use, so that
    nobody removes it at that moment."""

    def __init__(self, home: Path, lock: Lock, shared: Shared | None = None) -> None:
        self.home = home
        self.shared = shared
        self._lock = lock

    def put(self, source: Path, *, keep: bool = False) -> str:
        """Take a file over (`keep`: a copy of it); returns its path. It is on the disk, whole, when this returns.

        Raises EaselError when the disk is full or the shared place cannot be reached. Not to be called inside a
        transaction.
        """
        try:
            sha = sha256_of(source)
            relative = f"{CONTENT}/{sha[:2]}/{sha}/{source.name}"
            target = self.home / relative
            if not self._is_there(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                _place(source, target, _twin(target.parent, sha, source.stat().st_size), keep)
            elif not keep:
                source.unlink()
        except OSError as error:
            raise EaselError(f"{source.name} could not be kept: {error.strerror or error}. Free some space.") from error
        if self.shared is not None:
            self.shared.put(target, key_of(sha))
        return relative

    def file(self, relative: str) -> Path:
        """Where a file lies on this machine, fetched if need be. It may be gone: then nothing is there.

        Raises EaselError when the shared place cannot be reached or holds something else.
        """
        path, sha = self.home / relative, hash_in(relative)
        if self.shared is None or sha is None:
            return path
        if path.exists():
            with suppress(OSError):
                os.utime(path.parent)  # in use: housekeeping leaves it here
            return path
        self.shared.fetch(key_of(sha), path, sha)
        return path

    def missing(self, relative: str) -> bool:
        """Whether a file that the database names is gone, here and in the shared place."""
        sha = hash_in(relative)
        if self.shared is None or sha is None:
            return not (self.home / relative).exists()
        return self.shared.changed(key_of(sha)) is None

    def _is_there(self, target: Path) -> bool:
        """Whether the content is there; it counts as new then."""
        with self._lock():
            if target.exists():
                os.utime(target)
                return True
        return False


def key_of(sha: str) -> str:
    """Where the shared place holds a content."""
    return f"content/{sha[:2]}/{sha}"


def _twin(folder: Path, sha: str, size: int) -> Path | None:
    """The same content under another name."""
    alike = (path for path in folder.iterdir() if path.is_file() and path.stat().st_size == size)
    return next((path for path in alike if sha256_of(path) == sha), None)


def _place(source: Path, target: Path, twin: Path | None, keep: bool) -> None:
    """Flush a file to the disk and give it its name, as one step; a twin gets a second name."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if twin is not None and _linked(twin, part):
            if not keep:
                source.unlink()
        elif keep:
            shutil.copyfile(source, part)
        else:
            source.replace(part)
        _flush(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    with suppress(OSError):  # not every system lets a folder be flushed
        _flush(target.parent)


def _linked(twin: Path, name: Path) -> bool:
    try:
        name.hardlink_to(twin)
    except OSError:
        return False
    return True


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


__all__ = ["CONTENT", "HASH_LETTERS", "MADE", "Files", "hash_in", "key_of", "sha256_of"]
