"""The workers of a server: started, replaced when one ends, and ended together."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Sequence
from multiprocessing import connection, get_context
from multiprocessing.context import ForkProcess
from types import TracebackType

from datasets.errors import EaselError
from inference.predictor import Model
from inference.server.settings import GRACE_S, Settings
from inference.server.worker import work

LOOK_S = 0.1
MOST_ENDS = 5  # so many in a minute are no accident
_FORK = get_context("fork")


class Team:
    """Processes that share an open model, one for each list of sockets."""

    def __init__(self, model: Model, settings: Settings, sockets: Sequence[Sequence[socket.socket]]) -> None:
        self._model = model
        self._settings = settings
        self._sockets = sockets
        self._processes: list[ForkProcess] = []
        self._ready, self._tell = _FORK.Pipe(duplex=False)
        self._ends: list[float] = []

    def __enter__(self) -> Team:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._end()

    def start(self) -> None:
        """Forks all workers."""
        self._processes = [self._forked(sockets) for sockets in self._sockets]

    def wait_until_ready(self, ended: list[int]) -> bool:
        """Waits until every worker listens; False when the server was told to end meanwhile."""
        ready = 0
        while ready < len(self._processes) and not ended:
            if self._ready.poll(LOOK_S):
                self._ready.recv()
                ready += 1
            self._replace()
        return not ended

    def keep(self, ended: list[int]) -> None:
        """Replaces workers that end, until the server is told to end. Raises EaselError when they keep ending."""
        while not ended:
            connection.wait([process.sentinel for process in self._processes], LOOK_S)
            while self._ready.poll():
                self._ready.recv()
            if not ended:
                self._replace()

    def _replace(self) -> None:
        for place, process in enumerate(self._processes):
            if process.is_alive():
                continue
            now = time.monotonic()
            self._ends = [*(then for then in self._ends if now - then < 60), now]
            if len(self._ends) > MOST_ENDS:
                raise EaselError(
                    f"The workers of the server keep ending (the last one with code {process.exitcode}). "
                    "Look at what they wrote above; a model that needs more memory than there is ends like this, too."
                )
            print(f"easel: a worker ended with code {process.exitcode}; another one takes over.", file=sys.stderr)
            self._processes[place] = self._forked(self._sockets[place])

    def _forked(self, sockets: Sequence[socket.socket]) -> ForkProcess:
        process = _FORK.Process(target=self._run, args=(sockets,))
        process.start()
        return process

    def _run(self, sockets: Sequence[socket.socket]) -> None:
        work(self._model, self._settings, sockets, lambda: self._tell.send(os.getpid()))

    def _end(self) -> None:
        for process in self._processes:
            process.terminate()
        deadline = time.monotonic() + GRACE_S + 1
        for process in self._processes:
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
