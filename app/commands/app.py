"""easel app: the web app with its workers."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from app.command import Command
from datasets.errors import EaselError, InputError


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="where it answers (default: EASEL_PORT, else 8501)")
    parser.add_argument("--host", help="on which address (default: EASEL_HOST, else localhost; 0.0.0.0 for all)")


def run(options: Namespace) -> int:
    from app.settings import settings

    chosen = settings()
    port = chosen.port if options.port is None else options.port
    host = options.host or chosen.host
    check_port(host, port)
    _check_store(chosen.home, chosen.database_url, chosen.files_url)
    return _keep_running(host, port, chosen.upload_mb)


def check_port(host: str, port: int) -> None:
    """Raises InputError when a server could not listen there."""
    if not 0 < port < 65536:
        raise InputError(f"The port must be a number from 1 to 65535; it is {port}.")
    places = _places(host, port)
    refusals = [refusal for place in places if (refusal := _refusal(*place)) is not None]
    taken = [error for error in refusals if error.errno in (errno.EADDRINUSE, errno.EACCES)]
    if taken or len(refusals) == len(places):
        reason = (taken or refusals)[0].strerror
        raise InputError(
            f"Port {port} on {host} must be free; it is not ({reason}). Give another one: easel app --port {port + 1}"
        )


def _places(host: str, port: int) -> list[tuple[socket.AddressFamily, object]]:
    """What a host name stands for: "localhost" is one place for each version of the internet protocol."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise InputError(
            f"The host must be an address of this computer; {host!r} is not ({error.strerror})."
        ) from error
    return [(family, place) for family, _, _, _, place in found]


def _refusal(family: socket.AddressFamily, place: Any) -> OSError | None:
    """Why nothing can listen at a place, or None."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        return error
    return None


def _check_store(home: Path, database_url: str, files_url: str) -> None:
    """The store is made here, once, before several processes open it; a wrong place is refused in a sentence."""
    from app.store.engine import open_store

    open_store(home, database_url, files_url).close()


def _keep_running(host: str, port: int, upload_mb: int) -> int:
    from app.jobs.supervisor import Supervised, Supervisor

    supervisor = Supervisor(
        [
            Supervised("page", server_command(host, port, upload_mb), restart=False),
            *(Supervised("worker", command, restart=True) for command in worker_commands()),
        ]
    )
    ended: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: ended.append(number))
    with supervisor:
        _say_where(host, port, ended)
        while not ended:
            if not supervisor.keep():
                raise EaselError("The web server ended by itself. Start it again: easel app")
            time.sleep(0.3)
    print("Easel has stopped; everything is kept.", file=sys.stderr)
    return 0


def server_command(host: str, port: int, upload_mb: int) -> list[str]:
    """How the web server is started."""
    script = Path(__file__).resolve().parents[1] / "main.py"
    flags = {
        "server.port": str(port),
        "server.address": host,
        "server.headless": "true",
        "server.maxUploadSize": str(upload_mb),
        "logger.level": "warning",
    }
    return [
        *(sys.executable, "-m", "streamlit", "run", str(script)),
        *(f"--{name}={value}" for name, value in flags.items()),
    ]


def worker_commands() -> list[list[str]]:
    """Two lanes: builds take minutes, so that previews and batches have a worker of their own."""
    from app.jobs.kinds import all_kinds

    short = ",".join(name for name in all_kinds() if name != "build")
    return [[sys.executable, "-m", "app.cli", "worker", "--kinds", kinds] for kinds in ("build", short)]


def _say_where(host: str, port: int, ended: list[int]) -> None:
    """Print the address once the server answers."""
    shown = "localhost" if host in ("0.0.0.0", "::", "") else host
    deadline = time.monotonic() + 60
    while not ended and time.monotonic() < deadline:
        try:
            with socket.create_connection((shown, port), timeout=1):
                print(f"Easel answers at http://{shown}:{port}. Ctrl-C stops it.", file=sys.stderr, flush=True)
                return
        except OSError:
            time.sleep(0.2)


COMMAND = Command("app", "open the web app, with its workers", 10, arguments, run)
