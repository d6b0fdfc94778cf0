"""Columns of tensors: what joins and picks took them from, and computations that are done for all columns at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from automl.graph.builder import Graph
from datasets.schema import Column, Kind

FLOAT = onnx.TensorProto.FLOAT
COLUMNS = tuple(Column(name, Kind.NUMERIC) for name in "abc")
ROWS = {"a": [1, 2], "b": [10, 20], "c": [100, 200]}
FEED = {name: np.array(values, np.float32)[:, None] for name, values in ROWS.items()}


def times(graph: Graph, keys: Sequence[tuple[str, float]]) -> str:
    x = graph.take([(column, 0) for column, _ in keys])
    return graph.node("Mul", x, graph.constant(np.array([factor for _, factor in keys], np.float32)))


def squared(graph: Graph, keys: Sequence[tuple[str, int]]) -> str:
    x = graph.take(keys)
    return graph.node("Mul", x, x)


def made(graph: Graph, tensor: str, width: int) -> tuple[onnx.ModelProto, np.ndarray]:
    graph.output("y", tensor, FLOAT, width)
    model = graph.to_bytes()
    onnx.checker.check_model(model, full_check=True)
    return onnx.load_from_string(model), ort.InferenceSession(model).run(None, FEED)[0]


def test_what_is_asked_for_apart_is_computed_together_and_once() -> None:
    graph = Graph(COLUMNS)
    first = graph.together(times, [("a", 2.0), ("b", 3.0)])
    second = graph.together(times, [("c", 1.0), ("a", 2.0)])
    model, got = made(graph, graph.join([(first, 2), (second, 2)]), 4)
    np.testing.assert_array_equal(got, [[2, 30, 100, 2], [4, 60, 200, 4]])
    assert [node.op_type for node in model.graph.node].count("Mul") == 1
    factors = [onnx.numpy_helper.to_array(each).tolist() for each in model.graph.initializer]
    assert [2.0, 3.0, 1.0] in factors


def test_columns_that_lie_side_by_side_are_sliced() -> None:
    graph = Graph(COLUMNS)
    graph.together(times, [("a", 2.0)])
    picked = graph.together(times, [("b", 3.0), ("c", 1.0)])
    model, got = made(graph, picked, 2)
    np.testing.assert_array_equal(got, [[30, 100], [60, 200]])
    assert {node.op_type for node in model.graph.node} & {"Slice", "Gather"} == {"Slice"}


def test_what_is_computed_together_may_read_what_else_is() -> None:
    graph = Graph(COLUMNS)
    doubled = graph.together(times, [("a", 2.0), ("b", 2.0)])
    cells = graph.cells(doubled, 2)
    squares = graph.together(squared, [cells[1]])
    late = graph.together(times, [("c", -1.0)])
    _, got = made(graph, graph.join([(squares, 1), (late, 1)]), 2)
    np.testing.assert_array_equal(got, [[400, -100], [1600, -200]])


def test_cells_are_those_of_the_tensors_that_were_joined_and_picked() -> None:
    graph = Graph(COLUMNS)
    pair = graph.join([("a", 1), ("b", 1)])
    assert graph.cells(graph.join([(pair, 2), ("c", 1)]), 3) == (("a", 0), ("b", 0), ("c", 0))
    double = graph.node("Add", pair, pair)
    assert graph.cells(double, 2) == ((double, 0), (double, 1))


def test_gathered_columns_are_found_at_their_places() -> None:
    graph = Graph(COLUMNS)
    pair = graph.node("Add", graph.join([("a", 1), ("b", 1)]), graph.constant(np.array([0, 0], np.float32)))
    known = graph.cells(pair, 2)
    together = graph.cells(graph.together(squared, [*graph.cells("a", 1), *graph.cells("c", 1)]), 2)
    wanted = [[together[1], known[1]], [known[0], known[1], together[1]]]
    joined, places = graph.gather(wanted)
    _, got = made(graph, joined, 3)  # the pair whole, of what is computed together only what is wanted
    np.testing.assert_array_equal(got[:, places[0]], [[10000, 10], [40000, 20]])
    np.testing.assert_array_equal(got[:, places[1]], [[1, 10, 10000], [2, 20, 40000]])


def test_taking_a_whole_tensor_takes_the_tensor_itself() -> None:
    graph = Graph(COLUMNS)
    pair = graph.join([("a", 1), ("b", 1)])
    assert graph.take(graph.cells(pair, 2)) == pair
    _, got = made(graph, graph.take(graph.cells(pair, 2)[::-1]), 2)
    np.testing.assert_array_equal(got, [[10, 1], [20, 2]])


def test_in_any_order_a_tensor_that_has_just_these_columns_is_taken_as_it_is() -> None:
    graph = Graph(COLUMNS)
    pair = graph.node("Add", graph.join([("a", 1), ("b", 1)]), graph.constant(np.array([0, 0], np.float32)))
    known = graph.cells(pair, 2)
    tensor, places = graph.take_in_any_order(known[::-1])
    assert (tensor, places.tolist()) == (pair, [1, 0])
    tensor, places = graph.take_in_any_order(known[1:])
    assert places.tolist() == [0]
    _, got = made(graph, tensor, 1)
    np.testing.assert_array_equal(got, [[10], [20]])


def test_taking_the_first_columns_of_a_tensor_takes_no_more() -> None:
    graph = Graph(COLUMNS)
    pair = graph.node("Add", graph.join([("a", 1), ("b", 1)]), graph.constant(np.array([0, 0], np.float32)))
    _, got = made(graph, graph.take(graph.cells(pair, 2)[:1]), 1)
    np.testing.assert_array_equal(got, [[1], [2]])


def test_nothing_cannot_be_computed_together() -> None:
    with pytest.raises(ValueError, match="at least one column"):
        Graph(COLUMNS).together(times, [])
