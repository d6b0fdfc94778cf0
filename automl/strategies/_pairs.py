"""Sums, differences, products and ratios of two numbers, and of such a pair and a third, where they say more about the
target together than alone: weight / height / height, (price - cost) / price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Matrix
from automl.features import Features
from automl.graph.builder import Graph
from automl.graph.columns import Cell
from automl.strategies._blocks import chosen
from automl.strategies._strength import LEAST_GAIN, Strength, sampled

MOST_COLUMNS = 14
MOST_PAIRS = 12
MOST_EXTENDED = 6  # pairs that a third column is tried on, the strongest
MOST_TRIPLES = 4
LEAST_GAIN_OF_TRIPLES = 0.02  # so many are tried that chance makes some look useful
SIGNS = {"Add": "+", "Sub": "-", "Mul": "x", "Div": "/"}
Floats = npt.NDArray[np.float32]
Pair = tuple[str, str, str]
Term = str | Pair
Made = tuple[str, Term, str]
Kind = Made | tuple[bool, tuple[tuple[str, int], ...]]
M = TypeVar("M", bound=Made)


@dataclass(frozen=True)
class Pairs:
    """Prepared columns a ∘ b, given as (operator of ONNX, a, b), where a is a column or again such a pair of columns;
    what is not finite is missing."""

    pairs: tuple[Made, ...]

    @classmethod
    def of(cls, features: Features, T: Array) -> Pairs:
        """Of the strongest numbers the pairs that gain most over their better half, at most MOST_PAIRS; then the
        strongest of those pairs with a third number, at most MOST_TRIPLES."""
        rows = sampled(features.n_rows)
        sample, strength = features.take(rows), Strength(T[rows])
        alone: dict[Term, float] = {name: strength(values) for name, values in sample.numbers.items()}
        names = sorted(sorted(sample.numbers, key=lambda name: -alone[name])[:MOST_COLUMNS])
        two: list[Pair] = [(operator, a, b) for a, b in combinations(names, 2) for operator in SIGNS]
        pairs = _gaining(two, alone, sample, strength, LEAST_GAIN)[:MOST_PAIRS]
        strong: dict[Term, float] = {pair: strength(_values(pair, sample)) for pair in pairs}
        extended = sorted(pairs, key=lambda pair: -strong[pair])[:MOST_EXTENDED]
        three: list[Made] = [(operator, pair, name) for pair in extended for name in names for operator in SIGNS]
        triples: dict[Kind, Made] = {}
        for made in _gaining(three, alone | strong, sample, strength, LEAST_GAIN_OF_TRIPLES):
            triples.setdefault(_kind(made), made)
        return cls((*pairs, *list(triples.values())[:MOST_TRIPLES]))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{_name(a)} {SIGNS[operator]} {b}" for operator, a, b in self.pairs)

    @property
    def sources(self) -> tuple[str, ...]:
        """The first column of each; the others are sources too."""
        return tuple(a if isinstance(a, str) else a[1] for _, a, _ in self.pairs)

    def transform(self, features: Features) -> Matrix:
        columns = [_values(pair, features) for pair in self.pairs]
        return np.column_stack([np.empty((features.n_rows, 0), dtype=np.float32), *columns])

    def emit(self, graph: Graph) -> str:
        return graph.together(emit_pairs, self.pairs)

    def keep(self, columns: npt.NDArray[np.bool_]) -> Pairs:
        return Pairs(chosen(self.pairs, columns))


def emit_pairs(graph: Graph, pairs: Sequence[Made]) -> str:
    """The tensor [n, len(pairs)]: the pairs that others are made of, then one node an operator for all its pairs."""
    inner = tuple(dict.fromkeys(a for _, a, _ in pairs if not isinstance(a, str)))
    made = dict(zip(inner, graph.cells(_combine(graph, inner, {}), len(inner)), strict=True)) if inner else {}
    values = _combine(graph, pairs, made)
    missing = graph.constant(np.array(np.nan, dtype=np.float32))
    return graph.node("Where", graph.node("IsInf", values), missing, values)


def _combine(graph: Graph, pairs: Sequence[Made], made: Mapping[Pair, Cell]) -> str:
    """The tensor [n, len(pairs)] of what the operators give, infinities among it."""

    def cell(term: Term) -> Cell:
        return graph.cells(graph.column(term), 1)[0] if isinstance(term, str) else made[term]

    pieces, order = [], []
    for operator in dict.fromkeys(operator for operator, _, _ in pairs):
        places = [i for i, pair in enumerate(pairs) if pair[0] == operator]
        left, right = (graph.take([cell(pairs[i][side]) for i in places]) for side in (1, 2))
        pieces.append((graph.node(operator, left, right), len(places)))
        order += places
    joined = graph.join(pieces)
    return graph.node("Gather", joined, graph.constant(np.argsort(np.array(order))), axis=1)


def _gaining(
    tried: Sequence[M], alone: Mapping[Term, float], sample: Features, strength: Strength, least: float
) -> list[M]:
    """Those whose strength is by more than `least` above that of their stronger part, the largest gain first."""
    gains = {made: strength(_values(made, sample)) - max(alone[made[1]], alone[made[2]]) for made in tried}
    return [made for made in sorted(gains, key=lambda made: -gains[made]) if gains[made] > least]


def _kind(made: Made) -> Kind:
    """The same for what is equal but for its sign or its being upside down: (a x b) / c, (a / c) x b, (c / a) / b."""
    operator, first, last = made
    additive = operator in ("Add", "Sub")
    if isinstance(first, str) or additive != (first[0] in ("Add", "Sub")):
        return made
    counts = Counter({first[1]: 1})
    counts[first[2]] += 1 if first[0] in ("Add", "Mul") else -1
    counts[last] += 1 if operator in ("Add", "Mul") else -1
    terms = sorted((name, n) for name, n in counts.items() if n)
    sign = -1 if terms and terms[0][1] < 0 else 1
    return additive, tuple((name, sign * n) for name, n in terms)


def _values(pair: Made, features: Features) -> Floats:
    """(n,) float32; an infinite part makes the whole infinite or NaN, so that only the whole has to be looked at."""
    operator, a, b = pair
    values = _operate(operator, _part(a, features), features.numbers[b])
    return np.where(np.isinf(values), np.float32(np.nan), values).astype(np.float32)


def _part(term: Term, features: Features) -> Floats:
    if isinstance(term, str):
        return features.numbers[term]
    operator, a, b = term
    return _operate(operator, features.numbers[a], features.numbers[b])


def _operate(operator: str, a: Floats, b: Floats) -> Floats:
    with np.errstate(all="ignore"):
        values = {"Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide}[operator](a, b)
    return np.asarray(values, dtype=np.float32)


def _name(term: Term) -> str:
    return term if isinstance(term, str) else f"({term[1]} {SIGNS[term[0]]} {term[2]})"


__all__ = ["Made", "Pairs", "emit_pairs"]
