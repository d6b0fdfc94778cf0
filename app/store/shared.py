"""A place for files that several machines reach: a bucket, a share, whatever fsspec knows, by EASEL_FILES_URL."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from app.store.away import AwayError
from datasets.atomic import write_atomically
from datasets.errors import EaselError, InputError

WHOLE_AT_ONCE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss"})  # no reader sees half of a file
EXTRAS = {"s3": "s3", "s3a": "s3"}
TRIES, PAUSE_S = 3, 1.0
STILL_NEW_S = 1_200.0  # a file that is younger need not be made new again
CHUNK = 1 << 20
T = TypeVar("T")


class Shared:
    """Keys are paths below the address. Every method tries again a little later before it raises AwayError."""

    def __init__(self, url: str) -> None:
        """Raises InputError for an address that fsspec cannot use here."""
        self.place = without_password(url)
        self._system, self._root = _opened(url, self.place)
        protocol = self._system.protocol
        self._kinds = frozenset({protocol} if isinstance(protocol, str) else protocol)

    def put(self, source: Path, key: str) -> None:
        """Write a file whole or not at all. One that is there already is only made new again."""
        changed = self.changed(key)
        if changed is None or time.time() - changed > STILL_NEW_S:
            self.write(source, key)

    def write(self, source: Path, key: str) -> None:
        """Write a file whole or not at all, in the place of the one that is there."""
        self._tried(partial(self._write, source, self._path(key)))

    def write_text(self, content: str, key: str) -> None:
        """Write a few words; who reads them meanwhile may see none."""
        self._tried(partial(self._write_text, content, self._path(key)))

    def fetch(self, key: str, target: Path, sha: str | None = None) -> bool:
        """Copy a file here, whole or not at all; False when there is none. Raises EaselError when its content is not
        the one with this sha256."""
        target.parent.mkdir(parents=True, exist_ok=True)
        return self._tried(partial(self._fetch, self._path(key), target, sha))

    def changed(self, key: str) -> float | None:
        """When a file was written, seconds since 1970; None when there is none."""
        return self._tried(partial(self._changed, self._path(key)))

    def keys(self, folder: str) -> dict[str, float]:
        """The keys of all files below a folder, and when they were written."""
        return self._tried(partial(self._keys, self._path(folder)))

    def remove(self, key: str) -> None:
        """Remove a file, or a folder with all in it; nothing happens when it is not there."""
        self._tried(partial(self._remove, self._path(key)))

    def size(self, folder: str) -> int:
        """The bytes of a file or of everything in a folder."""
        return self._tried(lambda: int(self._system.du(self._path(folder))))

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}"

    def _tried(self, act: Callable[[], T]) -> T:
        for again in reversed(range(TRIES)):
            try:
                return act()
            except EaselError:
                raise
            except Exception as error:  # every kind of place has errors of its own
                if not again:
                    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
                    raise AwayError(f"The files at {self.place} cannot be used: {reason[:300]}. Try again.") from error
                self._system.invalidate_cache()
                time.sleep(PAUSE_S)
        raise AssertionError

    def _write(self, source: Path, path: str) -> None:
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        if self._kinds & WHOLE_AT_ONCE:
            self._system.put_file(str(source), path)
            return
        part = f"{path}.{secrets.token_hex(5)}.part"
        with source.open("rb") as read, self._system.open(part, "wb") as file:
            while chunk := read.read(CHUNK):
                file.write(chunk)
            if "file" in self._kinds:
                file.flush()
                os.fsync(file.fileno())
        self._system.mv(part, path)

    def _write_text(self, content: str, path: str) -> None:
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._system.pipe_file(path, content.encode())

    def _fetch(self, path: str, target: Path, sha: str | None) -> bool:
        try:
            with self._system.open(path, "rb") as file:
                write_atomically(target, partial(_copy, file, sha, target.name, self.place))
        except FileNotFoundError:
            return False
        return True

    def _changed(self, path: str) -> float | None:
        self._system.invalidate_cache()
        try:
            return _written(self._system.info(path))
        except FileNotFoundError:
            return None

    def _keys(self, folder: str) -> dict[str, float]:
        self._system.invalidate_cache()
        try:
            found = self._system.find(folder, detail=True)
        except FileNotFoundError:
            return {}
        start = len(self._root) + 1
        return {name[start:]: _written(about) for name, about in found.items()}

    def _remove(self, path: str) -> None:
        if self._system.exists(path):
            self._system.rm(path, recursive=True)


def without_password(url: str) -> str:
    """An address as a sentence may show it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=""))


def _opened(url: str, place: str) -> tuple[Any, str]:
    import fsspec

    scheme = urlsplit(url).scheme
    try:
        system, root = fsspec.core.url_to_fs(url)
    except ImportError as error:
        extra = EXTRAS.get(scheme)
        how = f"pip install 'easel-studio[{extra}]'" if extra else f"install what fsspec needs for it ({error})"
        raise InputError(f"EASEL_FILES_URL is {place}, which needs a package that is not here: {how}.") from error
    except ValueError as error:
        raise InputError(
            f"EASEL_FILES_URL must be an address that fsspec knows, such as s3://bucket/easel or file:///mnt/easel; "
            f"{place} is not ({error})."
        ) from error
    return system, str(root).rstrip("/")


def _copy(source: Any, sha: str | None, name: str, place: str, out: Any) -> None:
    digest = hashlib.sha256()
    while chunk := _read(source):
        digest.update(chunk)
        out.write(chunk)
    if sha is not None and digest.hexdigest() != sha:
        raise EaselError(f"{name} at {place} is damaged: its content is not what was written. Restore a backup.")


def _read(source: Any) -> bytes:
    """The next bytes. What goes wrong here is no fault of this computer's disk, whose errors have another sentence."""
    try:
        return bytes(source.read(CHUNK))
    except OSError as error:
        raise RuntimeError(str(error) or type(error).__name__) from error


def _written(about: dict[str, Any]) -> float:
    """When a file was written, by what its place says of it."""
    for name in ("mtime", "LastModified", "last_modified", "updated", "created"):
        when = about.get(name)
        if isinstance(when, datetime):
            return when.timestamp()
        if isinstance(when, int | float):
            return float(when)
    return time.time()


__all__ = ["Shared", "without_password"]
