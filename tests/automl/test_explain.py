"""Shapley values add up, agree with exact ones and with shap, and rank what matters first."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest

from automl.contracts import Array
from automl.explain import FeedCodec, affordable_rows, column_effects, column_impact, row_reasons, shapley
from datasets.cells import MISSING_SECONDS

Feed = dict[str, np.ndarray[Any, Any]]


def feed(n: int, seed: int) -> Feed:
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(n, 1)).astype(np.float32)
    a[0, 0] = np.nan
    when = rng.integers(0, 2_000_000_000, (n, 1))
    when[-1, 0] = MISSING_SECONDS
    return {
        "a": a,
        "b": rng.choice(np.asarray(["x", "y", ""], dtype=object), (n, 1)),
        "when": when,
        "noise": rng.normal(size=(n, 1)).astype(np.float32),
    }


def answer(rows: Feed) -> Array:
    """Two classes with an interaction of a and b; `noise` does nothing."""
    a = np.nan_to_num(rows["a"].astype(float), nan=-1)
    p = 1 / (1 + np.exp(-(a * np.where(rows["b"] == "x", 2, 0.5) + (rows["when"] > 1e9))))
    return np.column_stack([1 - p, p])


def exact(row: Feed, background: Feed) -> Array:
    """(d, c) by brute force over all orders of the columns."""
    names = list(row)
    values = np.zeros((len(names), 2))
    orders = list(permutations(range(len(names))))
    for order in orders:
        mixed = {name: cells.copy() for name, cells in background.items()}
        before = answer(mixed).mean(axis=0)
        for j in order:
            mixed[names[j]] = np.repeat(row[names[j]], len(background["a"]), axis=0)
            after = answer(mixed).mean(axis=0)
            values[j] += (after - before) / len(orders)
            before = after
    return values


def one(rows: Feed, i: int) -> Feed:
    return {name: cells[i : i + 1] for name, cells in rows.items()}


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


@pytest.mark.slow
def test_values_equal_those_of_the_shap_library() -> None:
    import shap

    rows, background = feed(8, 3), feed(4, 4)
    codec = FeedCodec([rows, background])
    masker = shap.maskers.Independent(codec.encode(background), max_samples=4)
    explainer = shap.ExactExplainer(lambda m: answer(codec.decode(m)), masker)
    found = shapley(answer, rows, background, rounds=200)
    np.testing.assert_allclose(found.values, explainer(codec.encode(rows)).values, atol=0.02)


def test_impact_ranks_signal_first_and_noise_last_and_shares_sum_to_one() -> None:
    impact = column_impact(shapley(answer, feed(60, 5), feed(8, 6)))
    assert impact[-1].column == "noise"
    assert impact[-1].mean_abs == 0
    assert impact[0].column == "a"
    assert sum(i.share for i in impact) == pytest.approx(1)


def test_effects_count_every_row_and_name_missing_cells() -> None:
    found = shapley(answer, feed(60, 5), feed(8, 6))
    kinds = {"a": "numeric", "b": "category", "when": "datetime", "noise": "numeric"}
    effects = {e.column: e for e in column_effects(found, kinds, 1)}
    assert all(sum(e.counts) == 60 for e in effects.values())
    assert effects["a"].labels[-1] == "not known"
    assert set(effects["b"].labels) == {"x", "y", "not known"}
    assert effects["a"].effect[0] < effects["a"].effect[-2]


def test_reasons_of_a_row_add_up_and_read_well() -> None:
    rows = feed(9, 7)
    reasons = row_reasons(answer, one(rows, 0), feed(8, 8), shown=1, label="Yes")
    assert reasons.base + sum(r.contribution for r in reasons.reasons) == pytest.approx(reasons.answer)
    assert reasons.answer == pytest.approx(answer(one(rows, 0))[0, 1])
    assert {r.column: r.value for r in reasons.reasons}["a"] == "not known"


def test_more_time_affords_more_rows() -> None:
    assert affordable_rows(answer, feed(50, 1), 0.0) < affordable_rows(answer, feed(50, 1), 60.0)
