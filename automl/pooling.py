"""How the class probabilities of a team become one: their weighted mean, or their weighted geometric mean.

The geometric mean, normalised, is the logarithmic opinion pool (Genest and Zidek 1986, "Combining probability
distributions: a critique and an annotated bibliography"): members that are sure of a class count for more than those
that are not. Its weights are fitted to the log loss of out-of-fold answers and held near those of the mean.
Notation: v rows, c classes, q members; answers (v, c), weights (q,) that sum to 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from automl.calibrate import SMALLEST
from automl.contracts import Array, Pool
from automl.ensemble import Gain, cross_fitted, mix

PULL = 0.01
LEAST_ROWS = 100
LEAST, MOST = 1e-3, 20.0


def pooled(answers: Sequence[Array], weights: Array, pool: Pool) -> Array:
    """(v, c) the answers of a team, before they are calibrated."""
    return geometric_mean(answers, weights) if pool == "log" else mix(answers, weights)


def geometric_mean(answers: Sequence[Array], weights: Array) -> Array:
    """(v, c) softmax of the weighted mean of log probabilities, those below SMALLEST being taken for it; the same
    formula as in the graph."""
    logs = np.zeros_like(answers[0])
    for answer, weight in zip(answers, weights, strict=True):
        if weight:
            logs += weight * np.log(np.clip(answer, SMALLEST, 1.0))
    powers = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def pool_weights(answers: Sequence[Array], y: npt.NDArray[np.int64], start: Array) -> Array:
    """(q,) weights of the geometric mean with the least log loss on classes `y` (v,): found by L-BFGS from the weights
    `start`, with PULL x their squared distance from it, then made to sum to 1 (how sure the team is as a whole is for
    the temperature to say). Members without weight stay without."""
    from scipy.optimize import minimize

    used = np.flatnonzero(start)
    if len(used) < 2:
        return start
    logs = np.stack([np.log(np.clip(answers[i], SMALLEST, 1.0)) for i in used.tolist()])
    own = logs[:, np.arange(len(y)), y]

    def loss(weights: Array) -> tuple[float, Array]:
        mixed = np.tensordot(weights, logs, 1)
        mixed -= mixed.max(axis=1, keepdims=True)
        powers = np.exp(mixed)
        shares = powers / powers.sum(axis=1, keepdims=True)
        apart = weights - start[used]
        given = np.log(np.clip(shares[np.arange(len(y)), y], 1e-300, None))
        slope = (np.einsum("qvc,vc->q", logs, shares) - own.sum(axis=1)) / len(y)
        return float(PULL * apart @ apart - given.mean()), slope + 2 * PULL * apart

    found = minimize(loss, start[used], jac=True, method="L-BFGS-B", bounds=[(LEAST, MOST)] * len(used)).x
    weights = np.zeros_like(start)
    weights[used] = found / found.sum()
    return weights


def choose_pool(answers: Sequence[Array], y: npt.NDArray[np.int64], gain: Gain, weights: Array, seed: int) -> Pool:
    """The pool whose answers gain more on rows that its weights were not fitted to: all that are told apart are the
    members with weight; of few rows or one member the mean."""
    team = [answer for answer, weight in zip(answers, weights, strict=True) if weight]
    start = weights[weights != 0]
    if len(team) < 2 or len(y) < LEAST_ROWS:
        return "mean"
    geometric = cross_fitted(team, y, seed, lambda seen, known: pool_weights(seen, known, start), geometric_mean)
    return "log" if gain(y, geometric) > gain(y, mix(team, start)) else "mean"


__all__ = ["choose_pool", "geometric_mean", "pool_weights", "pooled"]
