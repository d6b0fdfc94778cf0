"""Shapley values add up, and agree with exact ones and with shap."""

from __future__ import annotations

import warnings
from itertools import permutations

import numpy as np
import pytest

from automl.contracts import Array
from automl.shapley import Answer, FeedCodec, affordable_rows, shapley
from tests.automl.toy_answers import Feed, answer, feed, one


def exact(row: Feed, background: Feed, answer: Answer = answer) -> Array:
    """(d, c) by brute force over all orders of the columns."""
    names = list(row)
    values = np.zeros((len(names), answer(background).shape[1]))
    orders = list(permutations(range(len(names))))
    for order in orders:
        mixed = {name: cells.copy() for name, cells in background.items()}
        before = answer(mixed).mean(axis=0)
        for j in order:
            mixed[names[j]] = np.repeat(row[names[j]], len(background[names[j]]), axis=0)
            after = answer(mixed).mean(axis=0)
            values[j] += (after - before) / len(orders)
            before = after
    return values


def test_codec_gives_back_every_cell() -> None:
    rows = feed(20, 1)
    codec = FeedCodec([rows])
    back = codec.decode(codec.encode(rows))
    for name, cells in rows.items():
        assert back[name].dtype == cells.dtype
        np.testing.assert_array_equal(back[name], cells)


def test_values_add_up_to_the_answer() -> None:
    rows, background = feed(30, 1), feed(6, 2)
    found = shapley(answer, rows, background)
    np.testing.assert_allclose(found.base + found.values.sum(axis=1), answer(rows), atol=1e-12)


def test_values_equal_brute_force_within_sampling_noise() -> None:
    rows, background = feed(5, 3), feed(4, 4)
    found = shapley(answer, rows, background, rounds=200)
    for i in range(5):
        np.testing.assert_allclose(found.values[i], exact(one(rows, i), background), atol=0.02)


def test_values_of_a_tree_ensemble_equal_brute_force() -> None:
    from sklearn.ensemble import ExtraTreesRegressor

    rng = np.random.default_rng(5)
    X = rng.normal(size=(300, 3))
    trees = ExtraTreesRegressor(4, max_depth=4, random_state=1).fit(X, X[:, 0] * (X[:, 1] > 0) + np.abs(X[:, 2]))

    def of_trees(cells: Feed) -> Array:
        return np.asarray(trees.predict(np.column_stack([cells[name] for name in "abc"]))[:, None])

    feeds = {name: X[:, [j]] for j, name in enumerate("abc")}
    rows, background = ({name: cells[some] for name, cells in feeds.items()} for some in (slice(0, 2), slice(2, 6)))
    found = shapley(of_trees, rows, background, rounds=50)
    for i in range(2):
        np.testing.assert_allclose(found.values[i], exact(one(rows, i), background, of_trees), atol=0.02)


def test_every_second_order_reversed_gives_the_same_values_for_half_the_price() -> None:
    rows, background = feed(2, 3), feed(60, 4)
    asked: list[int] = []

    def counted(cells: Feed) -> Array:
        asked.append(len(cells["a"]))
        return answer(cells)

    found = shapley(counted, rows, background, rounds=40, both_ways=False)
    price = sum(asked)
    for i in range(2):
        np.testing.assert_allclose(found.values[i], exact(one(rows, i), background), atol=0.02)
    np.testing.assert_allclose(found.base + found.values.sum(axis=1), answer(rows), atol=1e-12)
    asked.clear()
    shapley(counted, rows, background, rounds=40)
    assert price < 0.55 * sum(asked)


def test_drawn_rows_give_the_same_values_on_average() -> None:
    rows, background = feed(1, 3), feed(40, 4)
    many = {name: np.repeat(cells, 1000, axis=0) for name, cells in rows.items()}
    drawn = shapley(answer, many, background, per_row=2)
    assert drawn.values.shape == (1000, 4, 2)
    np.testing.assert_allclose(drawn.values.mean(axis=0), exact(rows, background), atol=0.02)
    np.testing.assert_array_equal(drawn.base, answer(background).mean(axis=0))


@pytest.mark.slow
def test_values_equal_those_of_the_shap_library() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the plotting library that shap imports
        shap = pytest.importorskip("shap", reason="shap cannot be installed on this kind of computer")

    rows, background = feed(8, 3), feed(4, 4)
    codec = FeedCodec([rows, background])
    masker = shap.maskers.Independent(codec.encode(background), max_samples=4)
    explainer = shap.ExactExplainer(lambda m: answer(codec.decode(m)), masker)
    found = shapley(answer, rows, background, rounds=200)
    np.testing.assert_allclose(found.values, explainer(codec.encode(rows)).values, atol=0.02)


def test_more_time_affords_more_rows() -> None:
    assert affordable_rows(answer, feed(50, 1), 0.0) < affordable_rows(answer, feed(50, 1), 60.0)
