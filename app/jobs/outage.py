"""What a worker says and how long it waits while the database is away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SHORTEST_S = 0.5
LONGEST_S = 3.0  # less than app.jobs.queue.GRACE_S: silent workers are not given up before they can try again


class Outage:
    """Tells the beginning and the end of an outage once each, whichever thread meets it first."""

    def __init__(self, say: Callable[[str], object], own_clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._own_clock = own_clock
        self._since = 0.0
        self._met_by: set[int] = set()
        self._lock = threading.Lock()

    def met(self, error: Exception) -> float:
        """The database did not answer. Returns the seconds to wait before the next try: a tenth of the time that it
        has been away, within SHORTEST_S and LONGEST_S."""
        with self._lock:
            if first := not self._met_by:
                self._since = self._own_clock()
            self._met_by.add(threading.get_ident())
            away_s = self._own_clock() - self._since
        if first:
            self._say(f"{error} Work goes on by itself as soon as it can be used again.")
        return min(LONGEST_S, max(SHORTEST_S, away_s / 10))

    def over(self) -> bool:
        """The database answered this thread; True when that ends the outage for all."""
        with self._lock:
            mine = threading.get_ident() in self._met_by
            self._met_by.discard(threading.get_ident())
            ended = mine and not self._met_by
        if ended:
            self._say(f"The database can be used again, after {self._own_clock() - self._since:.0f} s.")
        return ended


__all__ = ["Outage"]
