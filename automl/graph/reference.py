"""The engine's own answers, computed with numpy and the trained models: what the graph must equal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from automl.calibrate import temper
from automl.contracts import Array, BagPart, Ensemble, FittedStrategy, Link, Matrix, Member, Target
from automl.features import Features

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


def answers(ensemble: Ensemble, features: Features) -> Array:
    """(n, c) probabilities in the order of the classes, or (n, 1) values in original units."""
    prepared: Prepared = {}
    parts = [m.weight * member_answers(m, features, ensemble.target, prepared) for m in ensemble.members]
    mixed = np.asarray(np.sum(parts, axis=0))
    if ensemble.target.problem == "regression":
        return np.asarray(ensemble.shift + ensemble.scale * mixed)
    return temper(mixed, ensemble.temperature)


def labels(probabilities: Array, classes: tuple[str, ...]) -> npt.NDArray[np.object_]:
    """(n,) the class with the largest probability as float32; of equal ones the first."""
    return np.array([classes[place] for place in probabilities.astype(np.float32).argmax(axis=1)], dtype=object)


__all__ = ["answers", "apply_link", "labels", "member_answers"]
