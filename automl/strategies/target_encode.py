"""Target statistics: a text, or a number or date that is a code, becomes what the target was like for it, shrunk to the
whole; for trees.

Notation: n training rows, l levels of a column, q statistics. A statistic is the mean of a column of T (n, q): the
second class (binary), one column a class (up to 10 classes), the leading directions in which the class shares of
the levels differ (more classes), or the value (regression).

The mean of a level with c rows and sum s is shrunk to (s + a x prior) / (c + a), where a is the variance within the
levels over the variance between them (empirical Bayes, after Micci-Barreca, 2001). The training matrix is
out-of-fold: the rows of one fifth get the means of the other four. Columns with at most two values get plain codes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, FittedStrategy, Matrix, Strategy, Target
from automl.features import Features, LevelColumn, TextColumn, Word
from automl.strategies._blocks import prepare
from automl.strategies._codes import coded_columns
from automl.strategies._dates import Dates
from automl.strategies._gaps import Gaps
from automl.strategies._levels import MISSING, Levels, LevelTable, frequent_words, rows_of
from automl.strategies._numbers import Numbers
from automl.strategies._statistics import plain
from automl.strategies._topics import topic_blocks
from automl.strategies.ordinal import codes_by_frequency

FOLDS = 5
MOST_CLASSES = 10
DIRECTIONS = 8
WEAKEST_PRIOR = 1.0
STRONGEST_PRIOR = 1000.0
Ints = npt.NDArray[np.int64]


def refuses(features: Features, target: Target) -> str | None:
    """Target statistics say nothing new about texts with at most two values and numbers that are amounts."""
    if any(_has_levels(text) for text in features.texts.values()) or coded_columns(features, plain(target)):
        return None
    return "No text column has more than two different values, and no number is a code, so ordinal codes say the same."


def _has_levels(text: TextColumn) -> bool:
    words, _ = frequent_words(text)
    return len(words) > 2


def fit(features: Features, target: Target, seed: int) -> tuple[FittedStrategy, Matrix]:
    """The fitted strategy and its out-of-fold matrix (n, k)."""
    blocks = (Numbers.of(features), Dates.of(features), Gaps.of(features))
    return prepare(
        [
            *((block, block.transform(features)) for block in blocks),
            encoded_levels(features, target, seed),
            *topic_blocks(features),
        ]
    )


def encoded_levels(features: Features, target: Target, seed: int) -> tuple[Levels, Matrix]:
    """The statistics of every text and code, and their out-of-fold matrix; plain codes of texts with two values."""
    fold = np.random.default_rng(seed).permutation(features.n_rows) % FOLDS
    tables, matrices = [], []
    for name, text in features.texts.items():
        if _has_levels(text):
            encoded = _encode(name, features.levels(name), MISSING, target, fold)
            tables.append(encoded.table)
            matrices.append(encoded.training)
        else:
            tables.append(codes_by_frequency(name, text))
            matrices.append(tables[-1].transform(text))
    for name, column in coded_columns(features, plain(target)).items():
        encoded = _encode(name, column, features.missing_word(name), target, fold)
        tables.append(encoded.table)
        matrices.append(encoded.training)
    empty = np.empty((features.n_rows, 0), dtype=np.float32)
    return Levels(tuple(tables)), np.concatenate([empty, *matrices], axis=1)


@dataclass(frozen=True)
class _Encoded:
    table: LevelTable
    training: Matrix


def _encode(column: str, text: LevelColumn, missing: Word, target: Target, fold: Ints) -> _Encoded:
    """The table (l + 1, 1 + q) over all training rows: row count, then means; and the out-of-fold matrix."""
    known, _ = frequent_words(text, missing=missing)
    words = (*known, missing)
    level = rows_of(text.words, words)[text.codes]
    found = level_statistics(level, len(words) + 1, target, fold)
    whole, out_of_fold = found.whole, found.out_of_fold
    whole[-1], out_of_fold[-1] = found.prior, found.prior
    rows = np.append(found.rows[:-1], 1.0)
    table = np.column_stack([rows, whole]).astype(np.float32)
    names = (f"{column} (rows)", *(f"{column} ({label})" for label in found.labels))
    training = np.column_stack([rows[level], out_of_fold[level, fold]]).astype(np.float32)
    return _Encoded(LevelTable(column, names, words, table), training)


@dataclass(frozen=True)
class LevelStatistics:
    """Of every level: its rows (l,), the shrunk means over all rows (l, q) and over the rows outside of each fold
    (l, f, q); the prior (q,) is what a level without rows gets, the labels name the q statistics."""

    labels: tuple[str, ...]
    rows: Array
    whole: Array
    out_of_fold: Array
    prior: Array


def level_statistics(level: Ints, n_levels: int, target: Target, fold: Ints) -> LevelStatistics:
    """The statistics of levels 0 .. n_levels - 1, given the level (n,) and the fold (n,) of every row."""
    T, labels = _statistics(target, level, n_levels)
    prior = T.mean(axis=0)
    counts = _by_fold(level, fold, n_levels, None)
    sums = np.stack([_by_fold(level, fold, n_levels, column) for column in T.T], axis=2)
    all_counts, all_sums = counts.sum(axis=1, keepdims=True), sums.sum(axis=1, keepdims=True)
    strength = _prior_strength(T, level, all_counts[:, 0], all_sums[:, 0])
    whole = _shrunk(all_counts, all_sums, strength, prior)[:, 0]
    out_of_fold = _shrunk(all_counts - counts, all_sums - sums, strength, prior)
    return LevelStatistics(labels, all_counts[:, 0], whole, out_of_fold, prior)


def _statistics(target: Target, level: Ints, n_levels: int) -> tuple[Array, tuple[str, ...]]:
    """T (n, q) and the names of its columns."""
    classes = plain(target)
    if target.problem == "regression":
        return classes, ("mean",)
    if target.problem == "binary":
        return classes, (f"share of {target.classes[1]}",)
    if len(target.classes) <= MOST_CLASSES:
        return classes, tuple(f"share of {name}" for name in target.classes)
    counts = np.bincount(level, minlength=n_levels)
    sums = np.stack([np.bincount(level, one, n_levels) for one in classes.T], axis=1)
    spread = (sums - counts[:, None] * classes.mean(axis=0)) / np.sqrt(np.maximum(counts, 1))[:, None]
    _, _, directions = np.linalg.svd(spread, full_matrices=False)
    leading = directions[:DIRECTIONS]
    return classes @ leading.T, tuple(f"classes {i + 1}" for i in range(len(leading)))


def _by_fold(level: Ints, fold: Ints, n_levels: int, weights: Array | None) -> Array:
    """(l + 1, FOLDS) sums of the weights (or counts) of the rows of each level in each fold."""
    cells = np.bincount(level * FOLDS + fold, weights, n_levels * FOLDS)
    return cells.reshape(n_levels, FOLDS).astype(np.float64)


def _shrunk(counts: Array, sums: Array, strength: Array, prior: Array) -> Array:
    """(l + 1, f, q) means of counts (l + 1, f) and sums (l + 1, f, q), drawn to the prior (q,)."""
    return np.asarray((sums + strength * prior) / (counts[..., None] + strength))


def _prior_strength(T: Array, level: Ints, counts: Array, sums: Array) -> Array:
    """(q,) rows that the prior is worth, by the method of moments of a one-way analysis of variance."""
    n, groups = len(T), max(int((counts > 0).sum()), 2)
    means = sums / np.maximum(counts, 1)[:, None]
    within = ((T - means[level]) ** 2).sum(axis=0) / max(n - groups, 1)
    between = (counts[:, None] * (means - T.mean(axis=0)) ** 2).sum(axis=0) / (groups - 1)
    typical = max((n - (counts**2).sum() / n) / (groups - 1), 1e-9)
    variance = np.maximum((between - within) / typical, 1e-12)
    return np.asarray(np.clip(within / variance, WEAKEST_PRIOR, STRONGEST_PRIOR))


STRATEGY = Strategy(
    name="target_encode",
    title="Target statistics",
    provides="trees",
    fit=fit,
    refuses=refuses,
    order=20,
)
