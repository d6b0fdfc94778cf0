"""Codes of categories for trees that split them into sets: texts, days, and numbers that are codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.contracts import FittedStrategy, Matrix, Strategy, Target
from automl.features import Features, LevelColumn, TextColumn, Word
from automl.strategies._blocks import Prepared, prepare
from automl.strategies._codes import coded_or_days
from automl.strategies._dates import Dates
from automl.strategies._gaps import Gaps
from automl.strategies._levels import Levels, LevelTable, frequent_words
from automl.strategies._numbers import Numbers
from automl.strategies._statistics import plain
from automl.strategies._topics import topic_blocks

LEAST_LEVELS = 10  # of fewer, a few splits of codes say the same


@dataclass(frozen=True)
class Categorised(Prepared):
    """Prepared columns of which those of `levels` are categories."""

    levels: Levels

    @property
    def categories(self) -> tuple[int, ...]:
        codes = set(self.levels.names)
        return tuple(place for place, name in enumerate(self.names) if name in codes)


def refuses(features: Features, target: Target) -> str | None:
    """Sets of few levels say nothing that codes do not."""
    if any(len(table.words) > LEAST_LEVELS for table in _tables(features, target)):
        return None
    return f"No column is a category of {LEAST_LEVELS} levels or more, so splits of codes say the same as sets."


def fit(features: Features, target: Target, seed: int) -> tuple[FittedStrategy, Matrix]:
    """The fitted strategy and its (n, k) matrix; the target only says which numbers and dates are codes."""
    del seed
    levels = Levels(_tables(features, target))
    blocks = (Numbers.of(features), Dates.of(features), Gaps.of(features), levels)
    prepared, matrix = prepare([*((block, block.transform(features)) for block in blocks), *topic_blocks(features)])
    kept = next((block for block in prepared.blocks if isinstance(block, Levels)), Levels(()))
    return Categorised(prepared.blocks, kept), matrix


def _tables(features: Features, target: Target) -> tuple[LevelTable, ...]:
    columns: dict[str, TextColumn | LevelColumn] = {**features.texts, **coded_or_days(features, plain(target))}
    return tuple(_codes(name, column, features.missing_word(name)) for name, column in columns.items())


def _codes(name: str, column: TextColumn | LevelColumn, missing: Word) -> LevelTable:
    """Code 0 for the first level in its order, 1 for the next ...; then one for missing cells, and one for levels seen
    once and levels never seen."""
    known, _ = frequent_words(column, missing=missing)
    words = (*sorted(known), missing)
    table = np.arange(len(words) + 1, dtype=np.float32)
    return LevelTable(name, (f"{name} (set)",), words, table[:, None])


STRATEGY = Strategy(
    name="categories",
    title="Category codes",
    provides="categories",
    fit=fit,
    refuses=refuses,
    order=25,
)
