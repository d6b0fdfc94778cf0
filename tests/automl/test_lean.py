"""A lean team: who leaves is dear and of little use."""

from __future__ import annotations

import pytest

from automl.lean import lean_team

COSTS = {0: 1.0, 1: 10.0, 2: 0.01}
WORTH = {0: 1.0, 1: 0.05, 2: 0.5}


def rejoined(some: list[int]) -> tuple[dict[int, float], float]:
    """Members of equal weights, whose gains add up."""
    return {i: 1 / len(some) for i in some}, sum(WORTH[i] for i in some)


def lean(allowed: float) -> set[int]:
    return set(lean_team(dict.fromkeys(COSTS, 1 / 3), COSTS, rejoined, allowed))


@pytest.mark.parametrize(("allowed", "stay"), [(0.0, {0, 1, 2}), (0.049, {0, 1, 2}), (0.06, {0, 2}), (1.1, {2})])
def test_the_dearest_leave_while_the_gain_allows_it(allowed: float, stay: set[int]) -> None:
    assert lean(allowed) == stay


def test_a_member_that_costs_next_to_nothing_stays_though_it_is_of_little_use() -> None:
    assert lean(0.5 + 0.06) == {0, 2}


def test_the_last_member_stays() -> None:
    assert lean(100.0) == {2}
