"""Category codes: which columns they take, and in which order the codes stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from automl.strategies.categories import STRATEGY, Categorised
from tests.automl.made_features import features, only, target

DAY = 86_400


def fitted(rows, y):
    found, X = STRATEGY.fit(rows, y, 0)
    assert isinstance(found, Categorised)
    return found, X


def test_texts_are_categories_and_numbers_are_not() -> None:
    rows = features(300)
    found, X = fitted(rows, target(rows, "binary"))
    assert {found.sources[place] for place in found.categories} == {"colour", "town", "member"}
    assert not np.isnan(X[:, list(found.categories)]).any()


def test_days_are_categories_in_their_order() -> None:
    rng = np.random.default_rng(0)
    days = np.sort(rng.integers(0, 40, 400)) * DAY
    rows = replace(only(features(400), "born", "age"), seconds={"born": days})
    found, X = fitted(rows, target(features(400), "regression"))
    (place,) = found.categories
    assert found.sources[place] == "born"
    assert np.all(np.diff(X[:, place]) >= 0)


def test_levels_never_seen_share_a_code_with_those_seen_once() -> None:
    rows = features(300)
    found, _ = fitted(rows, target(rows, "binary"))
    place = next(p for p in found.categories if found.sources[p] == "town")
    other = features(300, seed=5)
    text = other.texts["town"]
    strange = replace(text, words=("elsewhere", *text.words[1:]))
    new = found.transform(replace(other, texts={**other.texts, "town": strange}))
    assert set(new[text.codes == 0, place]) == {31.0}


def test_refuses_tables_without_categories_of_many_levels() -> None:
    rows = features(300)
    y = target(rows, "binary")
    assert STRATEGY.refuses(rows, y) is None
    assert "No column is a category of 10 levels" in str(STRATEGY.refuses(only(rows, "age", "colour"), y))
