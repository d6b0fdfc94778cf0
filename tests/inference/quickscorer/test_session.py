"""Bit vectors give the bits of the runtime: any trees, any rows; and they are used only where they do."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import onnx
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from automl.graph.trees import Trees
from inference import load, predict_file
from inference.quickscorer import session as quick_session
from inference.quickscorer import vectors
from inference.quickscorer.session import LEAST_ROWS, QuickSession, Tables, open_quick
from inference.session import open_session
from tests.inference.quickscorer.made_trees import made_rows, made_trees, model_of

GOLDEN = Path(__file__).parents[2] / "golden"
NAMES = ["y", "x0"]


def same(model: bytes, X: np.ndarray) -> None:
    quick = open_quick(model)
    assert quick is not None
    expected = open_session(model, threads=1).run(NAMES, {"X": X})
    for got, wanted in zip(quick.run(NAMES, {"X": X}), expected, strict=True):
        assert got.dtype == wanted.dtype
        np.testing.assert_array_equal(got, wanted)


@settings(max_examples=60)
@given(
    st.integers(0, 10**6), st.sampled_from([2, 20, 33, 90, 200]), st.sampled_from([1, 3]), st.sampled_from([1, 64, 150])
)
def test_scores_are_those_of_the_runtime_bit_for_bit(seed: int, most_leaves: int, m: int, n: int) -> None:
    same(model_of(made_trees(seed, most_leaves=most_leaves, m=m)), made_rows(seed, n))


def test_several_ensembles_in_one_graph() -> None:
    same(model_of(made_trees(1, m=2), made_trees(2, m=2), made_trees(3, m=2)), made_rows(4, 500))


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


def tables(monkeypatch: pytest.MonkeyPatch, worth: float) -> Tables:
    monkeypatch.setattr(quick_session, "WORTH_S", worth)
    model = model_of(made_trees(9))
    made = Tables(model, open_session(model, threads=1))
    made.announce(10**9)
    return made


def test_bit_vectors_are_for_many_rows_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = made_rows(1, LEAST_ROWS - 1), made_rows(1, LEAST_ROWS)
    runs = tables(monkeypatch, 0.0)
    runs.announce(LEAST_ROWS)
    runs.run(NAMES, {"X": many})
    assert runs._quick is None  # none is left
    runs.announce(10 * LEAST_ROWS)
    runs.run(NAMES, {"X": few})
    assert runs._quick is None
    first = runs.run(NAMES, {"X": many})
    assert runs._quick is not None
    for got, wanted in zip(runs.run(NAMES, {"X": many}), first, strict=True):
        np.testing.assert_array_equal(got, wanted)


def test_bit_vectors_are_not_made_for_little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = tables(monkeypatch, 1_000.0)
    runs.announce(10**6)
    runs.run(NAMES, {"X": made_rows(1, LEAST_ROWS)})
    assert runs._quick is None


def test_answers_that_differ_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    X = made_rows(1, LEAST_ROWS)
    wrong = [np.zeros((LEAST_ROWS, 1)), X]
    monkeypatch.setattr(quick_session.QuickSession, "run", lambda *_: wrong)
    runs = tables(monkeypatch, 0.0)
    for _ in range(3):
        assert np.any(runs.run(NAMES, {"X": X})[0] != 0)
    assert runs._quick is None


def test_a_compiler_that_fails_leaves_the_runtime_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> list[np.ndarray]:
        raise RuntimeError("no such processor")

    monkeypatch.setattr(quick_session.QuickSession, "run", fails)
    runs, X = tables(monkeypatch, 0.0), made_rows(1, LEAST_ROWS)
    for _ in range(3):
        assert len(runs.run(NAMES, {"X": X})) == len(NAMES)


def test_bit_vectors_are_made_once_whoever_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bytes] = []

    def counted(model: bytes) -> QuickSession | None:
        opened.append(model)
        return open_quick(model)

    monkeypatch.setattr(quick_session, "open_quick", counted)
    runs, X = tables(monkeypatch, 0.0), made_rows(1, LEAST_ROWS)
    threads = [threading.Thread(target=lambda: [runs.run(NAMES, {"X": X}) for _ in range(5)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


@pytest.mark.parametrize("name", ["binary", "regression"])
def test_a_file_is_the_same_with_them_and_without(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.inference.test_on_all_cores import rows_like

    path = GOLDEN / f"format_1_{name}.zip"
    source, files = tmp_path / "rows.csv", []
    pa.csv.write_csv(rows_like(load(path), 4_000), source)
    for quick_trees in (False, True):
        monkeypatch.setattr(quick_session, "WORTH_S", 0.0)
        model, out = load(path, quick_trees=quick_trees), tmp_path / f"{quick_trees}.csv"
        predict_file(model, source, out, allow_missing=True, chunk_rows=1_000)
        files.append(out.read_bytes())
    assert files[0] == files[1]
