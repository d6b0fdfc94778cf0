"""Where a server listens: a socket for each worker on one port, so that the system shares new connections out."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from datasets.errors import InputError

_UNUSABLE = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})

Place = tuple[socket.AddressFamily, Any]


@contextmanager
def bound_sockets(host: str, port: int, workers: int) -> Iterator[list[list[socket.socket]]]:
    """For every worker its sockets, bound but not listening: nobody can connect before somebody answers.

    Raises InputError when the host is none of this computer or the port is taken.
    """
    places = _usable(host, port)
    with ExitStack() as stack:
        yield [[stack.enter_context(_bound(place, shared=True)) for place in places] for _ in range(workers)]


def shown_address(host: str, port: int) -> str:
    """The address to tell a person."""
    name = "localhost" if host in ("0.0.0.0", "::", "") else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _usable(host: str, port: int) -> list[Place]:
    """What a host name stands for: "localhost" is one place for each version of the internet protocol."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise InputError(
            f"The host must be an address of this computer; {host!r} is not ({error.strerror})."
        ) from error
    places: list[Place] = []
    refusal: OSError | None = None
    for family, _, _, _, place in found:
        try:
            _bound((family, place), shared=False).close()
            places.append((family, place))
        except OSError as error:
            refusal = error
            if error.errno not in _UNUSABLE:
                break
    if refusal is not None and (not places or refusal.errno not in _UNUSABLE):
        raise InputError(
            f"Port {port} on {host} must be free; it is not ({refusal.strerror}). Give another one: --port {port + 1}"
        ) from refusal
    return places


def _bound(place: Place, *, shared: bool) -> socket.socket:
    family, address = place
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that asyncio sets TCP_NODELAY
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made
