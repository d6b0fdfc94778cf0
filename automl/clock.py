"""The wall clock of a build: what is spent, what is left, what must stay in reserve for finishing."""

from __future__ import annotations

import math
import time
from collections.abc import Callable


class Clock:
    """Counts seconds since its creation (plus `already_s` spent before) against a budget, which may be infinite.

    `reserve_s` is what measuring, explaining and writing will need; `search_left` is the time for everything else."""

    def __init__(self, budget_s: float, already_s: float = 0.0, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._start = now() - already_s
        self.budget_s = budget_s
        least = min(0.3 * budget_s, 1.5 + 0.045 * budget_s)
        self.reserve_s = self.least_reserve_s = least if math.isfinite(least) else 0.0

    def elapsed(self) -> float:
        """Seconds since the start."""
        return self._now() - self._start

    def left(self) -> float:
        """Seconds until the budget ends; negative when it is over."""
        return self.budget_s - self.elapsed()

    def search_left(self) -> float:
        """Seconds until searching must end so that finishing stays within the budget."""
        return self.left() - self.reserve_s

    def reserve(self, extra_s: float) -> None:
        """Keeps `extra_s` seconds more than the least reserve for finishing, at most half of the budget."""
        self.reserve_s = min(self.least_reserve_s + extra_s, max(self.least_reserve_s, 0.5 * self.budget_s))

    def deadline(self, seconds: float) -> Callable[[], float]:
        """A function that gives the seconds left of an allowance that starts now, never more than `search_left`."""
        end = self._now() + seconds
        return lambda: min(end - self._now(), self.search_left())
