"""Numbers less the mean of their group (the price less the mean price of the suburb), where that says more about the
target than the number or the mean alone.

Notation: n rows, T (n, q) statistics of the target, l known levels of a category. The means are those of the training
rows; a level without any, and the missing one, have the mean of all rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Matrix
from automl.features import Features, Floats
from automl.graph.builder import Graph
from automl.strategies._blocks import chosen
from automl.strategies._levels import MISSING, frequent_words, rows_of
from automl.strategies._strength import LEAST_GAIN, Strength, sampled
from datasets.schema import Kind

MOST_NUMBERS = 8
MOST_CATEGORIES = 6
MOST_GROUPS = 6
MOST_LEVELS = 300


@dataclass(frozen=True)
class Group:
    """A number, a category, the words that have a mean of their own, and the means (l + 1, 1) with that of all last."""

    number: str
    category: str
    words: tuple[str, ...]
    means: Matrix

    @classmethod
    def of(cls, features: Features, number: str, category: str) -> Group:
        """The means of all rows of `features`, rounded to float32."""
        text, values = features.texts[category], features.numbers[number].astype(np.float64)
        words = frequent_words(text)[0]
        known = np.isfinite(values)
        level = rows_of(text.words, words)[text.codes][known]
        rows = np.bincount(level, minlength=len(words) + 1)
        sums = np.bincount(level, values[known], len(words) + 1)
        whole = values[known].mean() if known.any() else 0.0
        means = np.where(rows > 0, sums / np.maximum(rows, 1), whole)
        means[-1] = whole
        return cls(number, category, words, means.astype(np.float32)[:, None])

    def mean_of_group(self, features: Features) -> Floats:
        """(n,) the mean that each row's number is compared with."""
        text = features.texts[self.category]
        return np.asarray(self.means[rows_of(text.words, self.words), 0][text.codes])

    def difference(self, features: Features) -> Floats:
        """(n,) the number less that mean; missing where it is not finite."""
        with np.errstate(all="ignore"):
            values = features.numbers[self.number] - self.mean_of_group(features)
        return np.where(np.isinf(values), np.float32(np.nan), values).astype(np.float32)


@dataclass(frozen=True)
class Groups:
    """A prepared column for each group."""

    groups: tuple[Group, ...]

    @classmethod
    def of(cls, features: Features, T: Array) -> Groups:
        """The groups that gain most, at most MOST_GROUPS."""
        rows = sampled(features.n_rows)
        sample, strength = features.take(rows), Strength(T[rows])
        alone = {name: strength(values) for name, values in sample.numbers.items()}
        numbers = sorted(alone, key=lambda name: -alone[name])[:MOST_NUMBERS]
        gains = {}
        for number, category in _pairs(features, numbers):
            group = Group.of(features, number, category)
            least = max(alone[number], strength(group.mean_of_group(sample)))
            gains[number, category] = strength(group.difference(sample)) - least
        best = sorted(gains, key=lambda pair: -gains[pair])[:MOST_GROUPS]
        return cls(tuple(Group.of(features, *pair) for pair in best if gains[pair] > LEAST_GAIN))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{group.number} - mean of its {group.category}" for group in self.groups)

    @property
    def sources(self) -> tuple[str, ...]:
        """The number of each group; the category is a source too."""
        return tuple(group.number for group in self.groups)

    def transform(self, features: Features) -> Matrix:
        columns = [group.difference(features) for group in self.groups]
        return np.column_stack([np.empty((features.n_rows, 0), dtype=np.float32), *columns])

    def emit(self, graph: Graph) -> str:
        keys = [(group.number, group.category, group.words, group.means.tobytes()) for group in self.groups]
        return graph.together(emit_differences, keys)

    def keep(self, columns: npt.NDArray[np.bool_]) -> Groups:
        return Groups(chosen(self.groups, columns))


def emit_differences(graph: Graph, keys: Sequence[tuple[str, str, tuple[str, ...], bytes]]) -> str:
    """The tensor [n, len(keys)] of the numbers less the means (as bytes) of their groups."""
    numbers = graph.take([cell for number, *_ in keys for cell in graph.cells(graph.column(number), 1)])
    means = graph.lookups(
        [(category, words, np.frombuffer(own, dtype=np.float32)[:, None]) for _, category, words, own in keys]
    )
    values = graph.node("Sub", numbers, means)
    missing = graph.constant(np.array(np.nan, dtype=np.float32))
    return graph.node("Where", graph.node("IsInf", values), missing, values)


def _pairs(features: Features, numbers: list[str]) -> Iterator[tuple[str, str]]:
    """Numbers with categories of 2 to MOST_LEVELS levels."""
    categories = [
        column.name
        for column in features.columns
        if column.kind in (Kind.CATEGORY, Kind.BOOLEAN)
        and 2 <= len([word for word in features.texts[column.name].words if word != MISSING]) <= MOST_LEVELS
    ]
    for number in numbers:
        for category in categories[:MOST_CATEGORIES]:
            yield number, category


__all__ = ["Group", "Groups"]
