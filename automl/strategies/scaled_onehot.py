"""Scaled numbers and one column a level: for models that need complete values of about unit size."""

from __future__ import annotations

from collections.abc import Iterable

from automl.contracts import FittedStrategy, Matrix, Strategy, Target
from automl.features import Features
from automl.strategies._blocks import Block, prepare
from automl.strategies._dates import Dates
from automl.strategies._gaps import Gaps
from automl.strategies._numbers import Numbers
from automl.strategies._onehot import OneHot
from automl.strategies._scaled import Scaled
from automl.strategies._topics import topic_blocks


def fit(features: Features, target: Target, seed: int) -> tuple[FittedStrategy, Matrix]:
    """The fitted strategy and its (n, k) matrix without NaN; target and seed play no part."""
    del target, seed
    return scaled(features, (Numbers.of(features), Dates.of(features), Gaps.of(features)))


def scaled(features: Features, blocks: Iterable[Block]) -> tuple[FittedStrategy, Matrix]:
    """The blocks, scaled, with one column a level and the topics of texts beside them."""
    parts: list[tuple[Block, Matrix]] = []
    for block in blocks:
        raw = block.transform(features)
        fitted = Scaled.of(block, raw)
        parts.append((fitted, fitted.scaled(raw)))
    levels = OneHot.of(features)
    return prepare([*parts, (levels, levels.transform(features)), *topic_blocks(features)])


STRATEGY = Strategy(
    name="scaled_onehot",
    title="Scaled numbers, one-hot categories",
    provides="scaled",
    fit=fit,
    learns_target=False,
    order=30,
)
