"""How a fit learnt, round by round, thinned to what a picture needs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from automl.record import Curve

MOST_POINTS = 50
DIGITS = 6


def learning_curve(losses: Sequence[tuple[int, float]]) -> Curve | None:
    """At most MOST_POINTS of the pairs (round, validation loss), evenly spread, the first, last and lowest among them;
    None for fewer than two."""
    known = [(number, loss) for number, loss in losses if math.isfinite(loss)]
    if len(known) < 2:
        return None
    lowest = min(range(len(known)), key=lambda i: known[i][1])
    spread = np.linspace(0, len(known) - 1, min(len(known), MOST_POINTS - 1)).round().astype(int).tolist()
    shown = [known[i] for i in sorted({*spread, lowest})]
    return Curve(tuple(float(n) for n, _ in shown), tuple(float(f"{loss:.{DIGITS}g}") for _, loss in shown))


__all__ = ["MOST_POINTS", "learning_curve"]
