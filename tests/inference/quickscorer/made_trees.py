"""Tree ensembles made up by a seed, as the engine exports them: any size, sets of categories, several scores."""

from __future__ import annotations

import numpy as np
import onnx

from automl.graph.builder import Graph
from automl.graph.set_splits import ends_of_bits, with_sets
from automl.graph.trees import LEAF, Trees

N_COLUMNS = 4


def grown(rng: np.random.Generator, n_leaves: int, m: int) -> Trees:
    """One tree that grew leaf by leaf; a leaf adds to one of m scores, or to all of them."""
    feature, left, right, open_ = [LEAF], [0], [0], [0]
    while len(open_) < n_leaves:
        node = open_.pop(int(rng.integers(len(open_))))
        feature[node], left[node], right[node] = int(rng.integers(N_COLUMNS)), len(feature), len(feature) + 1
        open_ += [len(feature), len(feature) + 1]
        feature += [LEAF, LEAF]
        left += [0, 0]
        right += [0, 0]
    is_leaf = np.array(feature) == LEAF
    several = bool(rng.random() < 0.5)
    counts = is_leaf * (m if several else 1)
    targets = np.arange(m) if several else rng.integers(m, size=1)
    return Trees(
        offsets=np.array([0, len(feature)]),
        feature=np.array(feature),
        threshold=rng.choice([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, np.inf, -np.inf], len(feature)).astype(np.float32),
        left=np.array(left),
        right=np.array(right),
        missing_left=rng.random(len(feature)) < 0.5,
        starts=np.concatenate([[0], np.cumsum(counts)]),
        targets=np.tile(targets, int(is_leaf.sum())),
        weights=rng.normal(size=int(counts.sum())),
        base=np.zeros(m),
    )


def made_trees(
    seed: int, *, n_trees: int = 6, most_leaves: int = 90, m: int = 1, with_categories: bool = True
) -> Trees:
    """An ensemble in which some branches ask whether a code is in a set."""
    rng = np.random.default_rng(seed)
    trees = Trees.concat([grown(rng, int(rng.integers(2, most_leaves + 1)), m) for _ in range(n_trees)])
    branches = np.flatnonzero(trees.feature != LEAF)
    asked = branches[rng.random(len(branches)) < 0.3] if with_categories else branches[:0]
    words = rng.integers(1, 2**32, 2 * len(asked)).astype(np.uint32)
    words[rng.random(len(words)) < 0.3] = 5
    return with_sets(trees, asked, ends_of_bits(words, 2 * np.arange(len(asked) + 1)))


def made_rows(seed: int, n: int) -> np.ndarray:
    """(n, N_COLUMNS) float32: values at and beside every threshold, codes, infinities and missing values."""
    rng = np.random.default_rng(seed)
    X = rng.choice(np.arange(-3, 70), (n, N_COLUMNS)).astype(np.float32)
    X[rng.random(X.shape) < 0.2] = 0.5
    for odd in (np.nan, np.inf, -np.inf):
        X[rng.random(X.shape) < 0.1] = odd
    return X


def model_of(*ensembles: Trees) -> bytes:
    """A graph from `X` to `y`, the sum of the scores of all ensembles, and `x0`, which needs no tree."""
    graph = Graph(())
    scores = [trees.emit(graph, "X") for trees in ensembles]
    graph.output("y", graph.node("Sum", *scores), onnx.TensorProto.DOUBLE, ensembles[0].n_scores)
    graph.output(
        "x0",
        graph.node("Mul", "X", graph.constant(np.array([2.0], dtype=np.float32))),
        onnx.TensorProto.FLOAT,
        N_COLUMNS,
    )
    proto = onnx.load_from_string(graph.to_bytes())
    proto.graph.input.append(onnx.helper.make_tensor_value_info("X", onnx.TensorProto.FLOAT, ["n", N_COLUMNS]))
    return bytes(proto.SerializeToString())


def assert_same_bits(got: np.ndarray, wanted: np.ndarray) -> None:
    np.testing.assert_array_equal(got, wanted)
    assert got.dtype == wanted.dtype
    assert got.tobytes() == wanted.tobytes()
