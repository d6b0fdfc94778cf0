"""What a run that was ended by force left beside its output, told apart from what a run is writing now."""

from __future__ import annotations

import glob
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

NEW_S = 1.0  # a file so new may not be held yet by the run that has just made it


def hold(file: BinaryIO) -> None:
    """Marks a file as being written, for as long as it is open and its process lives."""
    if sys.platform != "win32":
        with suppress(OSError):  # a folder on a network may know no locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def clear_unfinished(out: str | Path) -> tuple[str, ...]:
    """Removes the half-written files that earlier runs left beside `out`, and says so in a sentence; () when there are
    none. What another process is writing stays."""
    path = Path(out)
    found = [left for left in path.parent.glob(f".{glob.escape(path.name)}.*.part") if _is_left(left)]
    for left in found:
        left.unlink(missing_ok=True)
    if not found:
        return ()
    return (f"An earlier run that wrote {path.name} did not end; what it had written was removed, and it began anew.",)


def _is_left(path: Path) -> bool:
    if sys.platform == "win32":
        return False
    try:
        if time.time() - path.stat().st_mtime < NEW_S:
            return False
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
