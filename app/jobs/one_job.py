"""Running one job to its end: what it leaves is kept, how it ended is written down, what must end at once is
interrupted."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from app.jobs import queue
from app.jobs.kind import JobKind
from app.jobs.listening import Listening
from app.jobs.outage import Outage
from app.jobs.owners import machine
from app.jobs.running import Interrupted, RunningJob
from app.jobs.wording import why_failed
from app.store.away import AwayError
from app.store.engine import Store
from datasets.errors import EaselError


class JobRunner:
    """Runs the jobs that a worker takes, one at a time, in the main thread. `_job` is the one that runs now; `_ending`
    is set when the worker is told to end."""

    def __init__(self, store: Store, registry: Mapping[str, JobKind], lease_s: float) -> None:
        self.store = store
        self.registry = registry
        self._heard = Listening(lease_s)
        self._outage = Outage(self._say)
        self._job: RunningJob | None = None
        self._ending = threading.Event()

    def _work(self, job: RunningJob) -> None:
        """Run a job to its end and write down how it ended."""
        self._say(f"{job.claimed.kind} {job.job_id} begins")
        job.log(f"Taken by a worker on {machine()} (process {os.getpid()}), attempt {job.claimed.attempt}")
        try:
            job.clear()
            self._job = job
            result = self._result(job)
            if self._settle(lambda: queue.finish(self.store, job.claimed, "done", job.sign(), result=result)):
                job.forget()
        except Interrupted:
            self._interrupted(job)
        except AwayError as error:
            job.log(f"Given back: {error}")
            self._settle(lambda: queue.release(self.store, job.claimed, job.sign()))
        except Exception as error:
            told = why_failed(self.store, job.job_id, error)
            job.log(told)
            self._settle(lambda: queue.finish(self.store, job.claimed, "failed", job.sign(), error=told))
        finally:
            self._job = None
            job.close()
        self._say(f"{job.claimed.kind} {job.job_id} ended after {job.elapsed_s():.1f} s")

    def _settle(self, write: Callable[[], bool]) -> bool:
        """Write down how a job ended, if need be when the database is there again; the job is kept meanwhile."""
        while True:
            try:
                written = write()
            except EaselError as error:
                if self._ending.is_set():
                    raise
                self._heard.missed()
                self._ending.wait(self._outage.met(error))
            else:
                self._outage.over()
                return written

    def _result(self, job: RunningJob) -> Mapping[str, Any]:
        """What the job left, with its files in the store; what else it wrote is gone."""
        try:
            return job.keep(self._interruptible(job))
        finally:
            job.discard()

    def _interruptible(self, job: RunningJob) -> Mapping[str, Any]:
        try:
            job.armed = True
            if self._ending.is_set():
                job.reason = "ending"
                raise Interrupted
            return self.registry[job.claimed.kind].run(job)
        finally:
            job.armed = False

    def _interrupted(self, job: RunningJob) -> None:
        job.log({"cancelled": "Cancelled", "lost": "Taken over by another worker"}.get(job.reason or "", "Given back"))
        if job.reason == "cancelled":
            job.forget()
            self._settle(lambda: queue.finish(self.store, job.claimed, "cancelled", job.sign()))
        elif job.reason == "ending":
            self._settle(lambda: queue.release(self.store, job.claimed, job.sign()))

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """A signal from outside ends the worker; one that the beating thread sent ends only the job."""
        del number, frame
        job = self._job
        if job is None or job.reason is None:
            self._ending.set()
            if job is not None:
                job.reason = "ending"
        if job is not None and job.armed:
            raise Interrupted

    def _say(self, text: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} worker {os.getpid()}: {text}", file=sys.stderr, flush=True)


__all__ = ["JobRunner"]
