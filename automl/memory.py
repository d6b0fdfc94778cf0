"""Whether a candidate would fit into the memory that is free: what certainly would not is not begun."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from automl.bench import Bench, Candidate
from automl.folds import n_together

COPIES = 4  # of a prepared matrix while a model learns from it: its own, the learner's, validation rows, working arrays
BYTES_PER_CELL = 4
USABLE_SHARE = 0.9
MEMINFO = Path("/proc/meminfo")
CGROUP = Path("/sys/fs/cgroup")


def too_large(bench: Bench, candidate: Candidate) -> str:
    """The sentence why a candidate is not begun, or nothing when it fits."""
    need, free = needed_bytes(bench, candidate), free_bytes()
    if need <= USABLE_SHARE * free:
        return ""
    return f"it would need about {need / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB are free"


def needed_bytes(bench: Bench, candidate: Candidate) -> float:
    """What fitting the folds that are fitted side by side takes beside what is in memory already: the prepared matrix
    of the strategy, as wide as it was for an earlier candidate (else as the raw columns), a few times over."""
    strategy = candidate.strategy
    n_columns = bench.prepared.n_columns(strategy.name) or len(bench.features.columns)
    n_rows = len(bench.training_rows(strategy, 0))
    return float(n_rows * n_columns * BYTES_PER_CELL * COPIES * n_together(bench))


def free_bytes() -> float:
    """What this process may still take: of the machine, or of its container where that is less; infinite where the
    system does not say."""
    return min([*_of_machine(), *_of_container()], default=math.inf)


def _of_machine() -> Iterator[float]:
    try:
        lines = MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return
    for line in lines:
        if line.startswith("MemAvailable:"):
            yield float(line.split()[1]) * 1024


def _of_container() -> Iterator[float]:
    """By control groups, version 2; what the kernel keeps of files counts as free."""
    try:
        most = (CGROUP / "memory.max").read_text(encoding="ascii").strip()
        used = float((CGROUP / "memory.current").read_text(encoding="ascii"))
        lines = (CGROUP / "memory.stat").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return
    files = next((float(line.split()[1]) for line in lines if line.startswith("inactive_file ")), 0.0)
    if most != "max":
        yield max(float(most) - used + files, 0.0)


__all__ = ["free_bytes", "needed_bytes", "too_large"]
