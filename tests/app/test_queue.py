"""The queue: every job is handed out once, leases run out, and a worker that lost its job writes nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.jobs import queue
from app.records import JobView, Progress
from app.store.engine import Store, open_store
from automl.record import CandidateRecord
from datasets.errors import InputError

N_JOBS = 200
CLAIM_ALL = """
import sys
from pathlib import Path
from app.jobs import queue
from app.store.engine import open_store
store = open_store(Path(sys.argv[1]))
while (mine := queue.claim(store, sys.argv[2], ["fake"])) is not None:
    print(mine.id)
    assert queue.finish(store, mine, "done", result={"by": sys.argv[2]})
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()


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


def test_several_processes_claim_every_job_once(store: Store) -> None:
    ids = {put(store) for _ in range(N_JOBS)}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIM_ALL, str(store.home), f"worker {i}"], stdout=subprocess.PIPE, text=True
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
    assert queue.beat(store, mine, progress) is not None
    view = look(store, job_id)
    assert (view.state, view.title, view.payload) == ("running", "A fake job", {"n": 1})
    assert view.progress is not None
    assert view.progress == progress.at(view.progress.elapsed_s)
    assert view.progress.left_s == pytest.approx(60 - view.progress.elapsed_s)
    assert queue.finish(store, mine, "done", result={"answer": 42})
    assert look(store, job_id).result == {"answer": 42}
    assert look(store, job_id).is_over


def test_a_job_whose_worker_died_is_taken_over(store: Store) -> None:
    job_id = put(store)
    dead = claimed(store, "dead", lease_s=0.05)
    assert queue.claim(store, "heir", ["fake"]) is None
    time.sleep(0.1)
    heir = claimed(store, "heir")
    assert heir.id == job_id
    assert queue.beat(store, dead, None) is None
    assert not queue.finish(store, dead, "done", result={"by": "dead"})
    assert not queue.release(store, dead)
    assert queue.finish(store, heir, "done", result={"by": "heir"})
    assert look(store, job_id).result == {"by": "heir"}


def test_a_beat_keeps_the_job(store: Store) -> None:
    put(store)
    mine = claimed(store, lease_s=0.2)
    for _ in range(4):
        time.sleep(0.1)
        assert queue.beat(store, mine, None, lease_s=0.2) is not None
        assert queue.claim(store, "heir", ["fake"]) is None


def test_a_job_that_kills_its_workers_fails_with_a_sentence(store: Store) -> None:
    job_id = put(store)
    for _ in range(queue.MOST_ATTEMPTS):
        claimed(store, lease_s=0.0)
        queue.sweep(store)
        time.sleep(0.01)
    assert queue.claim(store, "one", ["fake"]) is None
    queue.sweep(store)
    view = look(store, job_id)
    assert view.state == "failed"
    assert "ended 3 times" in str(view.error)


def test_a_stopped_job_whose_worker_died_is_cancelled(store: Store) -> None:
    job_id = put(store)
    claimed(store, lease_s=0.0)
    queue.request_stop(store, job_id, "keep")
    time.sleep(0.01)
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
    row = queue.beat(store, mine, None)
    assert row is not None
    assert row.stop == "keep"
    queue.request_stop(store, running, "cancel")
    queue.request_stop(store, running, "keep")  # too late: it was told to keep nothing
    row = queue.beat(store, mine, None)
    assert row is not None
    assert row.stop == "cancel"
    queue.finish(store, mine, "cancelled")
    queue.request_stop(store, running, "cancel")
    assert look(store, running).state == "cancelled"


def test_a_released_job_is_as_new(store: Store) -> None:
    job_id = put(store)
    for _ in range(2 * queue.MOST_ATTEMPTS):
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


def test_living_workers_are_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    queue.worker_beat(store, "one", ["fake"])
    queue.worker_beat(store, "one", ["fake"])
    queue.worker_beat(store, "two", ["fake"])
    with store.read() as connection:
        assert queue.workers_alive(connection) == 2
    queue.worker_gone(store, "two")
    monkeypatch.setattr(queue, "ALIVE_S", 0.0)
    time.sleep(0.01)
    with store.read() as connection:
        assert queue.workers_alive(connection) == 0
