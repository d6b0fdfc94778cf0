"""Reading the body of a request: bounded in bytes and in time."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.types import Message

from inference.server.errors import RefusalError

BODY_S = 30.0


class ClientGoneError(Exception):
    """The client has gone before its request was whole."""


async def body_of(request: Request, most_bytes: int) -> bytes:
    """The whole body. Raises RefusalError when it has more than `most_bytes`, is packed, or takes more than BODY_S."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RefusalError(415, "The body must not be packed (Content-Encoding); send it as it is.")
    told = request.headers.get("content-length", "")
    _check(int(told) if told.isdigit() else 0, most_bytes)
    try:
        async with asyncio.timeout(BODY_S):
            return await _whole(request, most_bytes)
    except TimeoutError:
        raise RefusalError(408, f"The body must arrive within {BODY_S:g} seconds; it did not. Send it again.") from None


async def _whole(request: Request, most_bytes: int) -> bytes:
    message = await _next(request)
    if not message.get("more_body"):
        body = bytes(message.get("body", b""))
        _check(len(body), most_bytes)
        return body
    parts = bytearray(message.get("body", b""))
    while message.get("more_body"):
        message = await _next(request)
        parts += message.get("body", b"")
        _check(len(parts), most_bytes)
    return bytes(parts)


async def _next(request: Request) -> Message:
    message = await request.receive()
    if message["type"] == "http.disconnect":
        raise ClientGoneError
    return message


def _check(n_bytes: int, most_bytes: int) -> None:
    if n_bytes > most_bytes:
        raise RefusalError(
            413, f"A body may have at most {most_bytes:,} bytes; it has more. Send fewer rows at a time."
        )
