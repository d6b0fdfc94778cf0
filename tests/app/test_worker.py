"""The worker: runs jobs, stops them, gives them back, and is replaced when it dies."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.job_records import JobView
from app.jobs import queue
from app.jobs.worker import Worker
from app.store.away import AwayError
from app.store.engine import Store
from datasets.errors import EaselError, InputError
from tests.app.fake_worker import FAKE

SCRIPT = Path(__file__).with_name("fake_worker.py")
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(store: Store, database_url: str, python: str, root: Path) -> Iterator[Start]:
    """Starts worker processes on the store and ends them afterwards."""
    started: list[subprocess.Popen[str]] = []

    def begin(lease_s: float = 20.0) -> subprocess.Popen[str]:
        command = [python, str(SCRIPT), str(store.home), str(lease_s)]
        environment = {**os.environ, "PYTHONPATH": str(root), "EASEL_DATABASE_URL": database_url}
        started.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def put(store: Store, seconds: float = 0.0, **more: Any) -> str:
    with store.write() as connection:
        return queue.enqueue(connection, "fake", "A fake job", {"seconds": seconds, **more})


def look(store: Store, job_id: str) -> JobView:
    with store.read() as connection:
        return queue.one_job(connection, job_id)


def wait(store: Store, job_id: str, *states: str, seconds: float = 90.0) -> JobView:
    """The job as soon as it is in one of the states."""
    deadline = time.monotonic() + seconds
    while (view := look(store, job_id)).state not in states:
        assert time.monotonic() < deadline, f"{job_id} is still {view.state}"
        time.sleep(0.02)
    return view


def files(store: Store) -> list[str]:
    return sorted(path.name for path in store.file("files").rglob("*") if path.is_file())


def test_a_worker_runs_stops_cancels_and_reports(store: Store, start: Start) -> None:
    start()
    short = wait(store, put(store, 0.05), "done")
    assert short.result is not None
    assert store.file(short.result["file"]).read_text() == f"left behind by {short.id}"

    long = put(store, 60)
    wait(store, long, "running")
    with store.read() as connection:
        assert queue.workers_alive(connection) == 1
    while (progress := look(store, long).progress) is None:
        time.sleep(0.02)
    assert progress.now == "waiting for 60 s"
    asked = time.monotonic()
    queue.request_stop(store, long, "keep")
    view = wait(store, long, "done")
    assert time.monotonic() - asked < 2
    assert view.result is not None
    assert view.result["stopped"] is True

    cancelled = put(store, 60)
    wait(store, cancelled, "running")
    asked = time.monotonic()
    queue.request_stop(store, cancelled, "cancel")
    wait(store, cancelled, "cancelled")
    assert time.monotonic() - asked < 2
    assert files(store) == ["left.txt", "left.txt"]  # of the two that were done, nothing of the cancelled one


def test_failures_are_sentences_and_leave_no_files(store: Store, start: Start) -> None:
    start()
    refused, broken = put(store, refuse=True), put(store, **{"break": True})
    assert wait(store, refused, "failed").error == "The table must have rows; it has none."
    error = str(wait(store, broken, "failed").error)
    assert error.startswith("Something unexpected happened (ZeroDivisionError). The details are in ")
    log = Path(error.removesuffix(".").split("The details are in ")[1])
    assert "ZeroDivisionError" in log.read_text()
    assert files(store) == []
    queue.retry(store, refused)
    assert wait(store, refused, "failed").started is not None


def test_a_killed_worker_is_replaced(store: Store, start: Start) -> None:
    job_id = put(store, 0.8)
    first = start(lease_s=1.5)
    wait(store, job_id, "running")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert look(store, job_id).state == "running"
    start(lease_s=1.5)
    view = wait(store, job_id, "done")
    assert view.result is not None
    assert files(store) == ["left.txt"]  # what the dead worker had written is gone


@pytest.mark.slow
@pytest.mark.alone
def test_a_dead_worker_on_another_machine_is_replaced_within_ten_seconds(
    store: Store, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = put(store, 60)
    monkeypatch.setenv("FAKE_MACHINE", "one")
    first = start(queue.LEASE_S)
    wait(store, job_id, "running")
    monkeypatch.setenv("FAKE_MACHINE", "two")
    start(queue.LEASE_S)
    while workers(store) < 2:
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    died = time.monotonic()
    while look(store, job_id).attempts < 2:
        assert time.monotonic() - died < 10
        time.sleep(0.05)
    assert time.monotonic() - died > queue.LEASE_S / 2  # nobody knew of its end but by its lease


def workers(store: Store) -> int:
    with store.read() as connection:
        return queue.workers_alive(connection)


def test_a_worker_told_to_end_gives_its_job_back(store: Store, start: Start) -> None:
    job_id = put(store, 60)
    first = start()
    wait(store, job_id, "running")
    first.terminate()
    assert first.wait(10) == 0
    assert look(store, job_id).state == "queued"
    assert files(store) == []
    with store.read() as connection:
        assert queue.workers_alive(connection) == 0


def test_a_deleted_job_is_let_go(store: Store, start: Start) -> None:
    start()
    job_id = put(store, 60)
    wait(store, job_id, "running")
    with store.write() as connection:
        connection.exec_driver_sql("delete from job")
    next_job = put(store, 0.0)
    wait(store, next_job, "done")
    assert files(store) == ["left.txt"]


def test_a_database_that_is_away_when_a_job_ends_is_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    job_id, finish, refusals = put(store), queue.finish, [1, 2]

    def away(*given: Any, **more: Any) -> bool:
        if refusals:
            refusals.pop()
            raise EaselError("The PostgreSQL database shop on here cannot be used: it was restarted. Try again.")
        return finish(*given, **more)

    monkeypatch.setattr(queue, "finish", away)
    Worker(store, ["fake"], poll_s=0.02, registry={"fake": FAKE}).run(most_jobs=1)
    assert (look(store, job_id).state, look(store, job_id).attempts) == ("done", 1)
    said = capfd.readouterr().err
    assert (said.count("it was restarted"), said.count("The database can be used again")) == (1, 1)


def test_a_job_that_meets_a_database_that_is_away_is_taken_again_and_counts_no_try(store: Store) -> None:
    job_id, away = put(store), [1, 2]

    def run(_: Any) -> dict[str, Any]:
        if away:
            away.pop()
            raise AwayError("The PostgreSQL database shop on here cannot be used: it was restarted. Try again.")
        return {}

    registry = {"fake": dataclasses.replace(FAKE, run=run)}
    Worker(store, ["fake"], poll_s=0.02, registry=registry).run(most_jobs=3)
    assert (look(store, job_id).state, look(store, job_id).attempts) == ("done", 1)


@pytest.mark.parametrize("more_away", [0, 2])
def test_a_claim_whose_answer_was_lost_goes_back(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], more_away: int
) -> None:
    """Also when the database is away again as it is to go back."""
    job_id, claim, lost = put(store), queue.claim, [1]
    give_back, away = queue.give_back, [1] * more_away

    def claimed(*given: Any, **more: Any) -> queue.Claimed | None:
        mine = claim(*given, **more)
        if mine is not None and lost:
            lost.pop()
            raise AwayError("The PostgreSQL database shop on here cannot be used: the connection is lost. Try again.")
        return mine

    def given_back(*given: Any) -> None:
        if away:
            away.pop()
            raise AwayError("The PostgreSQL database shop on here cannot be used: it is starting. Try again.")
        give_back(*given)

    monkeypatch.setattr(queue, "claim", claimed)
    monkeypatch.setattr(queue, "give_back", given_back)
    Worker(store, ["fake"], poll_s=0.02, registry={"fake": FAKE}).run(most_jobs=1)
    assert (look(store, job_id).state, look(store, job_id).attempts) == ("done", 1)
    assert capfd.readouterr().err.count("The database can be used again") == 1


def test_a_worker_for_an_unknown_kind_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="no kind of job cooking; the kinds are: batch_predict, build, import_table"):
        Worker(store, ["cooking"])
