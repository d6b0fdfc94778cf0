"""A client that sends single rows over many connections, at a given rate or as fast as they are answered.

Each connection carries one request at a time. At a given rate a request is due at its own moment, whether or not
earlier ones are answered, and its time counts from that moment: a server that falls behind cannot hide it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

MOST_CONNECTIONS = 512
PATIENCE_S = 30.0


@dataclass
class Load:
    """What came of a load: `statuses` counts answers (0: the connection broke), `times` holds the seconds of those with
    status 200, `sent` requests went out in `seconds`."""

    sent: int = 0
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests sent a second."""
        return self.sent / self.seconds

    @property
    def answered(self) -> float:
        """Answers with status 200 a second."""
        return self.statuses[200] / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share (0..100) of the answers with status 200 came."""
        return float(np.percentile(self.times, share)) * 1000 if self.times else float("nan")


def http_request(body: bytes, media_type: str = "application/json") -> bytes:
    """A POST to /invocations as it goes over the wire."""
    head = f"POST /invocations HTTP/1.1\r\nHost: a\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def drive(port: int, requests: Sequence[bytes], seconds: float, connections: int, rate: float | None = None) -> Load:
    """Sends requests in turn for so many seconds and waits for the last answers. Without a rate, `connections` send as
    fast as they are answered; with one, so many requests a second go out over up to MOST_CONNECTIONS."""
    return asyncio.run(_Driver(port, requests, seconds, rate).run(connections))


class _Driver:
    def __init__(self, port: int, requests: Sequence[bytes], seconds: float, rate: float | None) -> None:
        self.port, self.requests, self.seconds, self.rate = port, requests, seconds, rate
        self.load = Load()
        self.free: list[_Connection] = []
        self.due: deque[float] = deque()
        self.started = self.end = 0.0

    async def run(self, connections: int) -> Load:
        loop = asyncio.get_running_loop()
        made = [await self._connect(loop) for _ in range(connections)]
        self.started = time.perf_counter()
        self.end = self.started + self.seconds
        if self.rate is None:
            self.free.clear()
            for connection in made:
                connection.send(time.perf_counter())
            await asyncio.sleep(self.seconds)
        else:
            made += await self._on_time(loop)
        self.load.seconds = time.perf_counter() - self.started
        patience = time.perf_counter() + PATIENCE_S
        while any(connection.began is not None for connection in made) and time.perf_counter() < patience:
            await asyncio.sleep(0.02)
        for connection in made:
            connection.close()
        return self.load

    async def _on_time(self, loop: asyncio.AbstractEventLoop) -> list[_Connection]:
        assert self.rate is not None
        more: list[_Connection] = []
        n_due = 0
        while (now := time.perf_counter()) < self.end:
            n_now = int((now - self.started) * self.rate)
            self.due.extend(self.started + number / self.rate for number in range(n_due, n_now))
            n_due = n_now
            while self.due and self.free:
                self.free.pop().send(self.due.popleft())
            if self.due and len(more) < MOST_CONNECTIONS:
                more.append(await self._connect(loop))
            await asyncio.sleep(0.001)
        return more

    async def _connect(self, loop: asyncio.AbstractEventLoop) -> _Connection:
        _, connection = await loop.create_connection(lambda: _Connection(self), "127.0.0.1", self.port)
        self.free.append(connection)
        return connection

    def answered(self, connection: _Connection, status: int, seconds: float) -> None:
        self.load.statuses[status] += 1
        if status == 200:
            self.load.times.append(seconds)
        now = time.perf_counter()
        if not status or connection.over or now >= self.end:
            return
        if self.rate is None:
            connection.send(now)
        elif self.due:
            connection.send(self.due.popleft())
        else:
            self.free.append(connection)


class _Connection(asyncio.Protocol):
    def __init__(self, driver: _Driver) -> None:
        self.driver = driver
        self.began: float | None = None
        self.buffer = b""
        self.over = False  # the server has said that it closes

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def send(self, due: float) -> None:
        load = self.driver.load
        self.began = due
        self.transport.write(self.driver.requests[load.sent % len(self.driver.requests)])
        load.sent += 1

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        told = head.lower()
        length = int(told.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        self.over |= b"connection: close" in told
        if len(body) >= length:
            status, self.buffer = int(head[9:12]), b""
            self._done(status)

    def connection_lost(self, _: Exception | None) -> None:
        self._done(0)

    def close(self) -> None:
        self.began = None
        self.transport.close()

    def _done(self, status: int) -> None:
        if self.began is not None:
            seconds, self.began = time.perf_counter() - self.began, None
            self.driver.answered(self, status, seconds)
