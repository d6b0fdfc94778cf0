"""A disk that is really full: the worker waits with its result, and goes on when there is room."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.job_records import JobView
from app.jobs import queue
from app.store.engine import Store, open_store

pytestmark = pytest.mark.slow
MEGABYTES = 6
PATIENCE_S = 60.0


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system with little room."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root may mount the small file system that this test fills")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_job_that_ends_on_a_full_disk_is_kept_until_there_is_room(
    small: Path, tmp_path: Path, python: str, root: Path
) -> None:
    store = open_store(small / "home")
    job_id = _put(store, 3.0)
    script = str(Path(__file__).with_name("fake_worker.py"))
    environment = {**os.environ, "PYTHONPATH": str(root), "EASEL_DATABASE_URL": ""}
    with (tmp_path / "said").open("wb") as said:
        worker = subprocess.Popen([python, script, str(small / "home"), "8"], env=environment, stderr=said)
    try:
        _until(lambda: _look(store, job_id).state == "running")
        fill(small / "filler")
        _until(lambda: "is full. Free some space" in (tmp_path / "said").read_text())
        time.sleep(3.0)  # the job is over, and nothing can be written down
        assert _look(store, job_id).state == "running"
        (small / "filler").unlink()
        _until(lambda: _look(store, job_id).is_over)
    finally:
        worker.kill()
        worker.wait()
    view = _look(store, job_id)
    assert (view.state, view.error, view.attempts) == ("done", None, 1)
    assert view.result is not None
    assert store.file(view.result["file"]).read_text() == f"left behind by {job_id}"
    store.close()


def fill(path: Path) -> None:
    """Write until there is no room for another byte."""
    with suppress(OSError), path.open("wb", buffering=0) as file:
        for size in (65_536, 512, 1):
            with suppress(OSError):
                while True:
                    file.write(b"0" * size)


def _put(store: Store, seconds: float) -> str:
    with store.write() as connection:
        return queue.enqueue(connection, "fake", "A fake job", {"seconds": seconds})


def _look(store: Store, job_id: str) -> JobView:
    with store.read() as connection:
        return queue.one_job(connection, job_id)


def _until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.05)
