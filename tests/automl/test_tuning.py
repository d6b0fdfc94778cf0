"""Optuna begins with all that the portfolio showed, compares on the same rows, and draws for who is in the team."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pytest
from optuna.distributions import FloatDistribution

from automl import algorithms as registry
from automl.bench import Candidate
from automl.contracts import Algorithm, Settings, Target
from automl.evaluate import Run
from automl.strategies import ALL as STRATEGIES
from automl.tuning import (
    LEADERS,
    draw,
    fold_levels,
    leading_families,
    merit,
    next_turn,
    study_of,
)

NUMBERS = Target("regression", np.zeros(1))


@dataclass
class Seen:
    """What a study reads of a run."""

    candidate: Candidate
    fold_gains: list[float]
    state: str = "done"
    index: int = 0
    origin: str = "portfolio"
    gains: list[float] = field(init=False)
    first_gain: float = field(init=False)

    def __post_init__(self) -> None:
        self.gains = [gain for gain in self.fold_gains if not math.isnan(gain)]
        self.first_gain = self.gains[0]


def seen(algorithm: Algorithm, settings: Settings, gains: list[float], state: str = "done") -> Run:
    strategy = next(s for s in STRATEGIES.values() if s.provides == algorithm.needs)
    return cast(Run, Seen(Candidate(strategy, algorithm, dict(settings)), gains, state))


@pytest.mark.parametrize("algorithm", registry.available().values(), ids=lambda a: a.name)
def test_a_study_begins_with_the_portfolio_of_its_algorithm(algorithm: Algorithm) -> None:
    runs = [seen(algorithm, settings, [float(i)]) for i, settings in enumerate(algorithm.portfolio)]
    study = study_of(algorithm, runs, NUMBERS, 0)
    outside = algorithm.name == "random_forest"  # one of its settings is "sqrt" columns, and the space holds shares
    assert len(study.trials) == len(algorithm.portfolio) - outside
    known = algorithm.portfolio[0].keys() & study.trials[0].params.keys()
    assert {name: study.trials[0].params[name] for name in known} == {
        name: pytest.approx(algorithm.portfolio[0][name]) for name in known
    }


def test_a_penalty_of_nothing_is_the_least_one_that_the_space_holds() -> None:
    lightgbm = registry.ALL["lightgbm"]
    runs = [seen(lightgbm, {"l1": 0.0}, [1.0])]
    trial = study_of(lightgbm, runs, NUMBERS, 0).trials[0]
    lowest = cast(FloatDistribution, trial.distributions["l1"]).low
    assert trial.params["l1"] == lowest > 0
    assert trial.params["leaves"] == lightgbm.defaults["leaves"]


def test_easy_first_folds_do_not_make_a_run_that_waits_look_better() -> None:
    algorithm = registry.ALL["lightgbm"]
    good = seen(algorithm, {}, [-0.2, -0.6, -0.5])
    usual = seen(algorithm, {}, [-0.3, -0.7, -0.6])
    waiting = seen(algorithm, {}, [-0.35], state="waiting")
    levels = fold_levels([good, usual, usual, waiting])
    assert levels == pytest.approx([-0.3, -0.7, -0.6])
    assert merit(good, levels) > merit(usual, levels) > merit(waiting, levels)
    assert merit(waiting, []) == pytest.approx(-0.35)


def test_a_fold_without_a_gain_is_passed_over() -> None:
    algorithm = registry.ALL["lightgbm"]
    runs = [seen(algorithm, {}, [0.5, math.nan]), seen(algorithm, {}, [0.7, math.nan])]
    levels = fold_levels(runs)
    assert merit(runs[1], levels) == pytest.approx(0.1)


def test_turns_follow_the_weight_in_the_team_and_none_is_left_out() -> None:
    turns = [0, 0, 0]
    for _ in range(48):
        turns[next_turn(turns, [0.8, 0.2, 0.0])] += 1
    assert turns == sorted(turns, reverse=True)
    assert turns[0] == pytest.approx(48 * 1.0 / 1.6, abs=1)
    assert turns[2] == pytest.approx(48 * 0.2 / 1.6, abs=1)


def test_networks_are_tuned_where_they_lead_and_linear_models_never() -> None:
    runs = [seen(a, {}, [1.0 if a.name in ("linear", "neural_net") else 0.1]) for a in registry.available().values()]
    named = [algorithm.name for _, algorithm in leading_families(runs)]
    assert named[0] == "neural_net"
    assert len(named) == LEADERS
    assert not {"linear", "quadratic"} & set(named)


def test_the_record_says_whether_settings_were_drawn_or_tuned() -> None:
    algorithm = registry.ALL["lightgbm"]
    runs = [seen(algorithm, settings, [float(i)]) for i, settings in enumerate(algorithm.portfolio)]
    drawn = draw(algorithm, runs[:2], NUMBERS, 0)
    assert (drawn.origin, drawn.tuned_from) == ("drawn", ())
    drawn = draw(algorithm, runs, NUMBERS, 0)
    assert (drawn.origin, drawn.tuned_from) == ("tuned", (0, 0, 0, 0, 0))


def test_what_the_space_knows_nothing_like_does_not_count_as_known() -> None:
    algorithm = registry.ALL["random_forest"]
    settings = [*algorithm.portfolio, {"columns": 0.3}, {"columns": 0.9}]
    assert draw(algorithm, [seen(algorithm, one, [1.0]) for one in settings], NUMBERS, 0).origin == "drawn"


def test_settings_lie_in_the_space_and_are_the_same_for_the_same_seed() -> None:
    algorithm = registry.ALL["neural_net"]
    runs = [seen(algorithm, settings, [float(i)]) for i, settings in enumerate(algorithm.portfolio)]
    drawn = [draw(algorithm, runs, NUMBERS, seed).settings for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert all(64 <= settings["width"] <= 256 for settings in drawn)


def test_gains_that_are_infinite_say_nothing_but_that_a_run_is_the_worst() -> None:
    algorithm = registry.ALL["lightgbm"]
    lost, fine = seen(algorithm, {}, [-math.inf, -math.inf]), seen(algorithm, {"leaves": 9}, [-2.0, -1.0])
    levels = fold_levels([lost, fine])
    assert merit(fine, levels) == 0
    assert merit(lost, levels) < -1e9
    assert len(study_of(algorithm, [lost, fine], NUMBERS, 0).trials) == 2
