"""Scaled numbers with their telling pairs, and one column a level: for models that need values of about unit size."""

from __future__ import annotations

from automl.contracts import FittedStrategy, Matrix, Strategy, Target
from automl.features import Features
from automl.strategies._blocks import prepare
from automl.strategies._dates import Dates
from automl.strategies._gaps import Gaps
from automl.strategies._numbers import Numbers
from automl.strategies._onehot import OneHot
from automl.strategies._pairs import Pairs
from automl.strategies._scaled import Scaled
from automl.strategies._statistics import plain
from automl.strategies._topics import topic_blocks


def refuses(features: Features, target: Target) -> str | None:
    """No two numbers say more together than alone."""
    if Pairs.of(features, plain(target)).pairs:
        return None
    return "No two numbers say more about the target together than the better one alone."


def fit(features: Features, target: Target, seed: int) -> tuple[FittedStrategy, Matrix]:
    """The fitted strategy and its (n, k) matrix without NaN; the seed plays no part."""
    del seed
    parts = []
    for block in (Numbers.of(features), Dates.of(features), Gaps.of(features), Pairs.of(features, plain(target))):
        raw = block.transform(features)
        scaled = Scaled.of(block, raw)
        parts.append((scaled, scaled.scaled(raw)))
    levels = OneHot.of(features)
    return prepare([*parts, (levels, levels.transform(features)), *topic_blocks(features)])


STRATEGY = Strategy(
    name="scaled_crossed",
    title="Scaled numbers and pairs",
    provides="scaled",
    fit=fit,
    refuses=refuses,
    order=35,
)
