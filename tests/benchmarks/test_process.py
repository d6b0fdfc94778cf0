"""Ports for servers of one's own: two processes that ask at the same time are never given the same one."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from benchmarks.server import process
from benchmarks.server.process import free_port


def test_a_port_is_given_to_nobody_else(python: str, root: Path) -> None:
    ours = [free_port() for _ in range(3)]
    code = "from benchmarks.server.process import free_port; print(*(free_port() for _ in range(3)))"
    done = subprocess.run([python, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert len({*ours, *map(int, done.stdout.split())}) == 6


def test_a_port_that_somebody_listens_on_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setattr(process, "PORT_LOCKS", tmp_path)
    monkeypatch.setattr(process, "PORTS", range(port, port + 1))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(RuntimeError, match="There is no free port"):
            free_port()
    assert free_port() == port
