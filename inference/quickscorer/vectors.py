"""Questions as bit vectors: for every range of codes that says no, the leaves that are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from inference.quickscorer.ensemble import Ensemble, Ints, UnsupportedTreesError
from inference.quickscorer.questions import (
    Codes,
    Questions,
    Ranges,
    codes_of,
    levels_of,
    questions_of,
    ranges_of,
)

WORD = 32  # leaves in a word
MOST_LEAVES = 1_024  # of a tree with more, rows are walked down


class Vectors(NamedTuple):
    """t trees as the kernel takes them. The words of tree i are first_word[i]:first_word[i + 1], none for a tree that
    is walked; word w has the entries first_entry[w]:first_entry[w + 1]. Of the `span` codes from `low` on in `column`,
    an entry leaves the leaves whose bits are set in `left`. Tree i adds to the scores
    targets[first_target[i]:first_target[i + 1]], to the k-th of them values[first_value[k] + leaf]."""

    first_word: Ints
    first_entry: Ints
    column: npt.NDArray[np.int32]
    low: npt.NDArray[np.uint16]
    span: npt.NDArray[np.uint16]
    left: npt.NDArray[np.uint32]
    first_target: Ints
    targets: Ints
    first_value: Ints
    values: npt.NDArray[np.float64]


class Walked(NamedTuple):
    """The trees that are walked, tree i from the node roots[i] on. Of a node, the `span` codes from `low` on in
    `column` go to the node `right`, others to `left`; a leaf has column -1 and its number in `left`."""

    roots: Ints
    column: npt.NDArray[np.int32]
    low: npt.NDArray[np.uint16]
    span: npt.NDArray[np.uint16]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]


_NO_CODES, _NO_NODES = np.empty(0, dtype=np.uint16), np.empty(0, dtype=np.int32)
NONE_WALKED = Walked(np.empty(0, dtype=np.int64), _NO_NODES, _NO_CODES, _NO_CODES, _NO_NODES, _NO_NODES)


@dataclass(frozen=True)
class _Leaves:
    """Below every node its number of leaves and the first of them, counted in its tree from the left; and the nodes
    that a row can be asked, or end, at."""

    number: Ints
    first: Ints
    reached: Ints


def vectors_of(trees: Ensemble) -> tuple[Codes, Vectors, Walked]:
    """Trees as bit vectors, those with too many leaves to be walked, and the codes that both are asked with. Raises
    UnsupportedTreesError for branches that share a child but are no question over a set."""
    codes, questions = codes_of(trees), questions_of(trees)
    leaves = _leaves(trees, questions)
    tree, n_leaves = trees.tree, leaves.number[questions.roots]
    walked = n_leaves > MOST_LEAVES
    asked = leaves.reached[~trees.leaf[leaves.reached] & ~walked[tree[leaves.reached]]]
    first_word = np.concatenate([[0], np.cumsum(np.where(walked, 0, -(-n_leaves // WORD)))])
    entries = _entries(ranges_of(trees, codes, questions, asked), questions, leaves)
    word = first_word[tree[entries.node]] + entries.word
    order = np.argsort(word, kind="stable")
    node, low, high = entries.node[order], entries.low[order], entries.high[order]
    vectors = Vectors(
        first_word,
        np.searchsorted(word[order], np.arange(first_word[-1] + 1)),
        codes.column[node].astype(np.int32),
        low.astype(np.uint16),
        (high - low + 1).astype(np.uint16),
        entries.left[order],
        *_values(trees, leaves, n_leaves),
    )
    return codes, vectors, _walked(trees, codes, leaves, questions) if np.any(walked) else NONE_WALKED


def _leaves(trees: Ensemble, questions: Questions) -> _Leaves:
    levels = list(levels_of(trees, questions))
    number, first = trees.leaf.astype(np.int64), np.zeros(len(trees.leaf), dtype=np.int64)
    reached = np.concatenate([*levels, np.empty(0, dtype=np.int64)])
    if np.any(np.bincount(reached) > 1):
        raise UnsupportedTreesError("branches that share a child")
    for level in reversed(levels):
        branch = level[~trees.leaf[level]]
        number[branch] = number[questions.yes[branch]] + number[questions.no[branch]]
    for level in levels:
        branch = level[~trees.leaf[level]]
        first[questions.yes[branch]] = first[branch]
        first[questions.no[branch]] = first[branch] + number[questions.yes[branch]]
    return _Leaves(number, first, reached)


@dataclass(frozen=True)
class _Entries:
    """Of `node`, the codes low to high leave the leaves `left` of its tree's word number `word`."""

    node: Ints
    low: Ints
    high: Ints
    word: Ints
    left: npt.NDArray[np.uint32]


def _entries(ranges: Ranges, questions: Questions, leaves: _Leaves) -> _Entries:
    """No rules out the leaves behind yes, in every word where such lie."""
    behind = questions.yes[ranges.node]
    start = leaves.first[behind]
    stop = start + leaves.number[behind]
    n_words = (stop - 1) // WORD - start // WORD + 1
    each = np.repeat(np.arange(len(n_words)), n_words)
    word = np.arange(len(each)) - np.repeat(np.cumsum(n_words) - n_words, n_words) + start[each] // WORD
    low = np.maximum(start[each] - word * WORD, 0).astype(np.uint64)
    high = np.minimum(stop[each] - word * WORD, WORD).astype(np.uint64)
    one = np.uint64(1)
    out = (one << high) - (one << low)
    return _Entries(
        ranges.node[each], ranges.low[each], ranges.high[each], word, (~out & np.uint64(2**WORD - 1)).astype(np.uint32)
    )


def _values(trees: Ensemble, leaves: _Leaves, n_leaves: Ints) -> tuple[Ints, Ints, Ints, npt.NDArray[np.float64]]:
    """first_target, targets, first_value and values of Vectors. A leaf that adds nothing to a score of its tree adds
    0.0, which changes no sum; one that no row can reach has no place."""
    entry = np.isin(trees.nodes, leaves.reached)
    tree = trees.tree[trees.nodes[entry]]
    pair, place = np.unique(tree * trees.n_targets + trees.targets[entry], return_inverse=True)
    first_value = np.concatenate([[0], np.cumsum(n_leaves[pair // trees.n_targets])])
    values = np.zeros(first_value[-1])
    np.add.at(values, first_value[place] + leaves.first[trees.nodes[entry]], trees.weights[entry])
    first_target = np.searchsorted(pair // trees.n_targets, np.arange(len(n_leaves) + 1))
    return first_target, pair % trees.n_targets, first_value[:-1], values


def _walked(trees: Ensemble, codes: Codes, leaves: _Leaves, questions: Questions) -> Walked:
    """All trees as they are walked. The codes that go right are those above `code`; one code that goes left by itself
    is asked for in their place, with the sides exchanged."""
    right = codes.missing - trees.missing_left - codes.code
    low = np.where(trees.equal, codes.code, codes.code + 1)
    span = np.where(trees.equal, 1, np.where(trees.always_left, 0, right))
    left = np.where(trees.equal, trees.right, trees.left)
    return Walked(
        questions.roots,
        np.where(trees.leaf, -1, codes.column).astype(np.int32),
        low.astype(np.uint16),
        span.astype(np.uint16),
        np.where(trees.leaf, leaves.first, left).astype(np.int32),
        np.where(trees.equal, trees.left, trees.right).astype(np.int32),
    )
