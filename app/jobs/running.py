"""One job in the hands of a worker: what its kind asks and tells, and what the beating thread does for it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from app.job_records import Progress
from app.jobs import queue
from app.jobs.logs import JobLog
from app.jobs.resuming import KeptFolder
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
        self.attempt = claimed.attempt
        self.reason: Reason | None = None
        self.armed = False  # whether an interruption reaches the main thread now
        self._lease_s = lease_s
        self._started = time.monotonic()
        self._progress: Progress | None = None
        self._counted: tuple[int, int] | None = None
        self._stop = False
        self._folders: list[str] = []
        self._log = JobLog(store, claimed.id)
        self._kept = KeptFolder(store, claimed.id, self.log)

    def elapsed_s(self) -> float:
        """Seconds since this worker took the job."""
        return time.monotonic() - self._started

    def spent_s(self) -> float:
        return self.claimed.spent_s + self.elapsed_s()

    def report(self, progress: Progress) -> None:
        self._progress = progress

    def should_stop(self) -> bool:
        return self._stop

    def count(self, evaluated: int, reused: int) -> None:
        self._counted = (evaluated, reused)

    def log(self, text: str) -> None:
        self._log.write(text)

    def kept_folder(self) -> Path:
        return self._kept.folder()

    def share_kept(self, path: Path) -> None:
        self._kept.share(path)

    def folder(self) -> str:
        self._folders.append(self.store.new_folder("jobs", self.job_id, new_id("f")))
        return self._folders[-1]

    def beat(self) -> None:
        """Renew the lease, write the progress if it changed, see whether somebody wants it to end."""
        row = queue.beat(self.store, self.claimed, self.sign(), self._lease_s)
        if row is None:
            self.reason = self.reason or "lost"
        elif row.stop == "cancel":
            self.reason = self.reason or "cancelled"
        self._stop = self._stop or (row is not None and row.stop == "keep")

    def sign(self) -> queue.Sign:
        """What has changed since the last one. While a resumed build takes over what is kept, its count does not fall
        behind what the earlier tries had said."""
        progress, self._progress = self._progress, None
        if self._counted is None:
            return queue.Sign(progress, self.spent_s())
        evaluated, reused = self._counted
        return queue.Sign(progress, self.spent_s(), max(evaluated, self.claimed.evaluated), reused)

    def clear(self) -> None:
        """Remove what earlier tries left, but for what the job can go on from."""
        for path in self._kept.path.parent.glob("*"):
            if path.is_dir() and path != self._kept.path:
                shutil.rmtree(path, ignore_errors=True)

    def keep(self, result: Mapping[str, Any]) -> Mapping[str, Any]:
        """Put the files that a result names into the store; the result with their paths there. Raises EaselError when
        that cannot be done."""
        mine = tuple(f"{folder}/" for folder in self._folders)
        return {
            name: self.store.files.put(self.store.place(value))
            if isinstance(value, str) and value.startswith(mine or ("\0",))
            else value
            for name, value in result.items()
        }

    def forget(self) -> None:
        """Remove what the job could have gone on from."""
        self._kept.forget()

    def close(self) -> None:
        """Nothing more comes."""
        self._log.share()

    def discard(self) -> None:
        """Remove what this try wrote and did not put into the store."""
        for folder in self._folders:
            shutil.rmtree(self.store.place(folder), ignore_errors=True)
