"""The graph under construction: names, sharing, look-ups, joined tensors, and leaving out what is not needed."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime as ort

from automl.graph.builder import Graph
from datasets.schema import Column, Kind

FLOAT = onnx.TensorProto.FLOAT
COLUMNS = (Column("x", Kind.NUMERIC), Column("t", Kind.CATEGORY), Column("d", Kind.DATETIME))
TEXTS = np.array([["a"], ["b"], ["?"], [""]], dtype=object)


def feed(**changed: object) -> dict[str, object]:
    numbers, days = np.arange(4, dtype=np.float32)[:, None], np.arange(4)[:, None]
    return {"x": numbers, "t": TEXTS, "d": days} | changed


def test_every_column_is_an_input_even_when_nothing_reads_it() -> None:
    graph = Graph(COLUMNS, {"t": "input_t"})
    graph.output("y", graph.column("x"), FLOAT, 1)
    session = ort.InferenceSession(graph.to_bytes())
    got = {i.name: (i.type, i.shape) for i in session.get_inputs()}
    assert got == {
        "x": ("tensor(float)", ["n", 1]),
        "input_t": ("tensor(string)", ["n", 1]),
        "d": ("tensor(int64)", ["n", 1]),
    }
    values = feed()
    values["input_t"] = values.pop("t")
    np.testing.assert_array_equal(session.run(None, values)[0], values["x"])


def test_tensors_never_take_the_name_of_an_input() -> None:
    columns = tuple(Column(f"Add#{i}", Kind.NUMERIC) for i in range(8))
    graph = Graph(columns)
    total = graph.column("Add#0")
    for column in columns[1:]:
        total = graph.node("Add", total, graph.column(column.name))
    graph.output("constant#0", total, FLOAT, 1)
    ones = {column.name: np.ones((2, 1), np.float32) for column in columns}
    np.testing.assert_array_equal(ort.InferenceSession(graph.to_bytes()).run(None, ones)[0], [[8], [8]])


def test_equal_nodes_and_constants_are_added_once() -> None:
    graph = Graph(COLUMNS)
    two = graph.constant(np.array([2], np.float32))
    assert graph.constant(np.array([2], np.float32)) == two
    assert graph.constant(np.array([2], np.float64)) != two
    assert graph.node("Mul", "x", two) == graph.node("Mul", "x", two)
    assert graph.node("Mul", "x", two) != graph.node("Div", "x", two)
    assert graph.node("Cast", "x", to=11) != graph.node("Cast", "x", to=7)


def test_look_ups_of_a_column_share_one_search() -> None:
    graph = Graph(COLUMNS)
    first = graph.lookup("t", ("a", "b"), np.array([[1, 10], [2, 20], [0, -1]], np.float32))
    second = graph.lookup("t", ("", "b"), np.array([[7], [8], [9]], np.float32))
    assert graph.lookup("t", ("", "b"), np.array([[7], [8], [9]], np.float32)) == second
    graph.output("y", graph.join([(first, 2), (second, 1)]), FLOAT, 3)
    model = graph.to_bytes()
    onnx.checker.check_model(model, full_check=True)
    made = onnx.load_from_string(model).graph
    assert [node.op_type for node in made.node].count("LabelEncoder") == 1
    assert [tuple(each.dims) for each in made.initializer if len(each.dims) == 2] == [(4, 3)]
    expected = [[1, 10, 9], [2, 20, 8], [0, -1, 9], [0, -1, 7]]
    np.testing.assert_array_equal(ort.InferenceSession(model).run(None, feed())[0], expected)


def test_a_table_without_words_answers_with_its_last_row() -> None:
    graph = Graph(COLUMNS)
    graph.output("y", graph.lookup("t", (), np.array([[5]], np.float32)), FLOAT, 1)
    np.testing.assert_array_equal(ort.InferenceSession(graph.to_bytes()).run(None, feed())[0], np.full((4, 1), 5))


def test_joined_tensors_are_taken_apart_when_joined_again() -> None:
    graph = Graph(COLUMNS)
    double = graph.node("Add", "x", "x")
    pair = graph.join([("x", 1), (double, 1)])
    triple = graph.join([(pair, 2), ("x", 1)])
    assert graph.cells(triple, 3) == (("x", 0), (double, 0), ("x", 0))
    assert graph.join([(double, 1)]) == double
    graph.output("y", triple, FLOAT, 3)
    model = onnx.load_from_string(graph.to_bytes())
    assert [node.op_type for node in model.graph.node] == ["Add", "Concat", "Identity"]


def test_nodes_and_constants_that_no_output_needs_are_left_out() -> None:
    graph = Graph(COLUMNS)
    graph.lookup("t", ("a",), np.array([[1], [2]], np.float32))
    graph.node("Mul", "x", graph.constant(np.array([2], np.float32)))
    graph.output("y", "x", FLOAT, 1)
    model = onnx.load_from_string(graph.to_bytes())
    assert [node.op_type for node in model.graph.node] == ["Identity"]
    assert not model.graph.initializer


def test_look_ups_of_several_columns_share_tables_of_like_width() -> None:
    columns = (*COLUMNS, Column("u", Kind.CATEGORY), Column("v", Kind.CATEGORY))
    graph = Graph(columns)
    wide = np.arange(30, dtype=np.float32).reshape(3, 10)
    tensors = [
        (graph.lookup("t", ("a", "b"), wide), 10),
        (graph.lookup("u", ("x", "y"), -wide[:, :8]), 8),
        (graph.lookup("v", ("p",), np.array([[1], [2]], np.float32)), 1),
        (graph.lookup("x", (1.0, 2.0), np.array([[5], [6], [7]], np.float32)), 1),
    ]
    graph.output("y", graph.join(tensors), FLOAT, 20)
    model = onnx.load_from_string(graph.to_bytes())
    assert sorted(tuple(each.dims) for each in model.graph.initializer if len(each.dims) == 2) == [(5, 1), (6, 10)]
    texts = {"u": [["y"], ["x"], ["?"], ["y"]], "v": [["p"], ["q"], ["p"], ["p"]]}
    got = ort.InferenceSession(model.SerializeToString()).run(
        None, feed(**{name: np.array(cells, dtype=object) for name, cells in texts.items()})
    )[0]
    np.testing.assert_array_equal(got[:, :10], wide[[0, 1, 2, 2]])
    np.testing.assert_array_equal(got[:, 10:18], -wide[[1, 0, 2, 1], :8])
    np.testing.assert_array_equal(got[:, 18:], [[1, 7], [2, 5], [1, 6], [1, 7]])
