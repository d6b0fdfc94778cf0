"""A program and all it started: the most memory they held at one time, and how they are ended together."""

from __future__ import annotations

from contextlib import suppress
from threading import Event, Thread
from types import TracebackType

import psutil

EVERY_S = 0.25


class PeakMemory:
    """Watches a process tree while the `with` block runs; `peak_mb` is the largest sum of resident sets, in MB."""

    def __init__(self, pid: int) -> None:
        self.pid, self.peak_mb = pid, 0
        self._over = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(EVERY_S):
            self.peak_mb = max(self.peak_mb, _resident(self.pid) >> 20)


def end_family(pid: int) -> None:
    """Kills a process and its descendants."""
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _resident(pid: int) -> int:
    """Bytes, of the process and its descendants; 0 once it has ended."""
    total = 0
    for process in _family(pid):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total
