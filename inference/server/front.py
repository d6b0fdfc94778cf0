"""Before every request: it is counted, and refused at once when too many are waiting already.

A worker answers small requests one after the other. A queue without a bound would make all of them late, so what cannot
be answered soon is refused within microseconds: the client learns it while it can still go elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from inference.server.errors import error_body
from inference.server.metrics import Metrics
from inference.server.settings import INLINE_BYTES, MOST_LARGE
from inference.server.turns import Turns

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

INVOCATIONS = "/invocations"
PATHS = frozenset({INVOCATIONS, "/ping", "/schema", "/metrics", "/openapi.json", "/docs"})
BUSY = error_body("The server is busy with other requests. Send this one again in a second.")
_BUSY_START: Message = {
    "type": "http.response.start",
    "status": 503,
    "headers": [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(BUSY)).encode()),
        (b"retry-after", b"1"),
    ],
}
_BUSY_BODY: Message = {"type": "http.response.body", "body": BUSY}


class Front:
    """An ASGI application around another one. A request is large when it does not say that it is small."""

    def __init__(self, app: App, metrics: Metrics, turns: Turns[bytes]) -> None:
        self._app = app
        self._metrics = metrics
        self._turns = turns
        self._taken = {False: 0, True: 0}

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path = scope["path"]
        if path != INVOCATIONS:
            return await self._counted(scope, receive, send, path if path in PATHS else "other")
        large = is_large(scope["headers"])
        if self._taken[large] >= (MOST_LARGE if large else self._turns.room):
            await send(_BUSY_START)
            await send(_BUSY_BODY)
            return self._metrics.answered(INVOCATIONS, 503, 0.0)
        self._taken[large] += 1
        try:
            await self._counted(scope, receive, send, path)
        finally:
            self._taken[large] -= 1

    async def _counted(self, scope: Any, receive: Receive, send: Send, path: str) -> None:
        started, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self._metrics.answered(path, status, time.perf_counter() - started)


def is_large(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether a request is not known to be small, from its raw headers."""
    for name, value in headers:
        if name == b"content-length":
            return not value.isdigit() or int(value) > INLINE_BYTES
    return True


__all__ = ["INVOCATIONS", "Front", "is_large"]
