"""What cannot be finished in time leaves, and what stays is worth most of all that can."""

from __future__ import annotations

from automl.affordable import MOST_TRIED, affordable_team

WORTH = {0: 0.1, 1: 0.9, 2: 0.5, 3: 0.2}


def gain(weights: dict[int, float]) -> float:
    assert abs(sum(weights.values()) - 1) < 1e-12
    return sum(WORTH[i] for i in weights)


def test_a_team_that_can_be_finished_stays_whole() -> None:
    assert affordable_team({1: 0.7, 0: 0.3}, {0: 1.0, 1: 2.0}, 3.0, gain) == [0, 1]


def test_the_dearest_stays_where_it_is_worth_more_than_all_others() -> None:
    team, seconds = {0: 0.1, 1: 0.6, 2: 0.3}, {0: 0.1, 1: 1.9, 2: 0.2}
    assert affordable_team(team, seconds, 2.0, gain) == [0, 1]
    assert affordable_team(team, seconds, 1.9, gain) == [1]
    assert affordable_team(team, seconds, 1.8, gain) == [0, 2]


def test_who_still_fits_in_beside_the_best_stays() -> None:
    def alone(weights: dict[int, float]) -> float:
        return -len(weights) + WORTH[min(weights)]

    assert affordable_team({0: 0.2, 1: 0.4, 2: 0.4}, {0: 0.1, 1: 0.2, 2: 9.0}, 1.0, alone) == [0, 1]


def test_where_none_can_be_finished_the_quickest_stays() -> None:
    assert affordable_team({1: 0.7, 2: 0.3}, {1: 3.0, 2: 4.0}, 1.0, gain) == [1]


def test_of_many_members_only_the_heaviest_are_tried() -> None:
    tried: list[dict[int, float]] = []

    def counted(weights: dict[int, float]) -> float:
        tried.append(weights)
        return float(len(weights))

    team = {i: i / 190 for i in range(1, 20)}
    kept = affordable_team(team, dict.fromkeys(team, 1.0), 4.0, counted)
    assert len(kept) == 4
    assert set(kept) <= set(range(20 - MOST_TRIED, 20))
    assert len(tried) < 2**MOST_TRIED
