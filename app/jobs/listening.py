"""Whether the silence of other workers means something to this one.

It does not while this worker could not have heard them: for one lease after the database was out of reach, after the
computer slept, and after a clock was put forward or back.
"""

from __future__ import annotations

import time
from collections.abc import Callable

JUMP_S = 2.0  # between the shared clock and this process' own, from one look to the next


class Listening:
    """Give it to `claim` and `sweep` as `heard`. `lease_s`: how long others get to be heard of again."""

    def __init__(self, lease_s: float, own_clock: Callable[[], float] = time.monotonic) -> None:
        self._lease_s = lease_s
        self._own_clock = own_clock
        self._ahead: float | None = None
        self._deaf_until = own_clock()

    def missed(self) -> None:
        """The database could not be reached."""
        self._deaf_until = self._own_clock() + self._lease_s

    def __call__(self, at: float) -> bool:
        """Whether silence counts now; `at` is the moment by the shared clock."""
        ahead, before = at - self._own_clock(), self._ahead
        self._ahead = ahead
        if before is not None and abs(ahead - before) > JUMP_S:
            self.missed()
        return self._own_clock() >= self._deaf_until


__all__ = ["Listening"]
