"""A worker: takes jobs from the queue, one at a time, and keeps their lease while it works.

The main thread runs the job; a second thread says every half second that worker and job are alive, writes the progress
and looks for a wish to stop. What must end at once (cancelled, lost to another worker, the worker itself told to end)
is interrupted in the main thread by `Interrupted`. While the database is away the job goes on, and both threads wait.
"""

from __future__ import annotations

import _thread
import gc
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from app.jobs import queue
from app.jobs.kind import JobKind
from app.jobs.kinds import all_kinds
from app.jobs.one_job import JobRunner
from app.jobs.owners import new_owner
from app.jobs.room import builds_at_once
from app.jobs.running import RunningJob
from app.jobs.tidying import Tidying
from app.store.away import AwayError
from app.store.engine import Store
from datasets.errors import EaselError, InputError

BEAT_S = 0.5
SWEEP_S = 1.0
COLLECT_FROM_S = 1.0  # what a job of seconds leaves in memory is worth the tenth of a second that looking for it takes


class Worker(JobRunner):
    """Takes jobs of `kinds` (None: all) from the store until it is told to end by SIGTERM or SIGINT.

    Must run in the main thread of its process. `lease_s`: seconds without a sign of life after which another worker
    may take over; `poll_s`: seconds between two looks at an empty queue; `registry`: the kinds there are (None: those
    of app/jobs/kinds); `most_builds`: heavy jobs at once on this machine (0: as cores and memory allow).
    """

    def __init__(
        self,
        store: Store,
        kinds: Sequence[str] | None = None,
        *,
        lease_s: float = queue.LEASE_S,
        poll_s: float = BEAT_S,
        registry: Mapping[str, JobKind] | None = None,
        most_builds: int = 0,
    ) -> None:
        known = registry or all_kinds()
        if strange := sorted(set(kinds or ()) - set(known)):
            raise InputError(f"There is no kind of job {', '.join(strange)}; the kinds are: {', '.join(known)}.")
        super().__init__(store, known, lease_s)
        self.kinds = tuple(kinds or known)
        self.owner = new_owner()
        self.limit = queue.Limit([kind.name for kind in known.values() if kind.heavy], builds_at_once(most_builds))
        self.lease_s = lease_s
        self.poll_s = poll_s
        self._was_away = False
        self._cold = self.kinds
        self._swept = -SWEEP_S
        self._tidying = Tidying(store, self._say)

    def run(self, most_jobs: int | None = None) -> None:
        """Work until told to end, or until `most_jobs` are done."""
        before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        beating = threading.Thread(target=self._beat_on, name="beat", daemon=True)
        beating.start()
        n_jobs = 0
        try:
            while not self._ending.is_set() and n_jobs != most_jobs:
                n_jobs += self._work_once()
        finally:
            self._ending.set()
            beating.join()
            for number, handler in before.items():
                signal.signal(number, handler)
            with suppress(AwayError):  # it is off the list when it is not heard of for a while
                queue.worker_gone(self.store, self.owner)

    def _work_once(self) -> int:
        """Take and run a job: 1; or find none and wait a little: 0."""
        try:
            if self._was_away:
                self._give_back()
            self._sweep()
            claimed = queue.claim(self.store, self.owner, self.kinds, self.lease_s, self.limit, heard=self._heard)
        except EaselError as error:  # nobody is given up for a while after that
            self._was_away = True
            self._heard.missed()
            self._ending.wait(self._outage.met(error))
            return 0
        if claimed is None:
            self._rest()
            return 0
        job = RunningJob(self.store, claimed, self.lease_s)
        try:
            self._work(job)
        except (
            EaselError
        ) as error:  # told to end before it could be written down: the lease runs out, and another goes on
            self._say(str(error))
        if job.elapsed_s() > COLLECT_FROM_S:
            gc.collect()
        return 1

    def _give_back(self) -> None:
        """The database is there again: what it handed out without an answer goes back, before anything is taken."""
        queue.give_back(self.store, self.owner)
        self._was_away = False
        self._outage.over()

    def _sweep(self) -> None:
        """Now and then: it must be done, not by everybody between any two jobs."""
        if time.monotonic() >= self._swept + SWEEP_S:
            queue.sweep(self.store, self._heard)
            self._swept = time.monotonic()

    def _rest(self) -> None:
        """Use the first pause to load what jobs will need, the others to wait."""
        cold, self._cold = self._cold, ()
        for name in cold:
            warm = self.registry[name].warm
            if warm is not None:
                try:
                    warm()
                except EaselError as error:  # the first job will say it, if it has the same trouble
                    self._say(f"{name} is not warmed up: {error}")
        if not cold:
            self._tidying.look()
            self._ending.wait(self.poll_s)

    def _beat_on(self) -> None:
        """The beating thread; a failed beat is tried again, the lease leaves time for that."""
        while not self._ending.is_set():
            job, pause_s = self._job, BEAT_S
            try:
                queue.worker_beat(self.store, self.owner, self.kinds)
                if job is not None and job.reason is None:
                    job.beat()
                self._outage.over()
            except EaselError as error:
                pause_s = self._outage.met(error)
            if job is not None and job.reason is not None and job.armed:
                _thread.interrupt_main(signal.SIGTERM)
            self._ending.wait(pause_s)
