"""Writing a file so that a reader sees the old one or the whole new one, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from datasets.errors import EaselError, InputError


@contextlib.contextmanager
def replacing(path: str | Path) -> Iterator[BinaryIO]:
    """A file open for writing under a temporary name beside `path`; on a clean end it is flushed to disk and renamed.

    When anything fails the temporary file is removed and `path` stays as it was. Raises InputError when the folder
    does not exist or may not be written, EaselError when the disk is full or fails.
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path} must be the name of a file; it is a folder. Give a file name inside it.")
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _sentence(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable where the system can do that for a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sentence(error: OSError, path: Path) -> EaselError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EaselError(f"The disk is full: {path} was not written. Free some space and try again.")
    if isinstance(error, FileNotFoundError):
        return InputError(f"The folder {path.parent} must exist to write {path.name} into it; it does not.")
    if isinstance(error, PermissionError):
        return InputError(f"{path} cannot be written: this user may not write in {path.parent}.")
    return EaselError(f"{path} could not be written: {error.strerror or error}.")
