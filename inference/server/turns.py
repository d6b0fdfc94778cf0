"""Short work, one piece after another, with a look at the network now and then.

The event loop runs everything that is ready before it looks for what has arrived, so what arrives while hundreds of
requests are answered could be neither taken on nor refused. Looking after each would give most of the time to refusing
clients that try again at once. Here work goes on for SLICE_S, then the network has its turn.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

WAIT_S = 0.1  # a request that would wait longer is refused
SLICE_S = 0.05
FEWEST, MOST = 8, 512
_WEIGHT = 0.05  # of the last piece of work in the mean of all

T = TypeVar("T")


class Turns(Generic[T]):
    """The queue of one event loop."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[asyncio.Future[T], Callable[[], T]]] = deque()
        self._running = False
        self._mean_s = 0.0

    @property
    def room(self) -> int:
        """How many requests may be under way: as many as are answered within WAIT_S, going by the last ones."""
        return MOST if self._mean_s * MOST <= WAIT_S else max(FEWEST, int(WAIT_S / self._mean_s))

    async def do(self, work: Callable[[], T]) -> T:
        """What the work gives, or raises, when its turn has come."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.append((done, work))
        if not self._running:
            self._running = True
            loop.call_soon(self._next)
        return await done

    def _next(self) -> None:
        began = now = time.perf_counter()
        while self._waiting and now - began < SLICE_S:
            last = now
            _run(*self._waiting.popleft())
            now = time.perf_counter()
            self._mean_s += _WEIGHT * (now - last - self._mean_s)
        self._running = bool(self._waiting)
        if self._running:
            asyncio.get_running_loop().call_soon(self._next)


def _run(done: asyncio.Future[T], work: Callable[[], T]) -> None:
    if done.cancelled():
        return
    try:
        done.set_result(work())
    except Exception as error:
        done.set_exception(error)
