"""Starting and ending a server: the model is opened once, then a process is forked for each worker."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from datasets.errors import InputError
from inference.server.listening import bound_sockets, shown_address
from inference.server.settings import FOLDER_OF_METRICS, Settings

if TYPE_CHECKING:
    from inference.predictor import Model

_MEMORY = Path("/dev/shm")


def serve(settings: Settings) -> int:
    """Answers until SIGTERM or Ctrl-C; returns 0 when every request under way was answered.

    Raises InputError for a model that cannot be opened or a place that is taken, EaselError when workers keep ending.
    """
    if not hasattr(os, "fork"):
        raise InputError("The server needs Linux or macOS; on Windows, run the container.")
    with (
        _told_to_end() as ended,
        _folder_of_metrics(),
        bound_sockets(settings.host, settings.port, settings.workers) as sockets,
    ):
        model = open_model(settings.model)
        from inference.server.team import Team

        with Team(model, settings, sockets) as team:
            team.start()
            if team.wait_until_ready(ended):
                _say_where(settings, model)
            team.keep(ended)
    print("The server has stopped.", file=sys.stderr)
    return 0


def open_model(path: Path) -> Model:
    """The model in a bundle, in a folder that holds one, or in an unpacked one; it has answered once."""
    from inference.predictor import load

    model = load(bundle_in(path), quick_trees=False)
    model.predict({column.name: column.typical for column in model.manifest.asks})
    return model


def bundle_in(path: Path) -> Path:
    """The bundle that is meant: the path, or the only zip file in a folder that is not an unpacked bundle itself."""
    if not path.is_dir() or (path / "manifest.json").exists():
        return path
    found = sorted(path.glob("*.zip"))
    if len(found) != 1:
        names = ", ".join(one.name for one in found[:5]) or "none"
        raise InputError(f"The folder {path} must hold one model file (.zip) or an unpacked one; it holds {names}.")
    return found[0]


@contextmanager
def _told_to_end() -> Iterator[list[int]]:
    """A list that gets the number of every SIGTERM and Ctrl-C."""
    ended: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        signal.signal(number, lambda number, _: ended.append(number))
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _folder_of_metrics() -> Iterator[None]:
    """A folder for the numbers that workers share, in memory where possible: a container may be read-only."""
    before = os.environ.get(FOLDER_OF_METRICS)
    folder = tempfile.mkdtemp(prefix="easel-serve-", dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None)
    os.environ[FOLDER_OF_METRICS] = folder
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if before is None:
            os.environ.pop(FOLDER_OF_METRICS, None)
        else:
            os.environ[FOLDER_OF_METRICS] = before


def _say_where(settings: Settings, model: Model) -> None:
    workers = f"{settings.workers} workers" if settings.workers > 1 else "1 worker"
    name, place = model.manifest.name or "The model", shown_address(settings.host, settings.port)
    print(f"{name} answers at {place} with {workers}. Ctrl-C stops it.", file=sys.stderr, flush=True)
