"""The queue: every job is handed out once, leases run out, and a worker that lost its job writes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from app.job_records import JobState, JobView, Progress
from app.jobs import owners, queue, room
from app.jobs.listening import Listening
from app.store.engine import Store
from automl.record import CandidateRecord
from datasets.errors import InputError

N_JOBS = 200
CLAIM_ALL = """
import sys
from pathlib import Path
from app.jobs import queue
from app.store.engine import open_store
store = open_store(Path(sys.argv[1]), sys.argv[3])
while (mine := queue.claim(store, sys.argv[2], ["fake"])) is not None:
    print(mine.id)
    assert queue.finish(store, mine, "done", result={"by": sys.argv[2]})
"""


def put(store: Store, kind: str = "fake", priority: int = 100) -> str:
    with store.write() as connection:
        return queue.enqueue(connection, kind, "A fake job", {"n": 1}, priority=priority)


def look(store: Store, job_id: str) -> JobView:
    with store.read() as connection:
        return queue.one_job(connection, job_id)


def claimed(store: Store, owner: str = "one", lease_s: float = 30.0) -> queue.Claimed:
    mine = queue.claim(store, owner, ["fake"], lease_s)
    assert mine is not None
    return mine


def test_several_processes_claim_every_job_once(store: Store, database_url: str) -> None:
    ids = {put(store) for _ in range(N_JOBS)}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIM_ALL, str(store.home), f"worker {i}", database_url],
            stdout=subprocess.PIPE,
            text=True,
        )
        for i in range(4)
    ]
    taken = [process.communicate(timeout=60)[0].split() for process in workers]
    assert [process.returncode for process in workers] == [0] * 4
    assert sorted(job_id for share in taken for job_id in share) == sorted(ids)
    for i, share in enumerate(taken):
        assert all(look(store, job_id).result == {"by": f"worker {i}"} for job_id in share)


def test_jobs_are_taken_by_priority_then_age(store: Store) -> None:
    late, later, first = put(store), put(store), put(store, priority=0)
    assert [claimed(store).id for _ in range(3)] == [first, late, later]
    assert queue.claim(store, "one", ["fake"]) is None


def test_a_worker_takes_only_its_kinds(store: Store) -> None:
    put(store, kind="build")
    assert queue.claim(store, "one", ["fake"]) is None


def test_progress_travels_to_the_page(store: Store) -> None:
    job_id = put(store)
    mine = claimed(store)
    candidate = CandidateRecord(
        0, "ordinal", "Ordinal", "linear", "Linear", {"c": 1}, "c 1", "done", 0.8, 0.5, 0.6, weight=1.0
    )
    progress = Progress("portfolio", ("read", "baseline"), "fitting", 1, 60, 59, (candidate,), 0.8, first=(0.8, 0.6))
    assert queue.beat(store, mine, queue.Sign(progress)) is not None
    view = look(store, job_id)
    assert (view.state, view.title, view.payload) == ("running", "A fake job", {"n": 1})
    assert view.progress is not None
    assert view.progress == progress.at(view.progress.elapsed_s)
    assert view.progress.left_s == pytest.approx(60 - view.progress.elapsed_s)
    assert queue.finish(store, mine, "done", result={"answer": 42})
    assert look(store, job_id).result == {"answer": 42}
    assert look(store, job_id).is_over


def test_a_job_whose_worker_died_is_taken_over(store: Store, later: Callable[[float], None]) -> None:
    job_id = put(store)
    dead = claimed(store, "dead", lease_s=30)
    assert queue.claim(store, "heir", ["fake"]) is None
    later(31)
    heir = claimed(store, "heir")
    assert (heir.id, heir.attempt) == (job_id, 2)
    assert queue.beat(store, dead, queue.Sign()) is None
    assert not queue.finish(store, dead, "done", result={"by": "dead"})
    assert not queue.release(store, dead)
    assert queue.finish(store, heir, "done", result={"by": "heir"})
    assert look(store, job_id).result == {"by": "heir"}


def test_a_beat_keeps_the_job(store: Store, later: Callable[[float], None]) -> None:
    put(store)
    mine = claimed(store, lease_s=30)
    for _ in range(3):
        later(20)
        assert queue.claim(store, "heir", ["fake"]) is None
        assert queue.beat(store, mine, queue.Sign(), lease_s=30) is not None


def test_two_workers_that_share_a_stale_lease_do_not_share_the_job(
    store: Store, later: Callable[[float], None]
) -> None:
    put(store)
    slow = claimed(store, "slow")
    later(31)
    quick = claimed(store, "quick")
    assert queue.claim(store, "slow", ["fake"]) is None
    assert queue.beat(store, slow, queue.Sign(spent_s=99)) is None
    assert queue.finish(store, quick, "done", result={"by": "quick"})
    assert not queue.finish(store, slow, "failed", error="It broke.")


@pytest.mark.parametrize("jump", [7_200.0, -7_200.0])
def test_a_clock_that_jumps_gives_no_living_worker_up_and_no_dead_one_an_eternity(
    store: Store, later: Callable[[float], None], jump: float
) -> None:
    alive, dead = put(store, priority=1), put(store, priority=2)
    mine, theirs = claimed(store, "alive", lease_s=8), claimed(store, "dead", lease_s=8)
    assert (mine.id, theirs.id) == (alive, dead)
    own_clock = [100.0]
    heard = Listening(8.0, lambda: own_clock[0])
    assert queue.claim(store, "heir", ["fake"], heard=heard) is None
    later(jump)
    for _ in range(9):
        own_clock[0] += 0.9
        later(0.9)
        queue.sweep(store, heard)
        assert queue.claim(store, "heir", ["fake"], heard=heard) is None
        assert queue.beat(store, mine, queue.Sign(), lease_s=8) is not None
    own_clock[0] += 1.0
    later(1.0)
    heir = queue.claim(store, "heir", ["fake"], heard=heard)
    assert heir is not None
    assert heir.id == dead
    assert queue.claim(store, "heir", ["fake"], heard=heard) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says which process is there")
def test_a_worker_known_to_be_there_keeps_its_job_and_one_known_to_be_gone_does_not(
    store: Store, later: Callable[[float], None]
) -> None:
    busy, killed = put(store, priority=1), put(store, priority=2)
    here = claimed(store, owners.new_owner())
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    start = owners._start(sleeper.pid)
    gone = claimed(store, here.owner.replace(f":{os.getpid()}:", f":{sleeper.pid}:").replace(_start_of(here), start))
    assert (here.id, gone.id) == (busy, killed)
    assert queue.claim(store, "heir", ["fake"]) is None
    sleeper.kill()
    sleeper.wait()
    heir = queue.claim(store, "heir", ["fake"], 30.0, queue.Limit(["fake"], 2))
    assert heir is not None
    assert heir.id == killed  # at once, whatever the lease says, and a dead worker takes up no room
    later(31)
    assert claimed(store, "another heir").id == killed  # of a worker that is nowhere to be seen, the lease counts
    assert queue.beat(store, here, queue.Sign(), lease_s=0) is not None
    later(queue.PATIENCE_S)
    assert claimed(store, "too patient").id == busy


def _start_of(mine: queue.Claimed) -> str:
    return mine.owner.split(":")[2]


def test_a_job_that_kills_its_workers_fails_with_a_sentence(store: Store, later: Callable[[float], None]) -> None:
    job_id = put(store)
    for _ in range(queue.MOST_LOST):
        queue.sweep(store)
        claimed(store)
        later(31)
    assert queue.claim(store, "one", ["fake"]) is None
    queue.sweep(store)
    view = look(store, job_id)
    assert (view.state, view.attempts) == ("failed", 3)
    assert "ended 3 times" in str(view.error)


def test_a_job_that_gets_further_may_lose_any_number_of_workers(store: Store, later: Callable[[float], None]) -> None:
    job_id = put(store)
    for n in range(2 * queue.MOST_LOST):
        queue.sweep(store)
        mine = claimed(store)
        assert (mine.attempt, mine.evaluated, mine.spent_s) == (n + 1, n, 10.0 * n)
        queue.beat(store, mine, queue.Sign(spent_s=10.0 * (n + 1), evaluated=n + 1, reused=n))
        later(31)
    view = look(store, job_id)
    assert (view.state, view.attempts, view.evaluated, view.reused) == ("running", 6, 6, 5)


def test_only_so_many_builds_run_at_once_on_a_machine(store: Store) -> None:
    first, second, light = put(store), put(store), put(store, kind="light")
    limit = queue.Limit(["fake"], 1)
    one = queue.claim(store, owners.new_owner(), ["fake", "light"], limit=limit)
    other = queue.claim(store, owners.new_owner(), ["fake", "light"], limit=limit)
    assert one is not None
    assert other is not None
    assert (one.id, other.id) == (first, light)
    assert queue.claim(store, owners.new_owner(), ["fake"], limit=limit) is None
    queue.finish(store, one, "done")
    last = queue.claim(store, owners.new_owner(), ["fake"], limit=limit)
    assert last is not None
    assert last.id == second


def test_builds_at_once_by_cores_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert room.builds_at_once(7) == 7
    monkeypatch.setattr("os.cpu_count", lambda: 16)
    monkeypatch.setattr(room, "_memory_bytes", lambda: 13e9)
    assert room.builds_at_once(0) == 3
    monkeypatch.setattr(room, "_memory_bytes", lambda: 0.0)
    assert room.builds_at_once(0) == 1


def test_a_stopped_job_whose_worker_died_is_cancelled(store: Store, later: Callable[[float], None]) -> None:
    job_id = put(store)
    claimed(store)
    queue.request_stop(store, job_id, "keep")
    later(31)
    assert queue.claim(store, "heir", ["fake"]) is None
    queue.sweep(store)
    assert look(store, job_id).state == "cancelled"


def test_stopping(store: Store) -> None:
    waiting, running = put(store, priority=2), put(store, priority=1)
    mine = claimed(store)
    assert mine.id == running
    queue.request_stop(store, waiting, "keep")
    assert look(store, waiting).state == "cancelled"
    queue.request_stop(store, running, "keep")
    assert look(store, running).stopping
    row = queue.beat(store, mine, queue.Sign())
    assert row is not None
    assert row.stop == "keep"
    queue.request_stop(store, running, "cancel")
    queue.request_stop(store, running, "keep")  # too late: it was told to keep nothing
    row = queue.beat(store, mine, queue.Sign())
    assert row is not None
    assert row.stop == "cancel"
    queue.finish(store, mine, "cancelled")
    queue.request_stop(store, running, "cancel")
    assert look(store, running).state == "cancelled"


def test_a_released_job_is_as_new(store: Store) -> None:
    job_id = put(store)
    for _ in range(2 * queue.MOST_LOST):
        assert queue.release(store, claimed(store))
    assert look(store, job_id).state == "queued"
    assert look(store, job_id).started is None


def test_retry(store: Store) -> None:
    job_id = put(store)
    with pytest.raises(InputError, match="Only a job that failed or was cancelled"):
        queue.retry(store, job_id)
    queue.finish(store, claimed(store), "failed", error="It broke.")
    assert look(store, job_id).error == "It broke."
    queue.retry(store, job_id)
    assert (look(store, job_id).state, look(store, job_id).error) == ("queued", None)
    assert claimed(store).id == job_id


def test_what_a_failed_job_has_spent_and_kept_still_counts_and_of_a_cancelled_one_nothing(store: Store) -> None:
    job_id = put(store)
    ends: tuple[tuple[JobState, float], ...] = (("failed", 30.0), ("cancelled", 0.0))
    for state, spent in ends:
        queue.finish(store, claimed(store), state, queue.Sign(spent_s=30.0, evaluated=4))
        queue.retry(store, job_id)
        mine = claimed(store)
        assert (mine.spent_s, mine.attempt, bool(mine.evaluated)) == (spent, 1, bool(spent))
        queue.release(store, mine)


def test_living_workers_are_counted(store: Store, later: Callable[[float], None]) -> None:
    queue.worker_beat(store, "one", ["fake"])
    queue.worker_beat(store, "one", ["fake"])
    queue.worker_beat(store, "two", ["fake"])
    with store.read() as connection:
        assert queue.workers_alive(connection) == 2
    queue.worker_gone(store, "two")
    later(queue.ALIVE_S + 1)
    with store.read() as connection:
        assert queue.workers_alive(connection) == 0
