"""Ordinal codes: texts by frequency, numbers and missing values as they are; for trees."""

from __future__ import annotations

import numpy as np

from automl.contracts import FittedStrategy, Matrix, Strategy, Target
from automl.features import Features, TextColumn
from automl.strategies._blocks import prepare
from automl.strategies._dates import Dates
from automl.strategies._gaps import Gaps
from automl.strategies._levels import MISSING, Levels, LevelTable, frequent_words
from automl.strategies._numbers import Numbers
from automl.strategies._topics import topic_blocks


def codes_by_frequency(column: str, text: TextColumn) -> LevelTable:
    """Code 0 for the most frequent text, 1 for the next ...; missing is NaN. Texts seen once share the code after
    the last with texts never seen, so that trees learn what an unknown text is like."""
    words, _ = frequent_words(text)
    table = np.append(np.arange(len(words), dtype=np.float32), [np.float32(np.nan), np.float32(len(words))])
    return LevelTable(column, (column,), (*words, MISSING), table[:, None])


def fit(features: Features, target: Target, seed: int) -> tuple[FittedStrategy, Matrix]:
    """The fitted strategy and its (n, k) matrix; target and seed play no part."""
    del target, seed
    levels = Levels(tuple(codes_by_frequency(name, text) for name, text in features.texts.items()))
    blocks = (Numbers.of(features), Dates.of(features), Gaps.of(features), levels)
    return prepare([*((block, block.transform(features)) for block in blocks), *topic_blocks(features)])


STRATEGY = Strategy(
    name="ordinal",
    title="Ordinal codes",
    provides="trees",
    fit=fit,
    learns_target=False,
    order=10,
)
