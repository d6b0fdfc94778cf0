"""A worker whose jobs do next to nothing, to be run in a process of its own: fake_worker.py HOME LEASE_S.

FAKE_MACHINE is the name of the computer that it says it is on.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.job_records import Progress
from app.jobs.kind import JobKind, Run
from app.jobs.worker import Worker
from app.store.engine import open_store
from datasets.errors import InputError


def run(run: Run) -> Mapping[str, Any]:
    """Writes a file, then waits for the seconds in the payload (or until asked to stop), swallowing what it can."""
    folder = run.folder()
    run.store.place(f"{folder}/left.txt").write_text(f"left behind by {run.job_id}")
    if run.payload.get("refuse"):
        raise InputError("The table must have rows; it has none.")
    if run.payload.get("break"):
        raise ZeroDivisionError
    while run.spent_s() < run.payload["seconds"] and not run.should_stop():
        run.report(Progress(now=f"waiting for {run.payload['seconds']} s"))
        with suppress(Exception):  # what an engine does that tries the next candidate when one fails
            time.sleep(0.02)
    return {"file": f"{folder}/left.txt", "stopped": run.should_stop()}


FAKE = JobKind("fake", "Fake", 100, run)

if __name__ == "__main__":
    if named := os.environ.get("FAKE_MACHINE"):
        vars(platform)["node"] = lambda: named
    store = open_store(Path(sys.argv[1]), os.environ.get("EASEL_DATABASE_URL", ""))
    Worker(store, lease_s=float(sys.argv[2]), poll_s=0.05, registry={"fake": FAKE}).run()
