"""What starting a server for tests takes: its program, a free port, an ordinary user, and patience."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ORDINARY = "nobody"  # servers refuse to run as root
START_S = 60.0


@dataclass(frozen=True)
class Server:
    """A server that is running on this computer, and whom it lets in."""

    host: str
    port: int
    user: str
    password: str
    database: str

    def address(self, scheme: str, password: str | None = None) -> str:
        """The address without a password, or with this one."""
        secret = "" if password is None else f":{password}"
        return f"{scheme}://{self.user}{secret}@{self.host}:{self.port}/{self.database}"


def program(name: str, *folders: str) -> str | None:
    """Where a program is: in one of the folders (wild cards allowed, the last match counts), or on the path."""
    for folder in folders:
        found = sorted(Path("/").glob(f"{folder.lstrip('/')}/{name}"))
        if found:
            return str(found[-1])
    return shutil.which(name)


@contextmanager
def own_folder() -> Iterator[Path]:
    """A temporary folder that the ordinary user owns."""
    folder = Path(tempfile.mkdtemp(prefix="easel-server-"))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, ORDINARY)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str], folder: Path) -> None:
    """Runs a command to its end as the ordinary user; its words are in the error when it fails."""
    done = subprocess.run(
        command, cwd=folder, user=_user(), capture_output=True, text=True, timeout=START_S, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


@contextmanager
def running(
    command: Sequence[str],
    folder: Path,
    answers: Callable[[], bool],
    end: int = signal.SIGTERM,
    own_user: bool = False,
) -> Iterator[None]:
    """Runs a server as the ordinary user (`own_user`: as the user of the tests) while the block runs, from the moment
    it answers; `end` is the signal that ends it."""
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=folder, user=None if own_user else _user(), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + START_S
        while not answers():
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]} does not answer: {log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield
    finally:
        server.send_signal(end)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _user() -> str | None:
    return ORDINARY if os.getuid() == 0 else None
