"""Joins the best candidates: greedy selection with replacement over out-of-fold answers.

Caruana, Niculescu-Mizil, Crew, Ksikes 2004, "Ensemble selection from libraries of models".
Notation: v validated rows, q candidates; answers (v, c).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array

STEPS = 30
SELECT_MOST_ROWS = 20_000
Gain = Callable[[npt.NDArray[np.generic], Array], float]
Weigh = Callable[[Sequence[Array], npt.NDArray[Any]], Array]
Blend = Callable[[Sequence[Array], Array], Array]


def most_members(n_rows: int) -> int:
    """How many candidates may compete for the ensemble: few on small tables, where chance looks like skill."""
    for rows, count in ((100, 4), (500, 8), (2_500, 15)):
        if n_rows <= rows:
            return count
    return 25


def greedy_weights(answers: Sequence[Array], y: npt.NDArray[np.generic], gain: Gain, steps: int = STEPS) -> Array:
    """(q,) weights that sum to 1, of the best prefix of a greedy selection with replacement."""
    total = np.zeros_like(answers[0])
    counts = np.zeros(len(answers))
    best_gain, best_counts = -np.inf, counts.copy()
    for step in range(1, steps + 1):
        gains = [gain(y, (total + member) / step) for member in answers]
        chosen = int(np.argmax(gains))
        total = total + answers[chosen]
        counts[chosen] += 1
        if gains[chosen] > best_gain:
            best_gain, best_counts = gains[chosen], counts.copy()
        if step >= 2 and np.count_nonzero(counts) == 1 and gains[chosen] <= best_gain and step >= 5:
            break
    return np.asarray(best_counts / best_counts.sum())


def shortlist(gains: Sequence[float], families: Sequence[str], most: int) -> list[int]:
    """Indices of the candidates that may join: the best of each family first, then by gain, at most `most`."""
    order = sorted(range(len(gains)), key=lambda i: -gains[i])
    leaders = [i for rank, i in enumerate(order) if families[i] not in {families[j] for j in order[:rank]}]
    rest = [i for i in order if i not in leaders]
    return sorted((leaders + rest)[:most], key=lambda i: -gains[i])


def cross_fitted(
    answers: Sequence[Array], y: npt.NDArray[Any], seed: int, weigh: Weigh, blend: Blend, n_parts: int = 4
) -> Array:
    """(v, c) answers of an ensemble whose weights never saw the rows they are applied to: the validated rows are cut
    into parts, and each part is answered with weights chosen on the others.

    weigh  (answers, y) -> (q,) weights
    blend  (answers, weights) -> (v, c) answers of the ensemble
    """
    part = np.random.default_rng([seed, 3]).permutation(len(y)) % n_parts
    joined = np.zeros_like(answers[0])
    for p in range(n_parts):
        rest, here = part != p, part == p
        weights = weigh([a[rest] for a in answers], y[rest])
        joined[here] = blend([a[here] for a in answers], weights)
    return joined


def mix(answers: Sequence[Array], weights: Array) -> Array:
    """The weighted mean of the members' answers."""
    joined = np.zeros_like(answers[0])
    for answer, weight in zip(answers, weights, strict=True):
        if weight:
            joined += weight * answer
    return joined


def sample_rows(n_rows: int, seed: int, most: int = SELECT_MOST_ROWS) -> npt.NDArray[np.int64]:
    """Rows to choose weights on: all, or a random sample of `most`."""
    if n_rows <= most:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng([seed, 4]).choice(n_rows, most, replace=False))
