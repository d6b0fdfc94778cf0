"""Tree ensembles: exact thresholds, missing values, merging, single leaves, and one node that computes the same."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.graph.builder import Graph
from automl.graph.trees import LEAF, Trees, round_down

EDGES = (0.0, -0.0, 1e-45, -1e-45, 1.0, np.nextafter(np.float32(1), np.float32(2)), 3.4028234e38, -3.4028234e38)
FLOAT32 = st.floats(width=32, allow_nan=False, allow_infinity=False)


def random_trees(seed: int, n_trees: int = 5, k: int = 3, m: int = 1) -> Trees:
    """Full trees of depth 0 to 3 over k columns, each leaf with every score, thresholds that rows often equal."""
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(n_trees):
        branches = 2 ** int(rng.integers(0, 4)) - 1
        nodes, place = 2 * branches + 1, np.arange(2 * branches + 1)
        is_leaf = place >= branches
        parts.append(
            Trees(
                offsets=np.array([0, nodes]),
                feature=np.where(is_leaf, LEAF, rng.integers(0, k, nodes)),
                threshold=rng.integers(-2, 3, nodes).astype(np.float32),
                left=np.where(is_leaf, 0, 2 * place + 1),
                right=np.where(is_leaf, 0, 2 * place + 2),
                missing_left=rng.random(nodes) < 0.5,
                starts=np.concatenate([[0], np.cumsum(is_leaf * m)]),
                targets=np.tile(np.arange(m), int(is_leaf.sum())),
                weights=rng.normal(size=int(is_leaf.sum()) * m),
                base=rng.normal(size=m),
            )
        )
    return Trees.concat(parts)


def rows(seed: int, n: int = 60, k: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    X = rng.integers(-3, 4, (n, k)).astype(np.float32)
    X[rng.random(X.shape) < 0.2] = np.nan
    return X


def slow_scores(trees: Trees, X: np.ndarray) -> np.ndarray:
    """Row by row and node by node, as the definition says."""
    scores = np.tile(trees.base, (len(X), 1))
    for i, x in enumerate(X):
        for root in trees.offsets[:-1]:
            node = root
            while trees.feature[node] != LEAF:
                value = x[trees.feature[node]]
                left = trees.missing_left[node] if np.isnan(value) else value <= trees.threshold[node]
                node = trees.left[node] if left else trees.right[node]
            for entry in range(trees.starts[node], trees.starts[node + 1]):
                scores[i, trees.targets[entry]] += trees.weights[entry]
    return scores


def graph_scores(trees: Trees, X: np.ndarray) -> np.ndarray:
    graph = Graph(())
    graph.output("y", trees.emit(graph, "X"), onnx.TensorProto.DOUBLE, trees.n_scores)
    proto = onnx.load_from_string(graph.to_bytes())
    proto.graph.input.append(onnx.helper.make_tensor_value_info("X", onnx.TensorProto.FLOAT, ["n", X.shape[1]]))
    onnx.checker.check_model(proto, full_check=True)
    return np.asarray(ort.InferenceSession(proto.SerializeToString()).run(None, {"X": X})[0])


@given(x=FLOAT32, t=st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_down_changes_no_decision(x: float, t: float) -> None:
    assert (np.float32(x) <= round_down(np.array([t]))[0]) == (float(np.float32(x)) <= t)


@given(x=FLOAT32, steps=st.integers(-2, 2))
def test_rounding_down_next_to_a_float32(x: float, steps: int) -> None:
    t = float(np.float32(x))
    for _ in range(abs(steps)):
        t = np.nextafter(t, np.inf if steps > 0 else -np.inf)
    assert (np.float32(x) <= round_down(np.array([t]))[0]) == (float(np.float32(x)) <= t)


@pytest.mark.parametrize("m", [1, 3])
@pytest.mark.parametrize("seed", range(4))
def test_numpy_and_graph_follow_the_definition(seed: int, m: int) -> None:
    trees, X = random_trees(seed, m=m), rows(seed)
    expected = slow_scores(trees, X)
    np.testing.assert_allclose(trees.scores(X), expected, atol=1e-12)
    np.testing.assert_allclose(graph_scores(trees, X), expected, atol=1e-6)


def test_equality_at_the_threshold_goes_left_in_the_graph_too() -> None:
    for edge in EDGES:
        trees = Trees(
            offsets=np.array([0, 3]),
            feature=np.array([0, LEAF, LEAF]),
            threshold=np.array([edge, 0, 0], np.float32),
            left=np.array([1, 0, 0]),
            right=np.array([2, 0, 0]),
            missing_left=np.array([False, False, False]),
            starts=np.array([0, 0, 1, 2]),
            targets=np.array([0, 0]),
            weights=np.array([-1.0, 1.0]),
            base=np.zeros(1),
        )
        with np.errstate(over="ignore"):
            beside = [np.nextafter(np.float32(edge), np.float32(to)) for to in (-np.inf, np.inf)]
        X = np.array([[edge], [beside[0]], [beside[1]], [np.nan]], np.float32)
        assert graph_scores(trees, X).ravel().tolist() == [-1.0, -1.0, 1.0, 1.0]
        np.testing.assert_array_equal(trees.scores(X), graph_scores(trees, X))


def test_concat_scaled_and_moved_columns() -> None:
    a, b, X = random_trees(1, m=2), random_trees(2, m=2), rows(3)
    both = Trees.concat([a.scaled(0.25), b.scaled(0.75).with_features(np.array([3, 4, 5]))])
    wide = np.concatenate([X, X[:, ::-1]], axis=1)
    expected = 0.25 * a.scores(X) + 0.75 * b.scores(np.ascontiguousarray(X[:, ::-1]))
    np.testing.assert_allclose(both.scores(wide), expected, atol=1e-12)
    np.testing.assert_allclose(graph_scores(both, wide), expected, atol=1e-6)
    turned = a.with_features(np.array([2, 1, 0]))
    np.testing.assert_allclose(turned.scores(np.ascontiguousarray(X[:, ::-1])), a.scores(X), atol=1e-12)


def test_trees_of_one_leaf_only_are_a_constant() -> None:
    leaf = Trees.concat([Trees.constant(np.array([0.5, 0.0])), Trees.constant(np.array([1.0, 1.75]))])
    X = rows(0)
    np.testing.assert_array_equal(leaf.scores(X), np.tile([1.5, 1.75], (len(X), 1)))
    np.testing.assert_array_equal(graph_scores(leaf, X), np.tile([1.5, 1.75], (len(X), 1)))
    mixed = Trees.concat([leaf, random_trees(5, m=2), leaf])
    np.testing.assert_allclose(graph_scores(mixed, X), slow_scores(mixed, X), atol=1e-6)


def test_complement_of_a_forest_keeps_the_digits_of_small_probabilities() -> None:
    forest = random_trees(7, n_trees=6)
    leaves = np.random.default_rng(0).choice([1.0, 1.0 - 1e-9], len(forest.weights))
    trees = Trees(**{**vars(forest), "weights": leaves / 6, "base": np.zeros(1)})
    X = rows(8)
    p = trees.scores(X)
    both = trees.complemented()
    np.testing.assert_allclose(both.scores(X), np.concatenate([1 - p, p], axis=1), atol=1e-12)
    got = graph_scores(both, X)
    small = (1 - p[:, 0] > 0) & (1 - p[:, 0] < 1e-8)
    assert small.any()
    np.testing.assert_allclose(got[small, 0], 1 - p[small, 0], rtol=1e-4)
    with pytest.raises(ValueError, match="no base"):
        forest.complemented()


def test_many_trees_add_up_without_drift() -> None:
    trees = Trees.concat([random_trees(i, n_trees=50) for i in range(100)]).scaled(0.01)
    X = rows(1, n=200)
    assert trees.n_trees == 5000
    np.testing.assert_allclose(graph_scores(trees, X), trees.scores(X), rtol=1e-6, atol=1e-7)


def test_base_counts_for_scores_that_no_reached_leaf_adds_to() -> None:
    full = random_trees(3, n_trees=1, m=3)
    leaf = np.flatnonzero(full.feature == LEAF)
    first = np.isin(np.arange(len(full.weights)), full.starts[leaf])
    ends = np.concatenate([[0], np.cumsum(full.feature == LEAF)])
    sparse = Trees(**{**vars(full), "starts": ends, "targets": full.targets[first], "weights": full.weights[first]})
    X = rows(0)
    np.testing.assert_allclose(graph_scores(sparse, X), slow_scores(sparse, X), atol=1e-6)
