"""What a server is started with: the model, where it listens, how much it takes on."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path

from datasets.errors import InputError

PORT = 8080
MAX_ROWS = 10_000
MAX_BYTES = 10_000_000
MOST_WORKERS = 8
MOST_LARGE = 4  # requests that a worker takes on at a time besides the small ones
INLINE_BYTES = 16_384  # up to here a request is answered at once; a larger one must not hold up the others
GRACE_S = 8  # container engines kill ten seconds after they have asked
FOLDER_OF_METRICS = "PROMETHEUS_MULTIPROC_DIR"  # read when prometheus_client is imported, so it is set before
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


@dataclass(frozen=True, slots=True)
class Settings:
    """`max_rows` and `max_bytes` bound one request; of `workers` processes each holds the model once."""

    model: Path
    host: str = "localhost"
    port: int = PORT
    workers: int = 1
    max_rows: int = MAX_ROWS
    max_bytes: int = MAX_BYTES

    def __post_init__(self) -> None:
        for name, value, most in (
            ("--port", self.port, 65_535),
            ("--workers", self.workers, 256),
            ("--max-rows", self.max_rows, 100_000_000),
            ("--max-bytes", self.max_bytes, 2**31),
        ):
            if not 1 <= value <= most:
                raise InputError(f"{name} must be a whole number from 1 to {most:,}; it is {value:,}.")


def processors() -> int:
    """How many processors this process may use: those it is bound to, less where its container is given fewer."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(bound, _quota()))


def default_workers() -> int:
    """A worker for each processor, at most MOST_WORKERS."""
    return min(processors(), MOST_WORKERS)


def _quota() -> int:
    """The processors that the control group allows (cgroup v2), rounded up; a large number where there is no limit."""
    try:
        quota, period = _QUOTA.read_text().split()
        return math.ceil(int(quota) / int(period))
    except (OSError, ValueError, ZeroDivisionError):
        return 2**31
