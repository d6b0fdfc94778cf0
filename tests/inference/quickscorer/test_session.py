"""Bit vectors give the bits of the runtime: any trees, any rows; and they are used only where they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from automl.graph.trees import Trees
from inference.quickscorer import session as quick_session
from inference.quickscorer import vectors
from inference.quickscorer.session import open_quick
from inference.session import open_session
from tests.inference.quickscorer.made_trees import assert_same_bits, made_rows, made_trees, model_of

NAMES = ["y", "x0"]


def same(model: bytes, X: np.ndarray) -> None:
    quick = open_quick(model)
    assert quick is not None
    expected = open_session(model, threads=1).run(NAMES, {"X": X})
    for got, wanted in zip(quick.run(NAMES, {"X": X}), expected, strict=True):
        assert_same_bits(got, wanted)


@settings(max_examples=60)
@given(
    st.integers(0, 10**6), st.sampled_from([2, 20, 33, 90, 200]), st.sampled_from([1, 3]), st.sampled_from([1, 64, 150])
)
def test_scores_are_those_of_the_runtime_bit_for_bit(seed: int, most_leaves: int, m: int, n: int) -> None:
    same(model_of(made_trees(seed, most_leaves=most_leaves, m=m)), made_rows(seed, n))


def test_several_ensembles_in_one_graph() -> None:
    same(model_of(made_trees(1, m=2), made_trees(2, m=2), made_trees(3, m=2)), made_rows(4, 500))


def test_scores_beyond_float32_are_infinite_as_in_the_runtime() -> None:
    trees = made_trees(1)
    same(model_of(replace(trees, weights=trees.weights * 1e300)), made_rows(2, 300))


@pytest.mark.parametrize("most", [1, 40])
def test_trees_with_many_leaves_are_walked(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "MOST_LEAVES", most)
    same(model_of(made_trees(5, m=3, most_leaves=80)), made_rows(6, 500))


def test_a_tree_with_more_leaves_than_bit_vectors_are_made_of() -> None:
    same(model_of(made_trees(7, n_trees=2, most_leaves=5_000, with_categories=False)), made_rows(8, 200))


def changed(model: bytes, **attributes: object) -> bytes:
    """The model with attributes of its trees set (None: removed)."""
    proto = onnx.load_from_string(model)
    node = next(one for one in proto.graph.node if one.op_type == "TreeEnsembleRegressor")
    kept = [one for one in node.attribute if one.name not in attributes]
    del node.attribute[:]
    node.attribute.extend(kept)
    node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items() if value is not None)
    return bytes(proto.SerializeToString())


def as_float32(model: bytes) -> bytes:
    proto = onnx.load_from_string(model)
    node = next(one for one in proto.graph.node if one.op_type == "TreeEnsembleRegressor")
    named = {one.name: helper.get_attribute_value(one) for one in node.attribute}
    tensor = onnx.numpy_helper.to_array(named["nodes_values_as_tensor"]).astype(np.float32)
    return changed(model, nodes_values_as_tensor=onnx.numpy_helper.from_array(tensor))


@pytest.mark.parametrize(
    "change",
    [
        lambda model: changed(model, post_transform="LOGISTIC"),
        lambda model: changed(model, aggregate_function="MAX"),
        lambda model: changed(model, base_values=[1.0]),
        lambda model: changed(model, nodes_missing_value_tracks_true=None),
        as_float32,
    ],
)
def test_trees_that_easel_does_not_write_are_left_to_the_runtime(change) -> None:
    assert open_quick(change(model_of(made_trees(1)))) is None


def with_entries(model: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The model after `change` of its trees' attributes."""
    proto = onnx.load_from_string(model)
    node = next(one for one in proto.graph.node if one.op_type == "TreeEnsembleRegressor")
    named = {one.name: helper.get_attribute_value(one) for one in node.attribute}
    change(named)
    return changed(model, **named)


def twice(named: dict[str, Any]) -> None:
    for name in ("target_treeids", "target_nodeids", "target_ids"):
        named[name] = [*named[name], named[name][0]]
    weights = onnx.numpy_helper.to_array(named["target_weights_as_tensor"])
    named["target_weights_as_tensor"] = onnx.numpy_helper.from_array(np.append(weights, 1.0))


def circle(named: dict[str, Any]) -> None:
    named["nodes_truenodeids"] = [0] * len(named["nodes_truenodeids"])


def negative(named: dict[str, Any]) -> None:
    named["nodes_featureids"] = [-1] * len(named["nodes_featureids"])


@pytest.mark.parametrize("change", [twice, circle, negative])
def test_trees_that_make_no_sense_are_left_to_the_runtime(change: Callable[[dict[str, Any]], None]) -> None:
    assert open_quick(with_entries(model_of(made_trees(1)), change)) is None


def test_outputs_that_no_part_makes_are_left_to_the_runtime() -> None:
    proto = onnx.load_from_string(model_of(made_trees(1)))
    node = next(one for one in proto.graph.node if one.op_type == "TreeEnsembleRegressor")
    proto.graph.output.append(helper.make_tensor_value_info(node.output[0], TensorProto.FLOAT, None))
    assert open_quick(proto.SerializeToString()) is None


def test_a_graph_without_trees_is_left_to_the_runtime() -> None:
    assert open_quick(model_of(Trees.constant(np.array([1.0])))) is None


def test_trees_behind_trees_are_left_to_the_runtime() -> None:
    proto = onnx.load_from_string(model_of(made_trees(1), made_trees(2)))
    first, second = (one for one in proto.graph.node if one.op_type == "TreeEnsembleRegressor")
    proto.graph.node.remove(second)
    cast = helper.make_node("Cast", [first.output[0]], ["again"], to=TensorProto.DOUBLE)
    second.input[0] = "again"
    place = list(proto.graph.node).index(first) + 1
    proto.graph.node.insert(place, cast)
    proto.graph.node.insert(place + 1, second)
    assert open_quick(proto.SerializeToString()) is None


def test_without_numba_the_runtime_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_session, "find_spec", lambda name: None if name == "numba" else object())
    assert open_quick(model_of(made_trees(1))) is None
