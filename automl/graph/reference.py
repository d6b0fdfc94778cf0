"""The engine's own answers, computed with numpy and the trained models: what the graph must equal."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from automl.calibrate import temper
from automl.contracts import Array, BagPart, Decision, Ensemble, FittedStrategy, Link, Matrix, Member, Target
from automl.features import Features
from automl.labels import named
from automl.pooling import pooled
from automl.target import from_logs
from automl.threads import limited_blas, side_by_side

LEAST_ROWS = 256
Prepared = dict[int, tuple[FittedStrategy, Matrix]]


def apply_link(link: Link, scores: Array, target: Target) -> Array:
    """Answers of scores (n, m): (n, c) probabilities, or (n, 1) values as they are for regression."""
    if target.problem == "regression":
        return scores
    if link == "softmax":
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
    if link == "sigmoid":
        return np.concatenate([_sigmoid(-scores), _sigmoid(scores)], axis=1)
    return np.concatenate([1.0 - scores, scores], axis=1) if scores.shape[1] == 1 else scores


def _sigmoid(scores: Array) -> Array:
    """1 / (1 + exp(-s)), exact in relative terms at both ends."""
    small = np.exp(-np.abs(scores))
    return np.asarray(np.where(scores >= 0, 1.0, small) / (1.0 + small))


def member_answers(member: Member, features: Features, target: Target, prepared: Prepared | None = None) -> Array:
    """(n, c) or (n, 1): the link of the mean score of the parts. `prepared` keeps matrices that members share."""
    kept: Prepared = {} if prepared is None else prepared
    scores = [part.model.scores(_matrix(part, features, kept)) for part in member.parts]
    return apply_link(member.parts[0].model.link, np.mean(scores, axis=0), target)


def _matrix(part: BagPart, features: Features, prepared: Prepared) -> Matrix:
    key = id(part.strategy)
    if key not in prepared:
        prepared[key] = (part.strategy, part.strategy.transform(features))
    return prepared[key][1]


def answers(ensemble: Ensemble, features: Features, threads: int = 1) -> Array:
    """(n, c) probabilities in the order of the classes, or (n, 1) values in original units."""
    mixed = untempered(ensemble, features, threads)
    return mixed if ensemble.target.problem == "regression" else temper(mixed, ensemble.temperature)


def untempered(ensemble: Ensemble, features: Features, threads: int = 1) -> Array:
    """The same before probabilities are calibrated; of many rows each thread answers a part."""
    if threads == 1 or features.n_rows < LEAST_ROWS:
        return _untempered(ensemble, features)
    pieces = [features.take(rows) for rows in np.array_split(np.arange(features.n_rows), threads)]
    with limited_blas(1):
        return np.concatenate(side_by_side(partial(_untempered, ensemble), pieces, lambda: None))


def _untempered(ensemble: Ensemble, features: Features) -> Array:
    prepared: Prepared = {}
    found = (member_answers(m, features, ensemble.target, prepared) for m in ensemble.members)
    if ensemble.logs:
        found = (from_logs(ensemble.shift + ensemble.scale * logs) for logs in found)
    mixed = pooled(list(found), np.array([m.weight for m in ensemble.members]), ensemble.pool)
    if ensemble.target.problem == "regression" and not ensemble.logs:
        return np.asarray(ensemble.shift + ensemble.scale * mixed)
    return mixed


_PLAIN = Decision()


def labels(probabilities: Array, classes: tuple[str, ...], decision: Decision = _PLAIN) -> npt.NDArray[np.object_]:
    """(n,) the class that is named; of equally likely ones of several the first."""
    return np.array([classes[place] for place in named(probabilities, decision)], dtype=object)


__all__ = ["answers", "apply_link", "labels", "member_answers", "untempered"]
