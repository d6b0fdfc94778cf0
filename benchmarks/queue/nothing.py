"""A worker whose jobs do nothing, in a process of its own: python -m benchmarks.queue.nothing HOME."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.jobs.kind import JobKind, Run
from app.jobs.worker import Worker
from app.settings import settings
from app.store.engine import open_store

KIND = "nothing"


def run(run: Run) -> Mapping[str, Any]:
    """Says who did it, so that a job done twice is seen."""
    with (run.store.home / "done.txt").open("a", encoding="utf-8") as file:
        file.write(f"{run.job_id}\n")
    return {}


if __name__ == "__main__":
    Worker(
        open_store(Path(sys.argv[1]), settings().database_url), registry={KIND: JobKind(KIND, "Nothing", 100, run)}
    ).run()
