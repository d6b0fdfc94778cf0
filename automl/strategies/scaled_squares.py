"""Scaled numbers with the products of every two of them, and one column a level: for linear models of degree two."""

from __future__ import annotations

from automl.contracts import FittedStrategy, Matrix, Strategy, Target
from automl.features import Features
from automl.strategies._blocks import Block, prepare
from automl.strategies._dates import Dates
from automl.strategies._gaps import Gaps
from automl.strategies._numbers import Numbers
from automl.strategies._onehot import OneHot
from automl.strategies._products import Products
from automl.strategies._scaled import Scaled
from automl.strategies._topics import topic_blocks

FEWEST = 2  # numbers
MOST_CELLS = 20_000_000  # rows x products


def refuses(features: Features, target: Target) -> str | None:
    """There is no pair of numbers, or there are more products than rows, or than are worth their memory."""
    del target
    n, k = features.n_rows, len(features.numbers)
    if k < FEWEST:
        return "Products need at least two columns of numbers."
    if (products := k * (k + 1) // 2) > min(n, MOST_CELLS // max(n, 1)):
        return f"{k} columns of numbers have {products:,} products, too many for {n:,} rows."
    return None


def fit(features: Features, target: Target, seed: int) -> tuple[FittedStrategy, Matrix]:
    """The fitted strategy and its (n, k) matrix without NaN; target and seed play no part."""
    del target, seed
    parts: list[tuple[Block, Matrix]] = []
    for block in (Numbers.of(features), Dates.of(features), Gaps.of(features)):
        raw = block.transform(features)
        scaled = Scaled.of(block, raw)
        z = scaled.scaled(raw)
        parts.append((scaled, z))
        if isinstance(block, Numbers):
            values = scaled.values_only()
            products = Products.of(values, z[:, : len(block.names)])
            parts.append((products, products.of_scaled(z[:, : len(block.names)])))
    levels = OneHot.of(features)
    return prepare([*parts, (levels, levels.transform(features)), *topic_blocks(features)])


STRATEGY = Strategy(
    name="scaled_squares",
    title="Scaled numbers and all their products",
    provides="squares",
    fit=fit,
    refuses=refuses,
    learns_target=False,
    order=37,
)
