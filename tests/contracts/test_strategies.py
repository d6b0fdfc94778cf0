"""Every strategy: what it sees, what it makes of texts never seen and of gaps, and that the graph computes the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import onnx
import pytest

from automl.contracts import FittedStrategy, Matrix, ProblemName, Strategy, Target
from automl.features import MISSING_SECONDS, Features, TextColumn
from automl.graph.builder import Graph
from automl.graph.parity import made_rows
from automl.strategies import ALL
from tests.automl.made_features import PROBLEMS, features, only, run, target

STRATEGIES = [pytest.param(strategy, id=name) for name, strategy in ALL.items()]
FLOAT = onnx.TensorProto.FLOAT


def graph_matrix(fitted: FittedStrategy, rows: Features, width: int) -> Matrix:
    """The prepared columns as the graph computes them."""
    graph = Graph(rows.columns)
    graph.output("prepared", fitted.emit(graph), FLOAT, width)
    model = graph.to_bytes()
    onnx.checker.check_model(model, full_check=True)
    return np.asarray(run(model, rows)[0])


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_graph_equals_transform_on_difficult_rows(strategy: Strategy, missing: bool, problem: ProblemName) -> None:
    rows = features(missing=missing)
    fitted, _ = strategy.fit(rows, target(rows, problem), 0)
    difficult = made_rows(features(seed=1), np.random.default_rng(0))
    expected = fitted.transform(difficult)
    assert expected.dtype == np.float32
    assert expected.shape == (difficult.n_rows, len(fitted.names))
    np.testing.assert_array_equal(graph_matrix(fitted, difficult, len(fitted.names)), expected)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_training_matrix_has_the_same_columns(strategy: Strategy) -> None:
    rows = features()
    fitted, matrix = strategy.fit(rows, target(rows, "multiclass"), 0)
    assert matrix.dtype == np.float32
    assert matrix.shape == (rows.n_rows, len(fitted.names)) == (rows.n_rows, len(fitted.sources))
    assert set(fitted.sources) <= {column.name for column in rows.columns}
    assert len(set(fitted.names)) == len(fitted.names)
    again, same = strategy.fit(rows, target(rows, "multiclass"), 0)
    assert again.names == fitted.names
    np.testing.assert_array_equal(same, matrix)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_validation_rows_and_their_target_are_never_seen(strategy: Strategy) -> None:
    rows, train, valid = features(300), np.arange(200), np.arange(200, 300)
    y = target(rows, "binary")
    first, matrix = strategy.fit(rows.take(train), y.take(train), 0)
    changed = replace(
        rows,
        numbers={name: np.where(np.arange(300) < 200, v, v * 3 + 1) for name, v in rows.numbers.items()},
        texts={
            name: TextColumn(t.words, np.where(np.arange(300) < 200, t.codes, 0).astype(np.int32))
            for name, t in rows.texts.items()
        },
    )
    flipped = Target("binary", np.where(np.arange(300) < 200, y.y, 1 - y.y), y.classes)
    second, same = strategy.fit(changed.take(train), flipped.take(train), 0)
    np.testing.assert_array_equal(same, matrix)
    np.testing.assert_array_equal(second.transform(rows.take(valid)), first.transform(rows.take(valid)))


@pytest.mark.parametrize("strategy", [strategy for strategy in ALL.values() if not strategy.learns_target])
def test_a_strategy_that_folds_may_share_never_looks_at_the_target(strategy: Strategy) -> None:
    rows = features()
    for other in (target(rows, "regression"), Target("binary", np.arange(rows.n_rows) % 2, ("no", "yes"))):
        fitted, matrix = strategy.fit(rows, other, 7)
        first, same = strategy.fit(rows, target(rows, "binary"), 0)
        np.testing.assert_array_equal(same, matrix)
        np.testing.assert_array_equal(first.transform(rows), fitted.transform(rows))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_another_dictionary_of_the_same_texts_makes_no_difference(strategy: Strategy) -> None:
    rows = features()
    fitted, _ = strategy.fit(rows, target(rows, "binary"), 0)
    texts = {}
    for name, text in rows.texts.items():
        words = ("never", *text.words[::-1])
        texts[name] = TextColumn(words, (len(words) - 1 - text.codes).astype(np.int32))
    np.testing.assert_array_equal(fitted.transform(replace(rows, texts=texts)), fitted.transform(rows))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_rows_are_prepared_one_by_one(strategy: Strategy) -> None:
    rows = features()
    fitted, _ = strategy.fit(rows, target(rows, "regression"), 0)
    order = np.random.default_rng(0).permutation(rows.n_rows)[:50]
    np.testing.assert_array_equal(fitted.transform(rows.take(order)), fitted.transform(rows)[order])


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_constant_columns_are_dropped_and_one_column_always_stays(strategy: Strategy) -> None:
    rows = features()
    y = target(rows, "binary")
    fitted, matrix = strategy.fit(rows, y, 0)
    assert not {"same", "country", "note"} & set(fitted.sources)
    assert not any(np.array_equal(column, np.full(len(column), column[0]), equal_nan=True) for column in matrix.T)
    dull = only(rows, "same", "country")
    fitted, matrix = strategy.fit(dull, y, 0)
    assert matrix.shape == (rows.n_rows, 1)
    np.testing.assert_array_equal(graph_matrix(fitted, dull, 1), fitted.transform(dull))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_columns_without_any_value(strategy: Strategy) -> None:
    rows = features()
    y = target(rows, "binary")
    rows.numbers["income"][:] = np.nan
    rows.texts["town"].codes[:] = 0
    rows = replace(rows, texts=rows.texts | {"town": TextColumn(("", "x"), rows.texts["town"].codes)})
    rows.seconds["born"][:] = MISSING_SECONDS
    fitted, matrix = strategy.fit(rows, y, 0)
    assert not {"income", "town", "born"} & set(fitted.sources)
    full = features(seed=3)
    np.testing.assert_array_equal(graph_matrix(fitted, full, matrix.shape[1]), fitted.transform(full))


@pytest.mark.parametrize("strategy", [s for s in ALL.values() if s.provides == "scaled"], ids=lambda s: s.name)
def test_scaled_columns_are_complete_and_small(strategy: Strategy) -> None:
    rows = features()
    fitted, matrix = strategy.fit(rows, target(rows, "binary"), 0)
    difficult = fitted.transform(made_rows(rows, np.random.default_rng(0)))
    for values in (matrix, difficult):
        assert np.isfinite(values).all()
        assert np.abs(values).max() <= 3.0


@pytest.mark.parametrize("strategy", [s for s in ALL.values() if s.provides == "trees"], ids=lambda s: s.name)
def test_tree_columns_keep_gaps_and_numbers_as_they_are(strategy: Strategy) -> None:
    rows = features()
    fitted, _ = strategy.fit(rows, target(rows, "binary"), 0)
    column = fitted.transform(rows)[:, fitted.names.index("income")]
    np.testing.assert_array_equal(column, rows.numbers["income"])


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_refusals_are_sentences(strategy: Strategy) -> None:
    rows = features()
    y = target(rows, "binary")
    for some in (rows, only(rows, "age", "income"), only(rows, "colour")):
        sentence = strategy.refuses(some, y)
        assert sentence is None or (sentence.endswith(".") and sentence[0].isupper())


@pytest.mark.parametrize("needs", ["trees", "scaled"])
def test_some_strategy_fits_any_table(needs: str) -> None:
    rows = features()
    y = target(rows, "binary")
    for some in (rows, only(rows, "age"), only(rows, "colour"), only(rows, "born")):
        assert any(s.provides == needs and s.refuses(some, y) is None for s in ALL.values())
