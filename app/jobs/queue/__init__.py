"""The queue: one table, and statements that stay right with any number of processes.

A worker holds a lease on its job and renews it; every write of a worker repeats "I am still the owner and it is still
running", so a worker that was thought dead cannot spoil what its successor does.

asking.py puts jobs in and asks them to end, claiming.py hands them out, holding.py keeps and ends them, lost.py knows
whose worker is gone, looking.py shows them, presence.py counts workers.
"""

from __future__ import annotations

from app.jobs.queue.asking import Stop, add_done, enqueue, request_stop, retry
from app.jobs.queue.claiming import Limit, claim
from app.jobs.queue.holding import LEASE_S, Claimed, Sign, beat, finish, give_back, release
from app.jobs.queue.looking import find_jobs, job_view, one_job
from app.jobs.queue.lost import GRACE_S, MOST_LOST, PATIENCE_S, sweep
from app.jobs.queue.presence import ALIVE_S, worker_beat, worker_gone, workers_alive

__all__ = [
    "ALIVE_S",
    "GRACE_S",
    "LEASE_S",
    "MOST_LOST",
    "PATIENCE_S",
    "Claimed",
    "Limit",
    "Sign",
    "Stop",
    "add_done",
    "beat",
    "claim",
    "enqueue",
    "find_jobs",
    "finish",
    "give_back",
    "job_view",
    "one_job",
    "release",
    "request_stop",
    "retry",
    "sweep",
    "worker_beat",
    "worker_gone",
    "workers_alive",
]
