"""Keeps the processes of the app running: restarts a worker that died, ends all of them together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # where the packages lie, installed or not
END_S = 15.0
RESTART_S = 1.0
LONGEST_RESTART_S = 30.0


@dataclass
class Supervised:
    """A process to keep: its name for people and its command; `restart`: start it again when it ends by itself, after
    a pause that doubles while it keeps dying young."""

    name: str
    command: Sequence[str]
    restart: bool
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started: float = 0.0
    pause_s: float = RESTART_S

    def start(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(_search_path())}
        self.process = subprocess.Popen(
            self.command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends the others in order
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        self.started = time.monotonic()


class Supervisor:
    """Use as a context manager: starts all, and ends all (SIGTERM, after END_S seconds SIGKILL)."""

    def __init__(self, supervised: Sequence[Supervised]) -> None:
        self.supervised = tuple(supervised)

    def __enter__(self) -> Supervisor:
        for one in self.supervised:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        running = [one.process for one in self.supervised if one.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + END_S
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def keep(self) -> bool:
        """Look once, restart what died; False when something died that is not to be restarted. Call it often."""
        for one in self.supervised:
            if one.process is None or one.process.poll() is None:
                continue
            if not one.restart:
                return False
            self._restart(one, one.process.returncode)
        return True

    def _restart(self, one: Supervised, code: int) -> None:
        lived = time.monotonic() - one.started
        if lived < one.pause_s:
            return
        one.pause_s = RESTART_S if lived > LONGEST_RESTART_S else min(2 * one.pause_s, LONGEST_RESTART_S)
        print(f"easel: a {one.name} ended (code {code}) and is started again.", file=sys.stderr, flush=True)
        one.start()


def _search_path() -> list[str]:
    given = os.environ.get("PYTHONPATH", "")
    return [str(ROOT), *(part for part in given.split(os.pathsep) if part)]


def _die_with_parent() -> None:
    """Linux: the kernel ends this process when its parent is gone, however that came."""
    import ctypes
    import signal

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
