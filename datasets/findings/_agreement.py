"""How much more alike two neighbouring rows answer than two rows drawn at random: 0 not at all, 1 always the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from datasets.relation import TargetValues, ranks

LEAST_PAIRS = 30


def agreement(aim: TargetValues, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> float:
    """Over the pairs of rows left[i], right[i] (p,): for classes Cohen's kappa, for numbers (in ranks, so that a few
    large ones do not decide) one less half the mean squared difference in variances, the intraclass correlation."""
    values = _values(aim)
    both = ~np.isnan(values[left]) & ~np.isnan(values[right])
    one, other = values[left[both]], values[right[both]]
    if len(one) < LEAST_PAIRS:
        return 0.0
    if aim.codes is not None:
        shares = np.unique(np.concatenate([one, other]), return_counts=True)[1] / (2 * len(one))
        chance = float((shares**2).sum())
        return float(((one == other).mean() - chance) / (1 - chance)) if chance < 1 else 0.0
    spread = float(np.var(np.concatenate([one, other])))
    return 1 - float(((one - other) ** 2).mean()) / 2 / spread if spread > 0 else 0.0


def _values(aim: TargetValues) -> npt.NDArray[np.float64]:
    if aim.codes is not None:
        return np.where(aim.codes < 0, np.nan, aim.codes.astype(np.float64))
    assert aim.numbers is not None
    known = ~np.isnan(aim.numbers)
    found = np.full(len(aim.numbers), np.nan)
    found[known] = ranks(aim.numbers[known])
    return found
