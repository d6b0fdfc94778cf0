"""The log of a job: lines that outlive it, whichever machines its workers ran on."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime

from app.store.engine import Store
from datasets.errors import EaselError

SHARE_S = 5.0


def log_path(job_id: str) -> str:
    """Where the log of a job is, relative to the home folder and in the shared place."""
    return f"logs/jobs/{job_id}.log"


class JobLog:
    """The log of one job while a worker writes it. What cannot be written is lost: a log never costs the job."""

    def __init__(self, store: Store, job_id: str) -> None:
        self._store = store
        self._key = log_path(job_id)
        self._path = store.place(self._key)
        self._shared: float | None = None

    def write(self, text: str) -> None:
        """A line with the time in UTC; others see it within seconds."""
        line = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {text}\n"
        with suppress(OSError):
            if self._shared is None:
                self._begin()
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line)
        if time.monotonic() - (self._shared or 0.0) > SHARE_S:
            self.share()

    def share(self) -> None:
        """Let other machines see what was written."""
        if self._store.shared is not None:
            self._shared = time.monotonic()
            with suppress(EaselError, OSError):
                self._store.shared.write(self._path, self._key)

    def _begin(self) -> None:
        """Go on from what a worker on another machine wrote."""
        self._shared = 0.0
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(EaselError):
            _fetch_longer(self._store, self._key)


def read_log(store: Store, job_id: str) -> tuple[str, ...]:
    """The lines about a job, oldest first."""
    path = store.place(log_path(job_id))
    _fetch_longer(store, log_path(job_id))
    return tuple(path.read_text(encoding="utf-8", errors="replace").splitlines()) if path.is_file() else ()


def _fetch_longer(store: Store, key: str) -> None:
    """Take the shared log where it says more than the one on this machine."""
    path = store.place(key)
    here = path.stat().st_size if path.is_file() else 0
    if store.shared is not None and store.shared.size(key) > here:
        store.shared.fetch(key, path)


__all__ = ["JobLog", "log_path", "read_log"]
