"""Memory that is free goes back to the system.

Allocators keep what they once had, in case it is asked for again. A build of a large table goes through learners that
each have an allocator or an arena of their own: what one keeps, the next cannot use. On 1,000,000 x 50 cells that came
to 2 GB.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from typing import Any

import pyarrow as pa

LARGE_CELLS = 5_000_000  # smaller tables leave nothing worth a tenth of a second


def give_back(n_cells: int) -> None:
    """Gives free memory of the C library and of Arrow back, after work on so many cells; nothing where they are few."""
    if n_cells < LARGE_CELLS:
        return
    pa.default_memory_pool().release_unused()
    if trim := _malloc_trim():
        trim(0)


def keep_little() -> None:
    """Tells mimalloc in libraries that are loaded from now on (CatBoost) to give free pages back at once, unless the
    environment says otherwise; else it holds the most it ever had."""
    os.environ.setdefault("MIMALLOC_PURGE_DELAY", "0")


@cache
def _malloc_trim() -> Any:
    """The function of glibc; None elsewhere."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None


__all__ = ["LARGE_CELLS", "give_back", "keep_little"]
