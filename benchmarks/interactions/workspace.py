"""A workspace to measure in: the running app, a table of the catalogue in it, and a model that is built."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.job_records import JobView
from app.records import ModelView
from app.service import Service
from benchmarks.tables import Case

ROOT = Path(__file__).parents[2]
START_S = 60.0
BUSY_S = 900.0


@contextmanager
def running_app(home: Path) -> Iterator[str]:
    """The address of the app with its workers on this home folder, from the moment it answers."""
    port = _free_port()
    command = [sys.executable, "-m", "app.cli", "app", "--port", str(port)]
    environ = {**os.environ, "EASEL_HOME": str(home), "EASEL_AUTH": "off"}
    with (home / "app.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
        address = f"http://localhost:{port}"
        try:
            _wait_for(address, process)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@dataclass(frozen=True)
class Workspace:
    """A model of one table with a version that is ready."""

    service: Service
    model: ModelView

    @property
    def version_id(self) -> str:
        assert self.model.ready is not None
        return self.model.ready.id

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While a build of the same table runs; it is cancelled afterwards."""
        job = self.service.start_build(self.model.id, BUSY_S)
        try:
            wait_until(lambda: self._searching(job))
            yield
        finally:
            self.service.cancel_job(job.id)
            wait_until(lambda: self.service.job(job.id).is_over)

    def _searching(self, job: JobView) -> bool:
        seen = self.service.job(job.id)
        if seen.is_over:
            raise RuntimeError(f"The build that keeps the machine busy ended: {seen.error}")
        return seen.progress is not None and seen.progress.stage in ("portfolio", "search")


def prepared(home: Path, case: Case, budget_s: float) -> Workspace:
    """The workspace in the home folder, made by the app that runs on it when it is not there yet."""
    service = Service(home)
    found = [model for model in service.models() if model.name == case.name]
    model = found[0] if found else _model(service, case)
    if model.ready is None:
        job = service.start_build(model.id, budget_s)
        wait_until(lambda: service.job(job.id).is_over)
        if service.job(job.id).state != "done":
            raise RuntimeError(f"The build of {case.name} failed: {service.job(job.id).error}")
    return Workspace(service, service.model(model.id))


def _model(service: Service, case: Case) -> ModelView:
    version = service.import_file(case.path, name=case.name)
    made = service.create_model(version.id, case.name)
    names = service.table(version.id).names
    return service.update_model(
        made.id, target=case.target, exclude=[name for name in case.drop if name in names], problem=case.problem
    )


def wait_until(happens: object, seconds: float = 600.0) -> None:
    """Look five times a second whether `happens()` is true."""
    assert callable(happens)
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            raise RuntimeError(f"Waited {seconds:.0f} s in vain.")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"The app ended with code {process.returncode} before it answered.")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return True
        except OSError:
            return False

    wait_until(answers, START_S)
