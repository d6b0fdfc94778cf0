"""Probabilities do not mean what they say, by more than chance gives."""

from __future__ import annotations

import numpy as np

from automl.insights import Alert
from automl.record import Calibration
from automl.watch._rule import Evidence, Rule

HALF_NORMAL = 0.7979  # mean distance from 0 of a standard normal number


def expected_error(found: Calibration) -> float:
    """The calibration error that right probabilities would show on so few rows."""
    said, n = np.clip(np.asarray(found.predicted), 0.0, 1.0), np.asarray(found.counts, dtype=np.float64)
    return float((n / n.sum() * HALF_NORMAL * np.sqrt(said * (1 - said) / n)).sum())


def _check(seen: Evidence) -> Alert | None:
    found = seen.evaluation.calibration if seen.evaluation is not None else None
    if found is None or not found.counts:
        return None
    chance = expected_error(found)
    off = found.error - chance
    if off < RULE.threshold:
        return None
    over = sum(n * (s - h) for n, s, h in zip(found.counts, found.predicted, found.happened, strict=True)) > 0
    sentence = (
        f"What it says and what happens differ by {100 * found.error:.1f} percentage points on average, where chance "
        f"alone gives {100 * chance:.1f}; on the whole it says too {'much' if over else 'little'}."
    )
    advice = (
        "Use the order of the rows, not the probabilities themselves, or look at the reliability diagram before you "
        "calculate with them. More rows, or a goal such as log loss or Brier score, make them better."
    )
    return Alert(RULE.name, "Probabilities are off", sentence, off, RULE.threshold, advice)


RULE = Rule("probabilities_off", "Probabilities off", 0.05, 60, "measure", _check)
