"""How many builds a machine bears at once."""

from __future__ import annotations

import os

CORES_PER_BUILD = 2
BYTES_PER_BUILD = 4e9


def builds_at_once(chosen: int) -> int:
    """What was chosen, or (0) one build for every two cores and 4 GB of memory, at least one."""
    return chosen or max(1, min((os.cpu_count() or 1) // CORES_PER_BUILD, int(_memory_bytes() // BYTES_PER_BUILD)))


def _memory_bytes() -> float:
    """The memory of this machine; 0 where the system does not say."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        return 0.0


__all__ = ["builds_at_once"]
