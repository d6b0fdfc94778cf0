"""The share of the target's variance that the bins of a number explain, against its definition."""

from __future__ import annotations

import numpy as np
import pytest

from automl.strategies._strength import BINS, SAMPLE_ROWS, Strength, sampled

N = 4_000


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(8)


def test_it_is_the_correlation_ratio_less_what_chance_explains(rng: np.random.Generator) -> None:
    values = rng.integers(0, 5, N).astype(np.float32)
    T = np.stack([values**2 + rng.normal(0, 3, N), rng.normal(0, 1, N)], axis=1)
    within = sum(float(((part - part.mean(axis=0)) ** 2).sum()) for v in range(5) if len(part := T[values == v]))
    share = 1 - within / float(((T - T.mean(axis=0)) ** 2).sum())
    assert Strength(T)(values) == pytest.approx(share - 4 / (N - 5) * (1 - share), rel=1e-9)


def test_noise_explains_about_nothing(rng: np.random.Generator) -> None:
    ask = Strength(rng.normal(size=(N, 3)))
    found = [ask(rng.normal(size=N).astype(np.float32)) for _ in range(50)]
    assert abs(np.mean(found)) < 3 * np.sqrt(2 * BINS / 3) / N / np.sqrt(50) + 1e-4


def test_what_is_missing_is_a_bin_of_its_own(rng: np.random.Generator) -> None:
    gone = rng.random(N) < 0.3
    values = np.where(gone, np.nan, rng.normal(size=N)).astype(np.float32)
    assert Strength(gone[:, None].astype(float))(values) == pytest.approx(1.0)
    assert Strength(gone[:, None].astype(float))(np.full(N, np.nan, dtype=np.float32)) == pytest.approx(0.0)


def test_a_target_that_never_varies_is_not_explained(rng: np.random.Generator) -> None:
    assert Strength(np.ones((N, 1)))(rng.normal(size=N).astype(np.float32)) == 0.0


@pytest.mark.parametrize("n_rows", [0, 1, SAMPLE_ROWS, 3 * SAMPLE_ROWS + 1])
def test_the_sample_is_spread_over_all_rows(n_rows: int) -> None:
    rows = sampled(n_rows)
    assert len(rows) == min(n_rows, SAMPLE_ROWS)
    if n_rows > 1:
        assert (rows[0], rows[-1]) == (0, n_rows - 1)
