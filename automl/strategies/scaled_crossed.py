"""Scaled numbers with their telling pairs, and one column a level: for models that need values of about unit size."""

from __future__ import annotations

from automl.contracts import FittedStrategy, Matrix, Strategy, Target
from automl.features import Features
from automl.strategies._dates import Dates
from automl.strategies._gaps import Gaps
from automl.strategies._numbers import Numbers
from automl.strategies._pairs import Pairs
from automl.strategies._statistics import plain
from automl.strategies.scaled_onehot import scaled


def refuses(features: Features, target: Target) -> str | None:
    """No two numbers say more together than alone."""
    if Pairs.of(features, plain(target)).pairs:
        return None
    return "No two numbers say more about the target together than the better one alone."


def fit(features: Features, target: Target, seed: int) -> tuple[FittedStrategy, Matrix]:
    """The fitted strategy and its (n, k) matrix without NaN; the seed plays no part."""
    del seed
    pairs = Pairs.of(features, plain(target))
    return scaled(features, (Numbers.of(features), Dates.of(features), Gaps.of(features), pairs))


STRATEGY = Strategy(
    name="scaled_crossed",
    title="Scaled numbers and pairs",
    provides="scaled",
    fit=fit,
    refuses=refuses,
    order=35,
)
