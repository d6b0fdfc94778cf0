"""Pairs of categories are found where they matter, are out-of-fold in training, and the graph computes the same."""

from __future__ import annotations

import numpy as np
import pytest

from automl.contracts import Target
from automl.features import Features, TextColumn
from automl.graph.builder import Graph
from automl.strategies import ALL
from automl.strategies._crosses import chosen_crosses, crossed_levels
from automl.strategies._statistics import plain
from datasets.schema import Column, Kind
from tests.automl.made_features import run

N = 1_200


def shops() -> tuple[Features, np.ndarray]:
    """Umbrellas sell in the rain and ice in the sun: weather and product say nothing alone, together everything."""
    rng = np.random.default_rng(5)
    words = {
        "weather": ("", "rain", "sun"),
        "product": ("umbrella", "ice", "bread"),
        "town": tuple(f"town {i}" for i in range(20)),
    }
    codes = {name: rng.integers(0, len(known), N).astype(np.int32) for name, known in words.items()}
    weather, product = codes["weather"], codes["product"]
    sold = np.where((weather == 1) == (product == 0), 1.0, -1.0) * ((weather > 0) & (product < 2))
    texts = {name: TextColumn(known, codes[name]) for name, known in words.items()}
    columns = tuple(Column(name, Kind.CATEGORY) for name in texts)
    return Features(columns, N, {}, texts, {}), sold + rng.normal(0, 0.3, N)


def target(problem: str) -> Target:
    sold = shops()[1]
    if problem == "regression":
        return Target("regression", sold)
    return Target("binary", (sold > 0.2).astype(np.int64), ("few", "many"))


@pytest.mark.parametrize("problem", ["binary", "regression"])
def test_the_pair_that_matters_is_found_and_no_other(problem: str) -> None:
    assert chosen_crosses(shops()[0], plain(target(problem))) == [("product", "weather")]


def test_a_sum_of_effects_is_no_cross() -> None:
    features, _ = shops()
    weather, product = features.texts["weather"].codes, features.texts["product"].codes
    noise = np.random.default_rng(1).normal(0, 0.5, N)
    assert chosen_crosses(features, plain(Target("regression", weather - 2.0 * product + noise))) == []


def test_statistics_are_out_of_fold_in_training_and_whole_afterwards() -> None:
    features, sold = shops()
    ((block, training),) = crossed_levels(features, target("regression"), 3)
    assert block.names == ("product and weather (mean)",)
    assert block.sources == ("product",)
    after = block.transform(features)
    assert np.corrcoef(after[:, 0], sold)[0, 1] > 0.9
    assert not np.array_equal(training, after)
    assert len(np.unique(after)) <= 9 < len(np.unique(training))


def test_the_graph_computes_the_same_also_for_levels_never_seen() -> None:
    features, _ = shops()
    ((block, _),) = crossed_levels(features, target("binary"), 3)
    strange = Features(
        features.columns,
        4,
        {},
        {
            "weather": TextColumn(("snow", "sun", ""), np.array([0, 1, 2, 0], dtype=np.int32)),
            "product": TextColumn(("ice", "sledge"), np.array([0, 1, 1, 1], dtype=np.int32)),
            "town": TextColumn(("town 1",), np.zeros(4, dtype=np.int32)),
        },
        {},
    )
    for rows in (features, strange):
        graph = Graph(rows.columns)
        graph.output("x", block.emit(graph), 1, len(block.names))
        np.testing.assert_array_equal(run(graph.to_bytes(), rows)[0], block.transform(rows))


def test_some_statistics_can_be_kept() -> None:
    features, sold = shops()
    three = Target("multiclass", np.digitize(sold, [-0.3, 0.3]).astype(np.int64), ("few", "some", "many"))
    ((block, _),) = crossed_levels(features, three, 3)
    kept = block.keep(np.array([True, False, True]))
    assert kept.names == ("product and weather (share of few)", "product and weather (share of many)")
    np.testing.assert_array_equal(kept.transform(features), block.transform(features)[:, [0, 2]])


def test_the_strategy_is_refused_where_nothing_crosses_and_used_where_something_does() -> None:
    features, _ = shops()
    assert ALL["crossed"].refuses(features, target("binary")) is None
    noise = Target("regression", np.random.default_rng(2).normal(size=N))
    assert ALL["crossed"].refuses(features, noise) is not None
    fitted, X = ALL["crossed"].fit(features, target("binary"), 1)
    assert "product and weather (share of many)" in fitted.names
    assert X.shape == (N, len(fitted.names))
