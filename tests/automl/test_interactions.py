"""Pairs that act together come first, with the strength worked out by hand; sums have none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from automl.features import Features
from automl.interactions import interactions
from tests.automl.held_rows import table_of

N = 600


def rows() -> Features:
    rng = np.random.default_rng(1)
    table = table_of(
        {
            "a": rng.choice(["x", "y"], N),
            "b": rng.choice(["u", "v"], N),
            "c": rng.normal(0, 1, N).round(3),
            "d": [str(np.datetime64("2024-01-01") + int(day)) for day in rng.integers(0, 300, N)],
        }
    )
    return Features.from_table(table, ("a", "b", "c", "d"))


def answer(feed: dict[str, Any]) -> np.ndarray:
    """x and v together add 4; c adds itself, more after spring; a alone adds 1."""
    x, v = feed["a"] == "x", feed["b"] == "v"
    late = feed["d"] > np.datetime64("2024-06-01", "s").astype(np.int64)
    return np.asarray(4.0 * (x & v) + 1.0 * x + feed["c"] * (1 + 0.2 * late), dtype=np.float64)


def test_the_strongest_pair_comes_first_with_its_strength() -> None:
    first, second, third = interactions(answer, rows(), ("a", "b", "c", "d"), 0)
    assert set(first.columns) == {"a", "b"}
    assert first.strength == pytest.approx(1.0, abs=0.03)  # 4 x and v is 2 x + 2 v + 1 or -1 when both are as frequent
    assert second.columns == ("c", "d")
    assert third.strength == pytest.approx(0, abs=1e-6)
    assert first.error is not None
    assert 0 < first.error < 0.05  # a few rows more or less are x or v
    grid = dict(zip(first.labels[0], first.answers, strict=True))
    v = first.labels[1].index("v")
    assert grid["x"][v] - grid["y"][v] == pytest.approx(5, abs=1e-6)
    assert sum(map(sum, first.counts)) == N
    assert 0 < first.share < 1


def test_the_standard_error_of_a_strength_is_that_of_repeated_draws() -> None:
    features, rng = rows(), np.random.default_rng(4)
    noise = rng.normal(0, 3, 1000)

    def noisy(feed: dict[str, Any]) -> np.ndarray:
        """x and v together add what differs from row to row, by c."""
        both = (feed["a"] == "x") & (feed["b"] == "v")
        return np.asarray(both * noise[np.abs(100 * feed["c"]).astype(int) % 1000] + 4.0 * both, dtype=np.float64)

    drawn = [interactions(noisy, features, ("a", "b"), 0, seed=seed)[0] for seed in range(25)]
    errors = [one.error for one in drawn if one.error is not None]
    assert np.mean(errors) == pytest.approx(np.std([one.strength for one in drawn]), rel=0.4)


def test_no_time_gives_nothing_and_little_time_fewer_columns() -> None:
    assert interactions(answer, rows(), ("a", "b", "c", "d"), 0, seconds=0) == ()
    assert interactions(answer, rows(), ("a",), 0) == ()
