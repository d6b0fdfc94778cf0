"""Larger steps where there is no time for many: a boosting run that would be cut short learns faster instead."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from automl.contracts import Effort, FitRequest

PROBE_ROUNDS = 8
ENOUGH = 15.0  # rounds x learning rate that a run should have time for; most tables want more
MOST_RATE = 0.3
LEAST_CHANGE = 1.1


@dataclass
class Pace:
    """The learning rate of one run. After PROBE_ROUNDS rounds their pace tells how many are affordable; when these,
    times the rate, are less than ENOUGH, the rate is raised, to at most MOST_RATE.

    rate       learning rate at the start
    time_left  seconds that the run may still take
    ordered    rounds after which the rate changes, and to what, whatever the clock says; None: as above
    changes    those that were made, as pairs [round, rate]
    """

    rate: float
    time_left: Callable[[], float]
    ordered: dict[int, float] | None = None
    changes: list[list[float]] = field(default_factory=list)
    now: Callable[[], float] = time.monotonic
    _first_s: float = 0.0

    def after_round(self, number: int) -> float | None:
        """Takes note of round `number` (from 1); the rate for the rounds to come when it changes, else None."""
        if self.ordered is not None:
            return self._changed(number, self.ordered[number]) if number in self.ordered else None
        if number == 1:
            self._first_s = self.now()
        if number != PROBE_ROUNDS or math.isinf(left := self.time_left()):
            return None
        affordable = number + left * (number - 1) / max(self.now() - self._first_s, 1e-9)
        wanted = min(MOST_RATE, ENOUGH / affordable)
        return self._changed(number, wanted) if wanted > LEAST_CHANGE * self.rate else None

    def _changed(self, number: int, rate: float) -> float:
        self.changes.append([number, rate])
        return rate

    def effort(self, rounds: int) -> Effort:
        """How far a run went that kept so many rounds."""
        kept = [change for change in self.changes if change[0] < rounds]
        return {"rounds": rounds} | ({"rates": kept} if kept else {})


def pace_of(request: FitRequest, rate: float) -> Pace:
    """As the request asks: by the clock, or as an earlier fit did it."""
    if request.effort is None:
        return Pace(rate, request.time_left)
    return Pace(rate, request.time_left, {int(number): float(to) for number, to in request.effort.get("rates", [])})


__all__ = ["Pace", "pace_of"]
