"""One process of the server: it answers until it is told to end, or until the process that started it has gone."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

import uvicorn

from inference.predictor import Model
from inference.server.app import create_app
from inference.server.settings import GRACE_S, Settings

KEEP_ALIVE_S = 75  # longer than the balancers in front of servers keep a connection
SWITCH_S = 0.001  # so long a large request may hold up a small one
LEAVE_S = 0.5  # so long clients are answered and sent away, once the server was told to end
CLOSE = (b"connection", b"close")


class Worker(uvicorn.Server):
    """A server that tells when it has begun to listen, and ends with its parent.

    Told to end, it goes on for LEAVE_S while there are connections and closes each with its next answer, so that no
    request is cut off that a client sends in good faith; told again, it ends at once.
    """

    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell: Callable[[], None] | None = tell
        self._parent = os.getppid()
        self._leaving: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called for SIGTERM and Ctrl-C."""
        if self._leaving is None:
            self._leaving = time.monotonic()
            self._send_away()
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second."""
        if self._tell is not None:
            self._tell()
            self._tell = None
        over = await super().on_tick(counter) or os.getppid() != self._parent
        if self._leaving is None:
            return over
        self._send_away()
        return over or not self.server_state.connections or time.monotonic() - self._leaving > LEAVE_S

    def _send_away(self) -> None:
        headers = self.server_state.default_headers
        if CLOSE not in headers:
            self.server_state.default_headers = [*headers, CLOSE]


def work(model: Model, settings: Settings, sockets: Sequence[socket.socket], tell: Callable[[], None]) -> None:
    """Serves an open model on sockets that are bound; calls `tell` once it listens. Returns when it was asked to end
    and every request under way is answered."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # uvicorn handles them while it runs and raises them again at its end
    sys.setswitchinterval(SWITCH_S)
    config = uvicorn.Config(
        create_app(model, settings),
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        loop="asyncio",
        ws="none",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    Worker(config, tell).run(list(sockets))
