"""How far a forest grows."""

from __future__ import annotations

import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from automl.algorithms import ALL, _forest
from automl.contracts import FitRequest, Target

RNG = np.random.default_rng(0)
X = RNG.normal(size=(400, 5)).astype(np.float32)
Y = Target("binary", (X[:, 0] + RNG.normal(size=400) > 0).astype(np.int64), ("a", "b"))


@pytest.mark.parametrize("pieces", [1, 25])
@pytest.mark.parametrize("name", ["extra_trees", "random_forest"])
def test_size_does_not_depend_on_how_it_was_cut_into_pieces(
    name: str, pieces: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_forest, "NODE_BUDGET", 1500)
    monkeypatch.setattr(_forest, "MOST_AT_ONCE", pieces)
    fitted = ALL[name].fit(FitRequest(X, Y.y, Y, {"trees": 100, "min_leaf": 2}, 0, 1))
    assert isinstance(fitted, _forest.ForestModel)
    counts = np.cumsum([tree.node_count for tree in fitted.grown])
    assert counts[-2] < 1500 <= counts[-1]
    monkeypatch.setattr(_forest, "MOST_AT_ONCE", 7)
    other = ALL[name].fit(FitRequest(X, Y.y, Y, {"trees": 100, "min_leaf": 2}, 0, 1))
    np.testing.assert_array_equal(other.scores(X), fitted.scores(X))


def test_large_tables_get_trees_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_forest, "MOST_LEAVES", 20)
    fitted = ALL["random_forest"].fit(FitRequest(X, Y.y, Y, {"trees": 3, "min_leaf": 2}, 0, 1))
    assert isinstance(fitted, _forest.ForestModel)
    assert max(tree.n_leaves for tree in fitted.grown) <= 20


@pytest.mark.parametrize("trees", [1, 12])
def test_number_of_trees(trees: int) -> None:
    fitted = ALL["extra_trees"].fit(FitRequest(X, Y.y, Y, {"trees": trees, "min_leaf": 5}, 0, 2))
    assert fitted.trees is not None
    assert fitted.trees.n_trees == trees + 1  # and the class shares


def test_no_class_is_called_impossible() -> None:
    fitted = ALL["extra_trees"].fit(FitRequest(X, Y.y, Y, {"trees": 5, "min_leaf": 1}, 0, 1))
    assert 0 < fitted.scores(X).min() < fitted.scores(X).max() < 1


@pytest.mark.parametrize("name", ["extra_trees", "random_forest"])
def test_forests_that_grow_side_by_side_do_not_empty_the_warning_filters(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def watched() -> None:
        touched.append(threading.get_ident())
        resetwarnings()

    touched: list[int] = []
    resetwarnings = warnings.resetwarnings
    monkeypatch.setattr(warnings, "resetwarnings", watched)
    fit = partial(ALL[name].fit, FitRequest(X, Y.y, Y, {"trees": 60, "min_leaf": 2}, 0, 1))
    with ThreadPoolExecutor(8) as pool:
        first, *others = [one.result() for one in [pool.submit(fit) for _ in range(8)]]
    assert touched == []
    assert all((one.scores(X) == first.scores(X)).all() for one in others)
