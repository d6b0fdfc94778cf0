"""Writing files so that a reader sees the old content or the new, never a half."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from datasets.errors import EaselError


def write_atomically(path: str | Path, write: Callable[[BinaryIO], object]) -> None:
    """Calls `write` with a temporary file beside `path`, flushes it to the disk and renames it to `path`.

    Raises EaselError when the disk is full or the folder cannot be written; what stood at `path` stays.
    """
    target = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise EaselError(_sentence(target, error)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(permissions())
        Path(temporary).replace(target)
    except OSError as error:
        raise EaselError(_sentence(target, error)) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def permissions() -> int:
    """Those of a new file that anybody made in the usual way."""
    current = os.umask(0)
    os.umask(current)
    return 0o666 & ~current


def _sentence(target: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return (
            f"The disk is full: {target.name} could not be written. Free some space and try again; nothing was changed."
        )
    return f"{target} could not be written: {error.strerror or error}. Nothing was changed."
