"""Branches that ask whether a code is in a set, written as comparisons, which is all that Trees and ONNX trees know.

Codes are whole numbers. The ends of a set's runs (2, 3, 4 is one run) cut the number line into regions that lie in the
set and outside of it in turn; a binary search over the ends finds the region, and all searches of one branch lead to
the two children that the branch had. ONNX Runtime lets nodes share a child when they go to it by their true side only;
a false side that would share one passes a node that every value leaves by its true side.

Notation: b branches with a set, q ends of a set's runs, so q + 1 regions; of a search, node 0 is the root.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.graph.trees import LEAF, Trees

Ints = npt.NDArray[np.int64]
ALWAYS, NEVER = -1, -2
CHAIN = 8  # so few ends are compared with one by one, which takes fewer nodes than a search
WORD_BITS = 32


@dataclass(frozen=True)
class Ends:
    """The ends (e,) of the runs of b sets, rising within each; those of set i are ends[starts[i]:starts[i + 1]]. A code
    is in the set when it lies above an odd number of them."""

    ends: npt.NDArray[np.float32]
    starts: Ints


def ends_of_bits(words: npt.NDArray[np.uint32], starts: Ints) -> Ends:
    """The ends of sets given as bits: code c is in set i when bit c of words[starts[i]:starts[i + 1]] is set."""
    n_bits = np.diff(starts) * WORD_BITS
    bits = np.unpackbits(words.astype("<u4").view(np.uint8), bitorder="little").astype(np.int8)
    first = np.concatenate([[0], np.cumsum(n_bits)])
    padded = np.insert(bits, first[1:], 0)  # a 0 after each set closes its last run
    first = first + np.arange(len(first))
    changes = np.flatnonzero(np.diff(padded, prepend=np.int8(0)))
    owner = np.searchsorted(first, changes, side="right") - 1
    counts = np.bincount(owner, minlength=len(n_bits))
    return Ends((changes - first[owner] - 0.5).astype(np.float32), np.concatenate([[0], np.cumsum(counts)]))


def with_sets(trees: Trees, branches: Ints, sets: Ends) -> Trees:
    """The trees in which branches[i] (b,) goes left when its feature is a code in set i, and right otherwise (also when
    it is missing); threshold and missing_left of these branches play no part."""
    if not len(branches):
        return trees
    tree = np.repeat(np.arange(trees.n_trees), np.diff(trees.offsets))
    grown, counts = trees, np.diff(sets.starts)
    for q in np.unique(counts):
        chosen = np.flatnonzero(counts == q)
        ends = sets.ends[sets.starts[chosen][:, None] + np.arange(q)]
        grown, tree = _grow(grown, tree, branches[chosen], ends)
    return sorted_by_tree(grown, tree, trees.n_trees)


@dataclass(frozen=True)
class _Search:
    """A binary search over q ends: `end` (s,) the number of the end that a node compares with, ALWAYS for a node that
    is left by its true side, NEVER for the leaf behind it; `left` and `right` (s,) a node, or -1 - r for region r."""

    end: Ints
    left: Ints
    right: Ints


@cache
def _search(q: int) -> _Search:
    nodes: list[list[int]] = []

    def node(end: int) -> int:
        nodes.append([end, 0, 0])
        return len(nodes) - 1

    def between(low: int, high: int) -> int:
        middle = low if high - low <= CHAIN else (low + high) // 2
        place = node(middle)
        nodes[place][1] = -1 - middle if low == middle else between(low, middle)
        if middle + 1 < high:
            nodes[place][2] = between(middle + 1, high)
        elif high == q:  # the first that the runtime visits, so it may go straight to the child
            nodes[place][2] = -1 - high
        else:
            detour = nodes[place][2] = node(ALWAYS)
            nodes[detour][1], nodes[detour][2] = -1 - high, node(NEVER)
        return place

    between(0, q)
    columns = np.array(nodes, dtype=np.int64).T
    return _Search(*columns)


def _grow(trees: Trees, tree: Ints, branches: Ints, ends: npt.NDArray[np.float32]) -> tuple[Trees, Ints]:
    """The searches over ends (b, q) put in the place of the branches, their further nodes after all others; and the
    tree of every node."""
    search = _search(ends.shape[1])
    size, b = len(search.end), len(branches)
    place = np.column_stack([branches, trees.n_nodes + np.arange(b * (size - 1)).reshape(b, size - 1)])
    inside, outside = trees.left[branches][:, None], trees.right[branches][:, None]

    def link(to: Ints) -> Any:
        region = np.where((-1 - to) % 2 == 1, inside, outside)
        return np.where(to < 0, region, place[:, np.maximum(to, 0)])

    leaf = search.end == NEVER
    values = {
        "feature": np.where(leaf, LEAF, trees.feature[branches][:, None]),
        "threshold": np.where(search.end >= 0, ends[:, np.maximum(search.end, 0)], np.float32(np.inf)),
        "left": link(search.left),
        "right": link(search.right),
        "missing_left": np.broadcast_to(search.end == ALWAYS, (b, size)),
    }
    grown = {name: _placed(getattr(trees, name), place, value) for name, value in values.items()}
    owners = np.concatenate([tree, np.repeat(tree[branches], size - 1)])
    return replace(trees, **grown, starts=_longer(trees.starts, b * (size - 1))), owners


def _placed(old: npt.NDArray[Any], place: Ints, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    whole = np.concatenate([old, np.zeros(place.shape[0] * (place.shape[1] - 1), dtype=old.dtype)])
    whole[place] = values
    return whole


def _longer(starts: Ints, more: int) -> Ints:
    """Further nodes without entries."""
    return np.concatenate([starts, np.full(more, starts[-1])])


def sorted_by_tree(trees: Trees, tree: Ints, n_trees: int) -> Trees:
    """The same nodes, those of a tree side by side, its root first."""
    order = np.argsort(tree, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    is_leaf = trees.feature[order] == LEAF
    return replace(
        trees,
        offsets=np.concatenate([[0], np.cumsum(np.bincount(tree, minlength=n_trees))]),
        feature=trees.feature[order],
        threshold=trees.threshold[order],
        left=np.where(is_leaf, 0, place[trees.left[order]]),
        right=np.where(is_leaf, 0, place[trees.right[order]]),
        missing_left=trees.missing_left[order],
        starts=np.concatenate([[0], np.cumsum(np.diff(trees.starts)[order])]),
    )


__all__ = ["Ends", "ends_of_bits", "sorted_by_tree", "with_sets"]
