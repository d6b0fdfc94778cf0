"""One job in the hands of a worker: what its kind asks and tells, and what the beating thread does for it."""

from __future__ import annotations

import shutil
import time
from typing import Literal

from app.jobs import queue
from app.records import Progress
from app.store.engine import Store, new_id

Reason = Literal["cancelled", "lost", "ending"]


class Interrupted(BaseException):
    """The running job must end now; not an Exception, so that nothing on the way takes it for a failure."""


class RunningJob:
    """A job in this worker (see app.jobs.kind.Run): what its kind asks and tells, and what the beating thread does."""

    def __init__(self, store: Store, claimed: queue.Claimed, lease_s: float) -> None:
        self.store = store
        self.claimed = claimed
        self.job_id = claimed.id
        self.payload = claimed.payload
        self.reason: Reason | None = None
        self.armed = False  # whether an interruption reaches the main thread now
        self._lease_s = lease_s
        self._started = time.monotonic()
        self._progress: Progress | None = None
        self._stop = False
        self._folders: list[str] = []

    def elapsed_s(self) -> float:
        return time.monotonic() - self._started

    def report(self, progress: Progress) -> None:
        self._progress = progress

    def should_stop(self) -> bool:
        return self._stop

    def folder(self) -> str:
        self._folders.append(self.store.new_folder("jobs", self.job_id, new_id("f")))
        return self._folders[-1]

    def beat(self) -> None:
        """Renew the lease, write the progress if it changed, see whether somebody wants it to end."""
        progress, self._progress = self._progress, None
        row = queue.beat(self.store, self.claimed, progress, self._lease_s)
        if row is None:
            self.reason = self.reason or "lost"
        elif row.stop == "cancel":
            self.reason = self.reason or "cancelled"
        self._stop = self._stop or (row is not None and row.stop == "keep")

    def clear(self) -> None:
        """Remove what an earlier try left."""
        shutil.rmtree(self.store.file(f"files/jobs/{self.job_id}"), ignore_errors=True)

    def discard(self) -> None:
        """Remove what this try wrote."""
        for folder in self._folders:
            shutil.rmtree(self.store.file(folder), ignore_errors=True)
