"""Which candidates are stopped after their first folds, because others are far ahead of them there."""

from __future__ import annotations

import math
from collections.abc import Sequence

from automl.bench import Bench

FROM_CANDIDATES = 2
FROM_ROWS = 200
LOSS_RATIO = 1.3
NEW_FAMILY_RATIO = 2.5  # the first of its family may be further behind and still help the ensemble
SLACK = 0.02  # of the dullest model's loss: near a perfect score, ratios of losses mean nothing


def known_gains(gains: Sequence[float]) -> list[float]:
    """Those that are numbers."""
    return [gain for gain in gains if not math.isnan(gain)]


def is_far_behind(bench: Bench, gain: float, to_beat: float, *, is_new_family: bool) -> bool:
    """Whether a gain on the first folds loses by too much against the highest so far."""
    metric = bench.metric
    top = metric.best if metric.higher_is_better else -metric.best
    best_loss = top - to_beat
    ratio = NEW_FAMILY_RATIO if is_new_family else LOSS_RATIO
    slack = SLACK * (top - bench.dullest_gain)
    return top - gain > max(ratio * best_loss, best_loss + slack)


__all__ = ["FROM_CANDIDATES", "FROM_ROWS", "is_far_behind", "known_gains"]
