"""easel app: the web app with its workers."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from app.command import Command
from app.people import mode
from app.people.mode import Mode
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
    signing_in = mode.resolved(chosen.auth, host)
    os.environ[mode.IN_FORCE] = signing_in  # the server that is started here reads it
    first = _check_store(chosen.home, chosen.database_url, chosen.files_url, signing_in)
    if signing_in == "off" and not mode.is_local(host):
        print(mode.OFF_ALOUD, file=sys.stderr, flush=True)
    return _keep_running(host, port, server_command(host, port, chosen.upload_mb), first)


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


def _check_store(home: Path, database_url: str, files_url: str, signing_in: Mode) -> str | None:
    """The store is made here, once, before several processes open it; a wrong place is refused in a sentence. Returns
    the token of the link that makes the administrator, where people sign in and there is none."""
    from app.people.accounts import Accounts
    from app.store.engine import open_store

    store = open_store(home, database_url, files_url)
    try:
        return None if signing_in == "off" else Accounts(store).first_link()
    finally:
        store.close()


def _keep_running(host: str, port: int, server: list[str], first: str | None) -> int:
    from app.jobs.supervisor import Supervised, Supervisor

    supervisor = Supervisor(
        [
            Supervised("page", server, restart=False),
            *(Supervised("worker", command, restart=True) for command in worker_commands()),
        ]
    )
    ended: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: ended.append(number))
    with supervisor:
        _say_where(host, port, ended, first)
        while not ended:
            if not supervisor.keep():
                raise EaselError("The web server ended by itself. Start it again: easel app")
            time.sleep(0.3)
    print("Easel has stopped; everything is kept.", file=sys.stderr)
    return 0


def server_command(host: str, port: int, upload_mb: int) -> list[str]:
    """How the web server is started."""
    script = Path(__file__).resolve().parents[1] / "served.py"
    flags = {
        "server.port": str(port),
        "server.address": host,
        "server.headless": "true",
        "browser.serverAddress": "localhost",  # else Streamlit asks the internet for this computer's address
        "server.maxUploadSize": str(upload_mb),
        "logger.level": "warning",
    }
    return [
        *(sys.executable, "-m", "streamlit", "run", str(script)),
        *(f"--{name}={value}" for name, value in flags.items()),
    ]


def worker_commands() -> list[list[str]]:
    """Two lanes: builds take minutes, so that previews and batches have a worker of their own, and builds give way to
    pages and to those."""
    from app.jobs.kinds import all_kinds

    short = ",".join(name for name in all_kinds() if name != "build")
    worker = [sys.executable, "-m", "app.cli", "worker", "--kinds"]
    return [[*worker, "build", "--give-way"], [*worker, short]]


def _say_where(host: str, port: int, ended: list[int], first: str | None) -> None:
    """Print the address once the server answers, and the link that makes the administrator."""
    shown = "localhost" if host in ("0.0.0.0", "::", "") else host
    deadline = time.monotonic() + 60
    while not ended and time.monotonic() < deadline:
        try:
            with socket.create_connection((shown, port), timeout=1):
                print(f"Easel answers at http://{shown}:{port}. Ctrl-C stops it.", file=sys.stderr, flush=True)
                if first is not None:
                    print(_first_words(f"http://{shown}:{port}/welcome/{first}"), file=sys.stderr, flush=True)
                return
        except OSError:
            time.sleep(0.2)


def _first_words(link: str) -> str:
    return (
        f"People sign in here, and there is no administrator yet. Whoever opens this link becomes the one; it works "
        f"once, for a day:\n\n    {link}\n\n(from elsewhere, put the name of this computer in the place of the "
        "first part)"
    )


COMMAND = Command("app", "open the web app, with its workers", 10, arguments, run)
