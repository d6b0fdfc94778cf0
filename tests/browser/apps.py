"""The real app for browser tests: `easel app` on a port, with a home folder of its own and its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

START_S = 60.0


@dataclass(frozen=True)
class App:
    """A running app; `process` keeps its other processes, which end with it."""

    address: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As if the computer had been switched off: returns when what it had started has ended, too."""
        self.process.kill()
        self.process.wait(20)
        deadline = time.monotonic() + START_S
        while _answers(self.address):
            assert time.monotonic() < deadline
            time.sleep(0.2)


@contextmanager
def running_app(home: Path, port: int) -> Iterator[App]:
    """The app from the moment it answers; what it says on its terminal is shown when it does not start."""
    log = home / "app.log"
    command, folder = _easel(home)
    environ = {**os.environ, "EASEL_HOME": str(home / "easel"), "OMP_NUM_THREADS": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "app", "--port", str(port)],
            cwd=folder,
            env=environ,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://localhost:{port}"
            wait_for(address, process, log)
            yield App(address, process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _easel(home: Path) -> tuple[list[str], Path]:
    """The installed command, run from a foreign folder as people do; in a checkout not installed, its module."""
    installed = Path(sys.executable).with_name("easel")
    if installed.exists():
        return [str(installed)], home
    return [sys.executable, "-m", "app.cli"], Path(__file__).resolve().parents[2]


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the app answers; else fails with what it said."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _answers(address):
            return
        time.sleep(0.2)
    pytest.fail(f"The app did not start within {START_S:.0f} s. It said:\n{log.read_text(errors='replace')[-3000:]}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False
