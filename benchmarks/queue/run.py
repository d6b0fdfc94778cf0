"""Queues many jobs that do nothing, lets several workers do them, and draws pages meanwhile.

python -m benchmarks.queue.run [--jobs 1000] [--workers 8] [--out benchmarks/queue/results/NAME.jsonl]
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from app.jobs import queue
from app.settings import settings
from app.store.engine import Store, open_store
from app.store.tables import job
from benchmarks.queue.nothing import KIND

PAGES = ("home", "activity", "models", "datasets")
PATIENCE_S = 300.0


def script(page: str) -> None:
    """One page of the app, as a browser asks for it."""
    from app.ui import pages

    pages.navigation()
    pages.show(pages.pages()[page])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--out", type=Path, help="a file to which what was found is added as one line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EASEL_HOME"] = folder
        logging.disable(logging.WARNING)  # Streamlit's, that there is no browser
        found = measure(Path(folder), options.jobs, options.workers)
    print(json.dumps(found, indent=2))
    if options.out is not None:
        with options.out.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(found)}\n")


def measure(home: Path, n_jobs: int, n_workers: int) -> dict[str, Any]:
    """What was found, times in milliseconds."""
    load = os.getloadavg()[0]
    store = open_store(home, settings().database_url)
    pages = [AppTest.from_function(script, kwargs={"page": page}, default_timeout=60).run() for page in PAGES]
    quiet = [draw(page) for page in pages for _ in range(5)]
    workers = [start(home) for _ in range(n_workers)]
    try:
        wait_until(lambda: alive(store) == n_workers)
        before = time.monotonic()
        with store.write() as connection:
            for i in range(n_jobs):
                queue.enqueue(connection, KIND, f"Nothing {i}", {})
        queued_s = time.monotonic() - before
        busy: list[float] = []
        while left(store):
            busy.append(draw(pages[len(busy) % len(pages)]))
        done_s = time.monotonic() - before - queued_s
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait(20)
    times = Counter((home / "done.txt").read_text(encoding="utf-8").split())
    with store.read() as connection:
        counted = select(job.c.state, func.count()).group_by(job.c.state)
        states = {row[0]: row[1] for row in connection.execute(counted)}
        attempts = connection.execute(select(func.max(job.c.attempts))).scalar_one()
        spans = connection.execute(select(job.c.started, job.c.ended)).all()
    store.close()
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "others": round(load, 1),
        "database": "postgresql" if settings().database_url else "sqlite",
        "jobs": n_jobs,
        "workers": n_workers,
        "states": states,
        "most_attempts": attempts,
        "done_once": len(times) == n_jobs and set(times.values()) == {1},
        "queued_ms": round(1000 * queued_s, 1),
        "wall_s": round(done_s, 2),
        "wall_ms_per_job": round(1000 * done_s / n_jobs, 2),
        "claim_to_end_ms_median": round(1000 * statistics.median(ended - started for started, ended in spans), 2),
        "page_ms_median_quiet": round(1000 * statistics.median(quiet), 1),
        "page_ms_median_busy": round(1000 * statistics.median(busy), 1),
        "page_ms_worst_busy": round(1000 * max(busy), 1),
        "pages_drawn": len(busy),
    }


def draw(page: AppTest) -> float:
    """The seconds that an open page takes to be drawn again, as it is at every press and every two seconds."""
    before = time.monotonic()
    page.run()
    if page.exception:
        raise RuntimeError(str(page.exception[0].value))
    return time.monotonic() - before


def start(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "benchmarks.queue.nothing", str(home)], stderr=subprocess.DEVNULL)


def alive(store: Store) -> int:
    with store.read() as connection:
        return queue.workers_alive(connection)


def left(store: Store) -> int:
    """How many jobs are not over."""
    with store.read() as connection:
        counted = select(func.count()).where(job.c.state.in_(("queued", "running")))
        return int(connection.execute(counted).scalar_one())


def wait_until(happens: Any) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happens():
        if time.monotonic() > deadline:
            raise RuntimeError("The workers did not start.")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
