"""Sets of few or small codes as comparisons with their members, which take fewer nodes.

Trees know a branch over a set as a search over the ends of its runs (set_splits.py). In the graph a chain of x = code
does the same in about half the nodes, and of a chain whose codes lie between 1 and 64 ONNX Runtime 1.20 and later make
one node that looks a bit up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.graph.set_splits import sorted_by_tree
from automl.graph.trees import LEAF, Trees
from inference.quickscorer.ensemble import Ensemble, UnsupportedTreesError, distinct
from inference.quickscorer.questions import Codes, Questions, Ranges, codes_of, levels_of, questions_of, ranges_of

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
LARGEST = 64  # of the codes that ONNX Runtime joins
MOST_MEMBERS = 8  # of a set with a larger code; the search over its ends has more nodes


def with_equalities(trees: Trees) -> tuple[Trees, Flags]:
    """The same trees with chains of equalities where they can be, and which nodes (v,) ask x = threshold."""
    none = np.zeros(trees.n_nodes, dtype=np.bool_)
    ensemble = _as_ensemble(trees)
    try:
        questions, codes = questions_of(ensemble), codes_of(ensemble)
        asked = np.concatenate([*levels_of(ensemble, questions), np.empty(0, dtype=np.int64)])
    except UnsupportedTreesError:  # more thresholds than codes: the searches stay
        return trees, none
    sets = asked[questions.joined[asked]]
    if not len(sets):
        return trees, none
    members = _members(ranges_of(ensemble, codes, questions, sets), codes, questions, sets)
    return _chained(trees, _apart(trees, members))


@dataclass(frozen=True)
class _Members:
    """The codes `code` (r,), in order, of the sets that the nodes `node` (r,) ask for; a node goes to `inside` with one
    of them and to `outside` otherwise."""

    node: Ints
    code: Ints
    inside: Ints
    outside: Ints


def _as_ensemble(trees: Trees) -> Ensemble:
    own, leaf = np.arange(trees.n_nodes), trees.feature == LEAF
    entry = np.repeat(own, np.diff(trees.starts))
    return Ensemble(
        roots=trees.offsets[:-1],
        feature=np.where(leaf, 0, trees.feature),
        threshold=trees.threshold.astype(np.float64),
        left=np.where(leaf, own, trees.left),
        right=np.where(leaf, own, trees.right),
        leaf=leaf,
        equal=np.zeros(trees.n_nodes, dtype=np.bool_),
        missing_left=trees.missing_left,
        nodes=entry,
        targets=trees.targets,
        weights=trees.weights,
        n_targets=trees.n_scores,
    )


def _members(refused: Ranges, codes: Codes, questions: Questions, sets: Ints) -> _Members:
    """The members of every set that has an end on both sides, no missing values in it, and few or small codes. The
    set is what a node says no to, or what lies between that."""
    order = np.lexsort((refused.low, refused.node))
    node, low, high = refused.node[order], refused.low[order], refused.high[order]
    is_first, is_last = np.diff(node, prepend=-1) != 0, np.diff(node, append=-1) != 0
    from_least, ends, is_open = (np.zeros(len(questions.yes), dtype=np.bool_) for _ in range(3))
    from_least[node[is_first]] = low[is_first] == 0
    missing = codes.missing[node[is_last]]
    ends[node[is_last]] = high[is_last] < missing - 1
    is_open[node[is_last]] = (high[is_last] == missing) & (low[is_last] < missing)
    is_no, is_yes = ends & ~from_least, is_open & from_least
    no = is_no[node]
    between = is_yes[node] & ~is_last
    owner = np.concatenate([node[no], node[between]])
    first = np.concatenate([low[no], high[between] + 1])
    last = np.concatenate([high[no], low[np.flatnonzero(between) + 1] - 1])
    below, above = _cut(codes, owner, first - 1), _cut(codes, owner, last)
    whole = (below % 1 == 0.5) & (above % 1 == 0.5) & (below >= -0.5)
    fits = np.zeros(len(questions.yes), dtype=np.bool_)
    fits[sets] = is_no[sets] | is_yes[sets]
    fits[owner[~whole]] = False
    n_members = np.bincount(owner, np.where(whole, above - below, 0.0), minlength=len(fits))
    is_large = np.zeros(len(fits), dtype=np.bool_)
    is_large[owner[above > LARGEST + 1]] = True
    fits &= ~is_large | (n_members <= MOST_MEMBERS)
    kept = fits[owner]
    n_codes = (above - below)[kept].astype(np.int64)
    each = np.repeat(np.flatnonzero(kept), n_codes)
    place = np.arange(len(each)) - np.repeat(np.cumsum(n_codes) - n_codes, n_codes)
    code = (below[each] + 0.5).astype(np.int64) + place
    nodes = owner[each]
    order = np.lexsort((code, nodes))
    nodes, code = nodes[order], code[order]
    inside = np.where(is_no[nodes], questions.no[nodes], questions.yes[nodes])
    outside = np.where(is_no[nodes], questions.yes[nodes], questions.no[nodes])
    return _Members(nodes, code, inside, outside)


def _apart(trees: Trees, members: _Members) -> _Members:
    """Without the sets outside of which the next set of the same feature is asked for, if what is inside both may look
    alike: ONNX Runtime 1.31 joins equalities one after the other when their children have equal weights, or ask for the
    same threshold, without looking further."""
    first = np.flatnonzero(np.diff(members.node, prepend=-1) != 0)
    inside = np.full(trees.n_nodes, -1)
    inside[members.node[first]] = members.inside[first]
    outer, inner = members.node[first], members.outside[first]
    follows = (inside[inner] >= 0) & (trees.feature[outer] == trees.feature[inner])
    one, other = inside[outer], np.where(follows, inside[inner], inside[outer])
    leaf, weight = trees.feature == LEAF, np.append(trees.weights, 0.0)[trees.starts[:-1]]
    same_leaf = leaf[one] & leaf[other] & (weight[one] == weight[other])
    same_branch = ~leaf[one] & ~leaf[other] & (trees.feature[one] == trees.feature[other])
    differ = trees.threshold[one] != trees.threshold[other]
    same_branch &= ~(differ & (inside[one] < 0) & (inside[other] < 0))
    dropped = np.zeros(trees.n_nodes, dtype=np.bool_)
    dropped[outer[follows & (same_leaf | same_branch)]] = True
    kept = ~dropped[members.node]
    return _Members(members.node[kept], members.code[kept], members.inside[kept], members.outside[kept])


def _cut(codes: Codes, node: Ints, place: Ints) -> npt.NDArray[np.float64]:
    """The threshold number `place` of the feature of `node`."""
    cut: npt.NDArray[np.float64] = codes.cuts[codes.starts[codes.column[node]] + place]
    return cut


def _chained(trees: Trees, members: _Members) -> tuple[Trees, Flags]:
    """The first member takes the place of the node, the others follow all nodes; what no row can reach leaves."""
    first = np.diff(members.node, prepend=-1) != 0
    place = np.where(first, members.node, trees.n_nodes + np.cumsum(~first) - 1)
    is_last = np.append(first[1:], True)[: len(first)]
    after = np.where(is_last, members.outside, np.append(place[1:], 0)[: len(place)])
    n_nodes = trees.n_nodes + int(np.sum(~first))
    more = n_nodes - trees.n_nodes

    def grown(old: npt.NDArray[Any], values: npt.NDArray[Any] | bool) -> npt.NDArray[Any]:
        whole = np.concatenate([old, np.zeros(more, dtype=old.dtype)])
        whole[place] = values
        return whole

    tree = np.repeat(np.arange(trees.n_trees), np.diff(trees.offsets))
    tree = np.concatenate([tree, tree[members.node[~first]]])
    longer = replace(
        trees,
        feature=grown(trees.feature, trees.feature[members.node]),
        threshold=grown(trees.threshold, members.code.astype(np.float32)),
        left=grown(trees.left, members.inside),
        right=grown(trees.right, after),
        missing_left=grown(trees.missing_left, False),
        starts=np.concatenate([trees.starts, np.full(more, trees.starts[-1])]),
    )
    equal = np.zeros(n_nodes, dtype=np.bool_)
    equal[place] = True
    return _reached(longer, tree, equal)


def _reached(trees: Trees, tree: Ints, equal: Flags) -> tuple[Trees, Flags]:
    """Without the nodes that no way leads to."""
    seen = np.zeros(trees.n_nodes, dtype=np.bool_)
    place, level = np.empty(trees.n_nodes, dtype=np.int64), trees.offsets[:-1]
    while len(level):
        seen[level] = True
        branch = level[trees.feature[level] != LEAF]
        level = np.concatenate([trees.left[branch], trees.right[branch]])
        level = distinct(level[~seen[level]], place)
    kept = np.flatnonzero(seen)
    moved = np.cumsum(seen) - 1
    entry = np.repeat(seen, np.diff(trees.starts))
    smaller = replace(
        trees,
        feature=trees.feature[kept],
        threshold=trees.threshold[kept],
        left=moved[trees.left[kept]],
        right=moved[trees.right[kept]],
        missing_left=trees.missing_left[kept],
        starts=np.concatenate([[0], np.cumsum(np.diff(trees.starts)[kept])]),
        targets=trees.targets[entry],
        weights=trees.weights[entry],
    )
    order = np.argsort(tree[kept], kind="stable")
    return sorted_by_tree(smaller, tree[kept], trees.n_trees), equal[kept][order]


__all__ = ["with_equalities"]
