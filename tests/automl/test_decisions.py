"""What a threshold is worth: plain arithmetic, checked against rows counted one by one."""

from __future__ import annotations

import numpy as np
import pytest

from automl.decisions import (
    Worth,
    always,
    best_threshold,
    expected_threshold,
    line,
    outcomes,
    profit,
    profits,
)
from automl.labels import THRESHOLDS

RNG = np.random.default_rng(1)
SHARES = RNG.beta(1, 3, 4_000)
Y = (RNG.random(4_000) < SHARES).astype(np.int64)
SEEN = outcomes(Y, SHARES)


@pytest.mark.parametrize("threshold", [0.0, 0.05, 0.2, 0.5, 1.0])
def test_a_line_counts_every_row_once(threshold: float) -> None:
    at = line(SEEN, threshold)
    said = SHARES.astype(np.float32) >= np.float32(threshold)
    assert at.matrix == (
        (int(((Y == 0) & ~said).sum()), int(((Y == 0) & said).sum())),
        (int(((Y == 1) & ~said).sum()), int(((Y == 1) & said).sum())),
    )
    assert at.found + at.missed + at.alarms + at.let_be == 4_000


def test_profit_is_the_sum_over_rows_of_what_each_outcome_brings() -> None:
    worth = Worth(found=120, missed=-30, alarm=-25, let_be=1)
    at = line(SEEN, 0.2)
    said = SHARES.astype(np.float32) >= np.float32(0.2)
    each = np.where(Y == 1, np.where(said, 120, -30), np.where(said, -25, 1))
    assert profit(at, worth) == each.sum()
    assert profits(SEEN, worth)[200] == each.sum()


def test_the_best_threshold_brings_most_and_lies_where_theory_says() -> None:
    worth = Worth(found=100, missed=0, alarm=-20, let_be=0)
    best = best_threshold(SEEN, worth)
    values = profits(SEEN, worth)
    assert values[np.abs(THRESHOLDS - best).argmin()] == values.max()
    expected = expected_threshold(worth)
    assert expected is not None
    assert expected == pytest.approx(20 / 120)
    assert abs(best - expected) < 0.08  # the probabilities are right here


def test_where_amounts_favour_one_answer_no_threshold_is_expected() -> None:
    assert expected_threshold(Worth(found=10, missed=0, alarm=5, let_be=0)) is None
    assert expected_threshold(Worth(found=-10, missed=0, alarm=-5, let_be=0)) is None
    assert best_threshold(SEEN, Worth(found=10, missed=0, alarm=5, let_be=0)) == 0.0


def test_everyone_and_no_one() -> None:
    everyone, no_one = always(SEEN, Worth(found=2, missed=-1, alarm=-3, let_be=4))
    yes, no = int(Y.sum()), int((1 - Y).sum())
    assert (everyone, no_one) == (2 * yes - 3 * no, -yes + 4 * no)
