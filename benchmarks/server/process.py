"""A server of one's own: started as a process, watched, and ended."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).parents[2]
PORTS = range(20_000, 30_000)  # below those that systems give to outgoing connections
PORT_LOCKS = Path(tempfile.gettempdir()) / f"easel-ports-{os.getuid()}"
_HELD: list[IO[str]] = []  # the locks of the ports that this process was given


@dataclass(frozen=True)
class Served:
    """A running server; `started` is how many seconds it took until /ping answered."""

    port: int
    started: float
    process: subprocess.Popen[bytes]

    def memory_mb(self) -> float:
        """The memory of all its processes that no other process shares or of which it has a part (PSS), in MB."""
        parent = psutil.Process(self.process.pid)
        return sum(one.memory_full_info().pss for one in (parent, *parent.children(recursive=True))) / 1e6

    def stop(self, seconds: float = 30) -> int:
        """Asks it to end; gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


@contextmanager
def served(model: Path, *options: str) -> Iterator[Served]:
    """A server for a bundle on a free port of 127.0.0.1."""
    port = free_port()
    where = ("--host", "127.0.0.1", "--port", str(port))
    command = [sys.executable, "-m", "inference.server", str(model.resolve()), *where, *options]
    began = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            _wait(process, port)
            yield Served(port, time.monotonic() - began, process)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(30)


def free_port() -> int:
    """A port that nothing listens on, and that no other process is given here until this one has ended."""
    PORT_LOCKS.mkdir(exist_ok=True)
    for port in PORTS:
        lock = (PORT_LOCKS / str(port)).open("w")
        if _locked(lock.fileno()) and _listens_nobody(port):
            _HELD.append(lock)
            return port
        lock.close()
    raise RuntimeError(f"There is no free port from {PORTS.start} to {PORTS.stop - 1}.")


def _locked(file: int) -> bool:
    """Whether the lock was free; it is let go when the file is closed, at the latest with this process."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _listens_nobody(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return False
        return True


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/ping", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.01)
    raise RuntimeError(f"The server ended with code {process.returncode} before it answered.")
