"""When a boosting run ends: no gain on the validation rows for long enough, no time left, or all rounds done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from automl.contracts import FitRequest

PATIENCE_SHARE = 0.3
PATIENCE_ROUNDS = 20
LEAST_GAIN = 5e-4
FLOOR_SHARE = 0.2


@dataclass
class Stopping:
    """Watches the rounds of one run. `best_round` is the number of rounds worth keeping (1 at least).

    time_left  seconds that the run may still take
    patience   rounds without a gain of at least LEAST_GAIN (a share of the loss, or of a fifth of the first loss when
               that is more) that are allowed: 0.3 x the round of the last such gain + 20; on separable tables the
               loss would else fall for ever
    exactly    rounds to take and to keep, whatever time and losses say; None: as above
    told       hears of every round that has a validation loss
    """

    time_left: Callable[[], float]
    exactly: int | None = None
    told: Callable[[int, float], object] = field(default=lambda _round, _loss: None)
    best_round: int = 0
    best_loss: float = float("inf")
    out_of_time: bool = False
    gain_round: int = 0
    gain_loss: float = float("inf")
    floor: float = 0.0

    def after_round(self, number: int, loss: float | None) -> bool:
        """Takes note of round `number` (from 1) and its validation loss (None: no validation); True means stop."""
        if loss is not None:
            self.told(number, loss)
        if self.exactly is not None:
            self.best_round = number
            return number >= self.exactly
        if loss is None or loss < self.best_loss or self.best_round == 0:
            self.best_round = number
            self.best_loss = self.best_loss if loss is None else loss
        if self.gain_round == 0 and loss is not None:
            self.floor = FLOOR_SHARE * loss
        if loss is None or self.gain_round == 0 or self.gain_loss - loss > LEAST_GAIN * max(loss, self.floor):
            self.gain_round = number
            self.gain_loss = self.gain_loss if loss is None else loss
        self.out_of_time = self.time_left() <= 0
        return self.out_of_time or number - self.gain_round > PATIENCE_SHARE * self.gain_round + PATIENCE_ROUNDS


def stopping_of(request: FitRequest) -> Stopping:
    """As the request asks: by clock and validation loss, or at the round that an earlier fit kept."""
    exactly = None if request.effort is None else int(request.effort["rounds"])
    return Stopping(request.time_left, exactly, request.told)


__all__ = ["Stopping", "stopping_of"]
