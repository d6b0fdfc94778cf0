"""The supervisor: restarts what dies, ends all together, and leaves nobody behind when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from app.jobs import supervisor as supervising
from app.jobs.supervisor import Supervised, Supervisor

SLEEP = "import time; time.sleep(60)"
PARENT = """
import sys, time
from app.jobs.supervisor import Supervised, Supervisor
with Supervisor([Supervised("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], restart=False)]) as s:
    print(s.supervised[0].process.pid, flush=True)
    time.sleep(60)
"""


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def sleeper(restart: bool, code: str = SLEEP) -> Supervised:
    return Supervised("sleeper", [sys.executable, "-c", code], restart)


def pid_of(one: Supervised) -> int:
    assert one.process is not None
    return one.process.pid


def test_a_worker_that_dies_is_started_again_and_all_end_together(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervising, "RESTART_S", 0.05)
    one, other = sleeper(True), sleeper(False)
    one.pause_s = 0.05
    with Supervisor([one, other]) as supervisor:
        first = pid_of(one)
        os.kill(first, signal.SIGKILL)
        until(lambda: supervisor.keep() and pid_of(one) != first)
        assert supervisor.keep()
        pids = [pid_of(one), pid_of(other)]
        os.kill(pid_of(other), signal.SIGKILL)
        until(lambda: not supervisor.keep())
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert "a sleeper ended (code -9) and is started again" in capfd.readouterr().err


def test_what_keeps_dying_is_started_more_and_more_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "RESTART_S", 0.01)
    one = sleeper(True, "raise SystemExit(3)")
    one.pause_s = 0.01
    with Supervisor([one]) as supervisor:
        until(lambda: supervisor.keep() and one.pause_s > 0.3)


def test_what_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "END_S", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    one = sleeper(False, deaf)
    with Supervisor([one]):
        time.sleep(0.5)
    assert one.process is not None
    assert one.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_nobody_is_left_when_the_supervisor_is_killed(root: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    parent = subprocess.Popen([sys.executable, "-c", PARENT], env=environment, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
