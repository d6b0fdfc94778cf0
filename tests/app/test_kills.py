"""Workers that are killed at random moments: no job is lost, none ends twice, and a build goes on from what it has."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.job_records import JobView
from app.jobs import queue
from app.jobs.kinds import all_kinds
from app.jobs.resuming import kept_path
from app.jobs.running import RunningJob
from app.jobs.worker import Worker
from app.service import Service
from app.store.engine import Store
from automl import explaining
from automl.build import build
from automl.spec import BuildSpec
from inference.bundle import read_bundle
from tests.app.people import people_csv

KILLS = int(os.environ.get("EASEL_KILLS", "30"))  # `make soak` asks for more
PATIENCE_S = 600.0
N_COPIES = 400  # of the rows to predict, so that a batch takes some seconds
OPTIONS: dict[str, Any] = {"target": "left", "algorithms": ("linear",)}


class Killed(BaseException):
    """The process ends here, with no time to tidy up."""


@pytest.fixture
def service(store: Store) -> Service:
    made = Service(store.home)
    made.__dict__["store"] = store
    return made


def queued(service: Service, tmp_path: Path, candidates: int = 3, **options: Any) -> JobView:
    version = service.import_file(("people.csv", people_csv()))
    model = service.create_model(version.id)
    service.update_model(model.id, **{**OPTIONS, **options})
    return service.start_build(model.id, 60.0, candidates=candidates, out=tmp_path / "model.zip")


def undisturbed(service: Service, job: JobView) -> bytes:
    """The model of the same build that nobody kills."""
    table = service.table(job.payload["dataset_version_id"])
    return build(table, BuildSpec.from_dict(dict(job.payload["spec"])), name=job.payload["name"]).bundle.model


def test_a_build_that_was_killed_goes_on_and_ends_as_if_nothing_had_happened(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later: Callable[[float], None]
) -> None:
    monkeypatch.setattr(explaining, "MOST_EXPLAIN_S", 0.1)
    job = queued(service, tmp_path)
    mine = queue.claim(service.store, "one that dies", ["build"])
    assert mine is not None
    dying = RunningJob(service.store, mine, 1.0)

    def log(self: RunningJob, text: str) -> None:
        if "penalty 0.03" in text:  # the third candidate is done, and not yet kept
            self.beat()
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(RunningJob, "log", log)
        with pytest.raises(Killed):
            all_kinds()["build"].run(dying)
    view = service.job(job.id)
    assert (view.state, view.attempts, view.evaluated, view.reused) == ("running", 1, 2, 0)
    later(2.0)
    Worker(service.store, ["build"], poll_s=0.02).run(most_jobs=1)
    view = service.job(job.id)
    assert (view.state, view.attempts, view.evaluated, view.reused) == ("done", 2, 3, 2)
    assert read_bundle(tmp_path / "model.zip").model == undisturbed(service, job)
    assert "Taken by a worker on " in service.job_log(job.id)[0]
    assert any("0.76" in line and line.endswith("(from before the restart)") for line in service.job_log(job.id))
    assert not service.store.place(kept_path(job.id)).exists()
    assert queue.claim(service.store, "nobody", ["build"]) is None


@pytest.mark.slow
def test_a_build_that_cannot_be_written_fails_with_a_sentence_and_is_tried_again_from_what_it_has(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "MOST_EXPLAIN_S", 0.1)
    job = queued(service, tmp_path)
    (tmp_path / "model.zip").mkdir()  # in the way of the bundle
    Worker(service.store, ["build"], poll_s=0.02).run(most_jobs=1)
    view = service.job(job.id)
    assert view.state == "failed"
    assert "model.zip must be the name of a file" in str(view.error)
    (tmp_path / "model.zip").rmdir()
    service.retry_job(job.id)
    Worker(service.store, ["build"], poll_s=0.02).run(most_jobs=1)
    view = service.job(job.id)
    assert (view.state, view.error, view.evaluated, view.reused) == ("done", None, 3, 3)
    assert read_bundle(tmp_path / "model.zip").manifest.target.name == "left"


def test_a_cancelled_build_keeps_nothing(service: Service, tmp_path: Path) -> None:
    job = queued(service, tmp_path)
    kept = service.store.place(kept_path(job.id))

    def wait(run: Any) -> dict[str, Any]:
        run.kept_folder().mkdir(parents=True)
        service.cancel_job(job.id)
        while True:
            time.sleep(0.02)

    kind = all_kinds()["build"]
    registry = {"build": type(kind)("build", "Build", 100, wait)}
    Worker(service.store, ["build"], poll_s=0.02, registry=registry).run(most_jobs=1)
    assert service.job(job.id).state == "cancelled"
    assert not kept.exists()


@pytest.fixture
def start(store: Store, database_url: str, python: str, root: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a worker process with a command on the store; all are ended afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {**os.environ, "PYTHONPATH": str(root), "EASEL_DATABASE_URL": database_url}
    environment["EASEL_HOME"] = str(store.home)

    def begin(*command: str) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([python, *command], env=environment, stderr=subprocess.DEVNULL))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.alone
def test_a_real_worker_killed_at_random_moments_of_a_build(
    service: Service, start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    n_candidates = 12  # a build of several seconds, so that it is still under way when its worker is killed
    job = queued(service, tmp_path, n_candidates, algorithms=("lightgbm",))
    chance = random.Random(7)

    def n_kept() -> int:
        return sum(1 for _ in service.home.rglob("*.checkpoint"))

    def has_kept(n: int) -> Callable[[], bool]:
        return lambda: n_kept() >= n or service.job(job.id).is_over

    at_kill = 0
    for _ in range(2):
        worker = start("-m", "app.cli", "worker")
        until(has_kept(at_kill + 1))  # past the candidate of the last kill: one that ends two workers is left out
        time.sleep(chance.random() / 2)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        at_kill = n_kept()
    start("-m", "app.cli", "worker")
    taken_over = time.monotonic()
    until(lambda: service.job(job.id).attempts == 3 or service.job(job.id).is_over)
    assert time.monotonic() - taken_over < PATIENCE_S / 10
    until(lambda: service.job(job.id).is_over)
    view = service.job(job.id)
    assert (view.state, view.error, view.evaluated) == ("done", None, n_candidates)
    assert view.reused >= 1
    assert read_bundle(tmp_path / "model.zip").model == undisturbed(service, job)


@pytest.mark.slow
@pytest.mark.alone
def test_workers_killed_at_random_lose_no_job_and_end_none_twice(
    store: Store, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    def put() -> str:
        with store.write() as connection:
            return queue.enqueue(connection, "fake", "A fake job", {"seconds": 0.3})

    script = str(Path(__file__).with_name("fake_worker.py"))
    chance = random.Random(11)
    ids = [put() for _ in range(2 * KILLS)]
    workers = [start(script, str(store.home), str(queue.LEASE_S)) for _ in range(3)]
    for _ in range(KILLS):
        time.sleep(chance.random())
        at = chance.randrange(3)
        workers[at].send_signal(signal.SIGKILL)
        workers[at].wait()
        workers[at] = start(script, str(store.home), str(queue.LEASE_S))

    def views() -> list[JobView]:
        with store.read() as connection:
            return [queue.one_job(connection, job_id) for job_id in ids]

    until(lambda: all(view.is_over for view in views()))
    done = [view for view in views() if view.state == "done"]
    unlucky = [view for view in views() if view.state != "done"]  # chance killed three workers of theirs in a row
    assert all(view.attempts >= queue.MOST_LOST and "got no further" in (view.error or "") for view in unlucky)
    assert len(unlucky) <= KILLS // queue.MOST_LOST // 2
    left = {str(path.relative_to(store.home)) for path in store.home.rglob("left.txt")}
    kept = {(view.result or {})["file"] for view in done}
    assert kept <= left
    others = {store.file(file).read_text().rpartition(" ")[2] for file in left - kept}
    assert others <= {view.id for view in unlucky}


@pytest.mark.slow
@pytest.mark.alone
def test_builds_and_batches_whose_workers_are_killed_end_whole(
    service: Service, start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "MOST_EXPLAIN_S", 0.1)
    monkeypatch.setenv("EASEL_BUILDS", "2")
    first = queued(service, tmp_path, 1)
    Worker(service.store, ["build"], poll_s=0.02).run(most_jobs=1)
    assert first.model_version_id is not None
    head, *rows = people_csv().splitlines(keepends=True)
    new = tmp_path / "new.csv"
    new.write_bytes(head + b"".join(rows) * N_COPIES)
    jobs = [queued(service, tmp_path, 6, algorithms=("lightgbm", "linear")) for _ in range(2)]
    jobs += [service.start_batch(first.model_version_id, new) for _ in range(4)]
    chance = random.Random(13)
    workers = [start("-m", "app.cli", "worker") for _ in range(3)]
    for _ in range(max(2, KILLS // 15)):
        until(lambda: service.workers_alive() or all(service.job(job.id).is_over for job in jobs))
        time.sleep(1.0 + 2 * chance.random())
        at = chance.randrange(3)
        workers[at].send_signal(signal.SIGKILL)
        workers[at].wait()
        workers[at] = start("-m", "app.cli", "worker")
    until(lambda: all(service.job(job.id).is_over for job in jobs))
    unlucky = [view for job in jobs if (view := service.job(job.id)).state != "done"]
    assert all("got no further" in (view.error or "") for view in unlucky)
    assert len(unlucky) <= KILLS // 15 // queue.MOST_LOST  # chance killed three workers of theirs in a row
    for view in unlucky:
        service.retry_job(view.id)
    until(lambda: all(service.job(job.id).is_over for job in jobs))
    views = [service.job(job.id) for job in jobs]
    assert {(view.state, view.error) for view in views} == {("done", None)}
    for view in views[:2]:
        assert view.model_version_id is not None
        assert read_bundle(service.bundle_path(view.model_version_id)).model == undisturbed(service, view)
    expected = {len(rows) * N_COPIES + 1}
    assert {len(service.batch_result(view.id).read_bytes().splitlines()) for view in views[2:]} == expected
    assert not [path for path in service.store.place("files/jobs").rglob("*") if path.is_file()]
