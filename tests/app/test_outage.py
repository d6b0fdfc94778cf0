"""The database is stopped while workers work: they wait, say so once, and go on; nobody's job is given away."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.job_records import JobView
from app.jobs import queue
from app.jobs.listening import Listening
from app.jobs.outage import LONGEST_S, Outage
from app.store.engine import Store, open_store
from tests.servers.postgresql import Cluster, cluster

OUTAGE_S = float(os.environ.get("EASEL_OUTAGE_S", "6"))  # `make soak` asks for 30
BACK = "The database can be used again"
LEASE_S = min(queue.LEASE_S, OUTAGE_S / 3)
N_LONG, N_WORKERS, N_SHORT = 2, 5, 12  # workers without a long job would take one that is given up


def test_an_outage_is_told_once_and_waited_for_a_little_longer_each_time() -> None:
    said: list[str] = []
    clock = [100.0]
    outage = Outage(said.append, lambda: clock[0])
    assert not outage.over()
    pauses = []
    for _ in range(40):
        pauses.append(outage.met(ValueError("It is away.")))
        clock[0] += pauses[-1]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (0.5, LONGEST_S)
    assert LONGEST_S + LEASE_S < queue.GRACE_S
    assert outage.over()
    assert not outage.over()
    assert said[0] == "It is away. Work goes on by itself as soon as it can be used again."
    assert said[1:] == [f"The database can be used again, after {clock[0] - 100:.0f} s."]


def test_silence_means_nothing_for_a_lease_after_an_outage_a_sleep_or_a_clock_that_jumped() -> None:
    own = [50.0]
    heard = Listening(8.0, lambda: own[0])
    wall = 1_000.0
    assert heard(wall)
    for jump in (3_600.0, -7_200.0):  # a computer that slept looks like a clock that was put forward
        wall += jump
        assert not heard(wall)
        own[0], wall = own[0] + 7.9, wall + 7.9
        assert not heard(wall)
        own[0], wall = own[0] + 0.2, wall + 0.2
        assert heard(wall)
    heard.missed()
    assert not heard(wall)


@pytest.mark.slow
@pytest.mark.alone
def test_a_database_that_is_stopped_costs_no_job_and_no_try(tmp_path: Path, python: str, root: Path) -> None:
    with cluster() as stopped, ExitStack() as workers:
        address = stopped.server.address("postgresql", stopped.server.password)
        with stopped.running():
            store = open_store(tmp_path / "home", address)
            long = [_put(store, OUTAGE_S + 4) for _ in range(N_LONG)]
            errors = [workers.enter_context(_worker(python, root, tmp_path, stopped, i)) for i in range(N_WORKERS)]
            _until(lambda: all(view.state == "running" for view in _views(store, long)), 60)
            short = [_put(store, 0.2) for _ in range(N_SHORT)]
            time.sleep(1.0)
        time.sleep(OUTAGE_S)
        with stopped.running():
            _until(lambda: all(view.is_over for view in _views(store, [*long, *short])), OUTAGE_S + 90)
            found = _views(store, [*long, *short])
            _until(lambda: all(BACK in path.read_text() for path in errors), 60)  # the one that had no job, too
            store.close()
            workers.close()
    assert {(view.state, view.attempts, view.error) for view in found} == {("done", 1, None)}
    left = [path.read_text() for path in (tmp_path / "home").rglob("left.txt")]
    assert sorted(left) == sorted(f"left behind by {view.id}" for view in found)
    said = [path.read_text() for path in errors]
    assert all(text.count("cannot be used") == 1 for text in said)
    assert all(text.count(BACK) == 1 for text in said)


@pytest.mark.slow
def test_a_worker_that_starts_before_its_database_waits_for_it(tmp_path: Path, python: str, root: Path) -> None:
    with cluster() as stopped:
        environment = _environment(root, tmp_path, stopped)
        said = tmp_path / "said"
        with said.open("wb") as file:
            worker = subprocess.Popen([python, "-m", "app.cli", "worker"], env=environment, stderr=file)
        with ended(worker):
            _until(lambda: "goes on by itself" in said.read_text(), 60)
            with stopped.running():
                _until(lambda: "can be used again, after" in said.read_text(), 60)


@contextmanager
def _worker(python: str, root: Path, folder: Path, stopped: Cluster, number: int) -> Iterator[Path]:
    """A worker as if on a machine of its own, so that the others know of it by its lease alone; the file that holds
    what it says."""
    said = folder / f"said {number}"
    environment = {**_environment(root, folder, stopped), "FAKE_MACHINE": f"machine {number}"}
    command = [python, str(Path(__file__).with_name("fake_worker.py")), str(folder / "home"), str(LEASE_S)]
    with said.open("wb") as file, ended(subprocess.Popen(command, env=environment, stderr=file)):
        yield said


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A process that does not outlive the block."""
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _environment(root: Path, folder: Path, stopped: Cluster) -> dict[str, str]:
    address = stopped.server.address("postgresql", stopped.server.password)
    own = {"PYTHONPATH": str(root), "EASEL_HOME": str(folder / "home"), "EASEL_DATABASE_URL": address}
    return {**os.environ, **own}


def _put(store: Store, seconds: float) -> str:
    with store.write() as connection:
        return queue.enqueue(connection, "fake", "A fake job", {"seconds": seconds})


def _views(store: Store, ids: list[str]) -> list[JobView]:
    with store.read() as connection:
        return [queue.one_job(connection, job_id) for job_id in ids]


def _until(happens: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.1)
