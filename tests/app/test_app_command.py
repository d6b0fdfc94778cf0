"""`easel app`: the web app answers, its workers are there, and everything ends together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from app.cli import main
from app.commands.app import server_command, worker_commands
from app.jobs.kinds import all_kinds
from app.service import Service
from benchmarks.server.process import free_port


def test_a_port_that_is_taken_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["app", "--port", str(port), "--host", "127.0.0.1"]) == 2
    told = capsys.readouterr().err
    assert f"Port {port} on 127.0.0.1 must be free; it is not" in told
    assert f"easel app --port {port + 1}" in told
    assert main(["app", "--host", "no.such.host.invalid"]) == 2
    assert "must be an address of this computer" in capsys.readouterr().err
    assert main(["app", "--port", "70000"]) == 2
    assert "from 1 to 65535" in capsys.readouterr().err


def test_every_kind_of_work_has_a_lane_and_builds_one_of_their_own() -> None:
    lanes = [command[command.index("--kinds") + 1].split(",") for command in worker_commands()]
    assert sorted(kind for lane in lanes for kind in lane) == sorted(all_kinds())
    assert ["build"] in lanes


def test_the_server_is_told_where_to_answer() -> None:
    command = server_command("0.0.0.0", 9000, 50)
    assert Path(command[command.index("run") + 1]).is_file()
    assert {"--server.port=9000", "--server.address=0.0.0.0", "--server.maxUploadSize=50"} <= set(command)


@pytest.mark.slow
def test_the_app_starts_works_and_stops(python: str, root: Path, tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(root), "EASEL_HOME": str(tmp_path)}
    command = [python, "-m", "app.cli", "app", "--port", str(port)]
    app = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        assert app.stderr is not None
        assert app.stderr.readline() == f"Easel answers at http://localhost:{port}. Ctrl-C stops it.\n"
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=10) as answer:
            assert answer.read() == b"ok"
        service = Service(tmp_path)
        until(lambda: service.workers_alive() == 2)
        children = psutil.Process(app.pid).children()
        worker = next(child for child in children if "build" in child.cmdline())
        worker.kill()
        until(lambda: len(psutil.Process(app.pid).children()) == 3 and not worker.is_running())
        children = psutil.Process(app.pid).children()
        service.store.close()
        app.send_signal(signal.SIGTERM)
        _, told = app.communicate(timeout=40)
        assert app.returncode == 0
        assert told.endswith("Easel has stopped; everything is kept.\n")
        assert not any(child.is_running() for child in children)
    finally:
        app.kill()
        app.wait()


def until(condition: object, seconds: float = 60.0) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
