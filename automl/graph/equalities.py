"""Sets of few or small codes as comparisons with their members, which take fewer nodes.

Trees know a branch over a set as a search over the ends of its runs (set_splits.py). In the graph a chain of x = code
does the same in about half the nodes, and of a chain whose codes lie between 1 and 64 ONNX Runtime 1.20 and later make
one node that looks a bit up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.graph._chains import Flags, Ints, Members, chained
from automl.graph.trees import LEAF, Trees
from inference.quickscorer.ensemble import Ensemble, UnsupportedTreesError
from inference.quickscorer.questions import Codes, Questions, Ranges, codes_of, levels_of, questions_of, ranges_of

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
    runs = _fitting(_runs(ranges_of(ensemble, codes, questions, sets), codes, questions))
    return chained(trees, _apart(trees, _members(runs, questions)))


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


@dataclass(frozen=True)
class _Runs:
    """Of the sets that the nodes `node` (r,) ask for, the codes above `below` and at most `above`. `is_no` (v,) says of
    which nodes they are what the node says no to; of the others they are what lies between that."""

    node: Ints
    below: npt.NDArray[np.float64]
    above: npt.NDArray[np.float64]
    is_no: Flags


def _runs(refused: Ranges, codes: Codes, questions: Questions) -> _Runs:
    """The runs of every set that has an end on both sides and no missing values in it."""
    order = np.lexsort((refused.low, refused.node))
    node, low, high = refused.node[order], refused.low[order], refused.high[order]
    is_first, is_last = np.diff(node, prepend=-1) != 0, np.diff(node, append=-1) != 0
    from_least, ends, is_open = (np.zeros(len(questions.yes), dtype=np.bool_) for _ in range(3))
    missing = codes.missing[node[is_last]]
    from_least[node[is_first]] = low[is_first] == 0
    ends[node[is_last]] = high[is_last] < missing - 1
    is_open[node[is_last]] = (high[is_last] == missing) & (low[is_last] < missing)
    is_no = ends & ~from_least
    no, between = is_no[node], (is_open & from_least)[node] & ~is_last
    owner = np.concatenate([node[no], node[between]])
    first = np.concatenate([low[no], high[between] + 1])
    last = np.concatenate([high[no], low[np.flatnonzero(between) + 1] - 1])
    cut = codes.starts[codes.column[owner]]
    return _Runs(owner, codes.cuts[cut + first - 1], codes.cuts[cut + last], is_no)


def _fitting(runs: _Runs) -> _Runs:
    """The runs of the sets that have few or small codes, all of them whole numbers."""
    n_nodes = len(runs.is_no)
    whole = (runs.below % 1 == 0.5) & (runs.above % 1 == 0.5) & (runs.below >= -0.5)
    n_members = np.bincount(runs.node, np.where(whole, runs.above - runs.below, 0.0), minlength=n_nodes)
    large, odd = np.zeros(n_nodes, dtype=np.bool_), np.zeros(n_nodes, dtype=np.bool_)
    large[runs.node[runs.above > LARGEST + 1]] = True
    odd[runs.node[~whole]] = True
    kept = (~odd & (~large | (n_members <= MOST_MEMBERS)))[runs.node]
    return _Runs(runs.node[kept], runs.below[kept], runs.above[kept], runs.is_no)


def _members(runs: _Runs, questions: Questions) -> Members:
    """Every code of every run."""
    n_codes = (runs.above - runs.below).astype(np.int64)
    each = np.repeat(np.arange(len(n_codes)), n_codes)
    place = np.arange(len(each)) - np.repeat(np.cumsum(n_codes) - n_codes, n_codes)
    node, code = runs.node[each], (runs.below[each] + 0.5).astype(np.int64) + place
    order = np.lexsort((code, node))
    node, code, is_no = node[order], code[order], runs.is_no[node[order]]
    yes, no = questions.yes[node], questions.no[node]
    return Members(node, code, np.where(is_no, no, yes), np.where(is_no, yes, no))


def _apart(trees: Trees, members: Members) -> Members:
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
    return Members(members.node[kept], members.code[kept], members.inside[kept], members.outside[kept])


__all__ = ["with_equalities"]
