"""A client that calls an ASGI application as a server would, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        """The error, in the one shape that there is."""
        assert self.headers["content-type"] == "application/json"
        document = self.json
        assert list(document) == ["error"]
        assert list(document["error"]) == ["message", "column", "row"]
        found: dict[str, Any] = document["error"]
        assert found["message"].endswith((".", "}"))
        return found


class Client:
    """Sends requests to an application, each in an event loop of its own unless they are sent together."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def get(self, path: str, method: str = "GET") -> Answer:
        return asyncio.run(self.send(method, path, {}, [b""]))

    def post(self, body: bytes | str | Any, content_type: str = "application/json", **headers: str) -> Answer:
        """Posts to /invocations: bytes and texts as they are, anything else as JSON."""
        return self.together([body], content_type, **headers)[0]

    def together(self, bodies: Sequence[Any], content_type: str = "application/json", **headers: str) -> list[Answer]:
        """Posts all bodies at the same moment."""

        async def all_at_once() -> list[Answer]:
            return await asyncio.gather(*(self.send("POST", "/invocations", sent, [body]) for sent, body in requests))

        encoded = [_encoded(body) for body in bodies]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        common = {**({"content-type": content_type} if content_type else {}), **named}
        requests = [({"content-length": str(len(body)), **common}, body) for body in encoded]
        return asyncio.run(all_at_once())

    async def send(self, method: str, path: str, headers: dict[str, str], parts: Sequence[bytes]) -> Answer:
        """One request whose body comes in parts."""
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        coming = [
            {"type": "http.request", "body": part, "more_body": number < len(parts)}
            for number, part in enumerate(parts, 1)
        ]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return coming.pop(0) if coming else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], told, b"".join(message["body"] for message in sent[1:]))


def _encoded(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()
