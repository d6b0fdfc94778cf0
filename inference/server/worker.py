"""One process of the server: it answers until it is told to end, or until the process that started it has gone."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence

import uvicorn

from inference.predictor import Model
from inference.server.app import create_app
from inference.server.settings import GRACE_S, Settings

KEEP_ALIVE_S = 75  # longer than the balancers in front of servers keep a connection
SWITCH_S = 0.001  # so long a large request may hold up a small one


class Worker(uvicorn.Server):
    """A server that tells when it has begun to listen, and ends with its parent."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell: Callable[[], None] | None = tell
        self._parent = os.getppid()

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second."""
        if self._tell is not None:
            self._tell()
            self._tell = None
        return await super().on_tick(counter) or os.getppid() != self._parent


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
