"""Pairs of categories that say more together than their sum: a level for every pair, and target statistics of it.

Notation: n rows, T (n, q) statistics of the target, categories with k and l levels, the unknown one included; a cell is
a pair of levels, numbered a l + b. What a model explains is its adjusted R squared, so that many cells earn nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Matrix, Target
from automl.features import Features
from automl.graph.builder import Graph
from automl.graph.types import INT64
from automl.strategies._blocks import Block, chosen
from automl.strategies._levels import MISSING, frequent_words, rows_of
from automl.strategies._statistics import plain
from automl.strategies.target_encode import FOLDS, level_statistics
from datasets.schema import Kind

MOST_COLUMNS = 10
MOST_CROSSES = 6
MOST_LEVELS = 300
MOST_CELLS = 10_000
LEAST_GAIN = 0.002
CHANCE = 3.0  # standard deviations of the R squared that so many cells explain by chance
SAMPLE_ROWS = 10_000
SWEEPS = 4
Ints = npt.NDArray[np.int64]
Words = tuple[str, ...]
Key = tuple[tuple[str, str], tuple[Words, Words], bytes]
Numbered = tuple[str, Words, Matrix]


@dataclass(frozen=True)
class Cross:
    """Two columns, the words of each that have a level of their own, and the table (k l, w) of their cells."""

    columns: tuple[str, str]
    words: tuple[Words, Words]
    names: tuple[str, ...]
    table: Matrix

    @property
    def sources(self) -> tuple[str, ...]:
        """The first column; the second is a source too."""
        return (self.columns[0],) * len(self.names)

    def transform(self, features: Features) -> Matrix:
        return self.table[cells(features, self.columns, self.words)]

    def emit(self, graph: Graph) -> str:
        return graph.together(emit_crossed, [(self.columns, self.words, one.tobytes()) for one in self.table.T])

    def keep(self, columns: npt.NDArray[np.bool_]) -> Cross:
        return Cross(self.columns, self.words, chosen(self.names, columns), self.table[:, columns])


def emit_crossed(graph: Graph, keys: Sequence[Key]) -> str:
    """The tensor [n, len(keys)] of the columns (as bytes) of the tables of pairs: all tables are one below the other,
    each as wide as the widest."""
    pairs: dict[tuple[tuple[str, str], tuple[Words, Words]], list[bytes]] = {}
    for columns, words, column in keys:
        pairs.setdefault((columns, words), []).append(column)
    width = max(len(own) for own in pairs.values())
    tables, rows, cols, start = [], list[Numbered](), list[Numbered](), 0
    for ((first, second), (known, others)), own in pairs.items():
        table = np.zeros(((len(known) + 1) * (len(others) + 1), width), dtype=np.float32)
        table[:, : len(own)] = np.stack([np.frombuffer(one, dtype=np.float32) for one in own], axis=1)
        tables.append(table)
        rows.append(_numbered(first, known, len(others) + 1, start))
        cols.append(_numbered(second, others, 1, 0))
        start += len(table)
    cell = graph.node("Cast", graph.node("Add", graph.lookups(rows), graph.lookups(cols)), to=INT64)
    found = graph.node("Gather", graph.table(np.concatenate(tables)), cell, axis=0)
    flat = graph.node("Reshape", found, graph.constant(np.array([-1, len(pairs) * width])))
    first_of = {pair: i * width for i, pair in enumerate(pairs)}
    places = [first_of[columns, words] + pairs[columns, words].index(column) for columns, words, column in keys]
    return graph.node("Gather", flat, graph.constant(np.array(places)), axis=1)


def _numbered(column: str, words: Words, step: int, start: int) -> Numbered:
    """start + step x the number of the cell's level, to be looked up; exact below 2^24."""
    return column, words, start + step * np.arange(len(words) + 1, dtype=np.float32)[:, None]


def crossed_levels(features: Features, target: Target, seed: int) -> list[tuple[Block, Matrix]]:
    """A block for every chosen pair, with its out-of-fold matrix (n, w)."""
    fold = np.random.default_rng([seed, 1]).permutation(features.n_rows) % FOLDS
    found: list[tuple[Block, Matrix]] = []
    for columns in chosen_crosses(features, plain(target)):
        words = (_words(features, columns[0]), _words(features, columns[1]))
        cell = cells(features, columns, words)
        of = level_statistics(cell, (len(words[0]) + 1) * (len(words[1]) + 1), target, fold)
        names = tuple(f"{columns[0]} and {columns[1]} ({label})" for label in of.labels)
        cross = Cross(columns, words, names, of.whole.astype(np.float32))
        found.append((cross, of.out_of_fold[cell, fold].astype(np.float32)))
    return found


def chosen_crosses(features: Features, T: Array) -> list[tuple[str, str]]:
    """The pairs of categories that gain most over the sum of their own effects, at most MOST_CROSSES."""
    rows = np.unique(np.linspace(0, features.n_rows - 1, min(features.n_rows, SAMPLE_ROWS)).astype(np.int64))
    sample, y = features.take(rows), T[rows] - T[rows].mean(axis=0)
    levels = {}
    for column in features.columns:
        if column.kind in (Kind.CATEGORY, Kind.BOOLEAN):
            words = _words(features, column.name)
            text = sample.texts[column.name]
            if 2 <= len(words) <= MOST_LEVELS:
                levels[column.name] = (rows_of(text.words, words)[text.codes], len(words) + 1)
    strongest = sorted(levels, key=lambda name: -_explained(y, [levels[name]]))[:MOST_COLUMNS]
    gains = {}
    for a, b in combinations(sorted(strongest), 2):
        (code_a, k), (code_b, m) = levels[a], levels[b]
        if k * m <= MOST_CELLS:
            cell = code_a * m + code_b
            chance = CHANCE * float(np.sqrt(2 * len(np.unique(cell)))) / len(y)
            gain = _explained(y, [(cell, k * m)]) - _explained(y, [levels[a], levels[b]])
            gains[a, b] = gain - chance - LEAST_GAIN
    best = sorted(gains, key=lambda pair: -gains[pair])[:MOST_CROSSES]
    return [pair for pair in best if gains[pair] > 0]


def cells(features: Features, columns: tuple[str, str], words: tuple[Words, Words]) -> Ints:
    """(n,) the cell of every row."""
    a, b = (features.texts[name] for name in columns)
    row_a, row_b = rows_of(a.words, words[0])[a.codes], rows_of(b.words, words[1])[b.codes]
    return np.asarray(row_a * (len(words[1]) + 1) + row_b)


def _words(features: Features, name: str) -> Words:
    text = features.texts[name]
    return (*frequent_words(text)[0], MISSING)


def _explained(y: Array, effects: Sequence[tuple[Ints, int]]) -> float:
    """Adjusted R squared of y (n, q), centred, by the sum of the levels' effects, found by backfitting."""
    n, total = len(y), float((y**2).sum())
    if total <= 0:
        return 0.0
    fits = [np.zeros_like(y) for _ in effects]
    used = 1
    for sweep in range(SWEEPS if len(effects) > 1 else 1):
        for i, (code, n_levels) in enumerate(effects):
            rest = y - sum(fits[:i] + fits[i + 1 :])
            counts = np.bincount(code, minlength=n_levels)
            means = (
                np.stack([np.bincount(code, one, n_levels) for one in rest.T], axis=1) / np.maximum(counts, 1)[:, None]
            )
            fits[i] = means[code]
            used += int((counts > 0).sum()) - 1 if sweep == 0 else 0
    if n <= used:
        return 0.0
    return 1 - float(((y - sum(fits)) ** 2).sum()) / total * (n - 1) / (n - used)


__all__ = ["Cross", "chosen_crosses", "crossed_levels"]
