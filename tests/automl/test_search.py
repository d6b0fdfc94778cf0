"""The search tries every family first, never twice the same, stops when told, and keeps to its clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from automl import pacing
from automl.clock import Clock
from automl.contracts import Target
from automl.plan import chosen_algorithms, count_folds, folds_to_cut, portfolio
from automl.prepare import Workspace, prepare, read_order
from automl.record import CandidateRecord
from automl.search import Search
from automl.spec import BuildSpec
from automl.team import gains_of_waiting
from automl.turns import take_turns
from datasets.errors import InputError
from tests.automl.tables import mixed


def searching(
    budget_s: float, heard: list[CandidateRecord], should_stop: Callable[[], bool] = lambda: False, n: int = 120
) -> tuple[Search, Workspace]:
    table = mixed("binary", n)
    spec = BuildSpec("target", budget_s=budget_s, algorithms=("linear", "lightgbm"))
    work = prepare(table, spec, read_order(table, spec, ()), Clock(budget_s), should_stop)
    return Search(work.bench, work.algorithms, work.strategies, heard.append), work


def test_every_family_comes_before_second_settings() -> None:
    _, work = searching(60, [])
    families = [
        c.algorithm.name for c in portfolio(chosen_algorithms(None, "binary"), work.strategies, work.bench.target)
    ]
    n_families = len(set(families))
    assert len(set(families[:n_families])) == n_families
    assert families[0] == "linear"


def test_with_many_classes_the_network_comes_before_the_boosters() -> None:
    _, work = searching(60, [])
    many = Target("multiclass", np.arange(100) % 10, tuple("abcdefghij"))
    order = [c.algorithm.name for c in portfolio(chosen_algorithms(None, "multiclass"), work.strategies, many)]
    assert order[:3] == ["linear", "neural_net", "lightgbm"]
    some = Target("multiclass", np.arange(100) % 4, tuple("abcd"))
    order = [c.algorithm.name for c in portfolio(chosen_algorithms(None, "multiclass"), work.strategies, some)]
    assert order[:3] == ["linear", "lightgbm", "neural_net"]
    assert order.index("catboost") > order.index("xgboost")


def test_a_short_build_begins_with_what_is_quick() -> None:
    _, work = searching(60, [])
    short = list(portfolio(chosen_algorithms(None, "binary"), work.strategies, work.bench.target, budget_s=10.0))
    assert [c.algorithm.name for c in short[:3]] == ["linear", "lightgbm", "extra_trees"]
    assert short[1].strategy.name == "ordinal"
    long = list(portfolio(chosen_algorithms(None, "binary"), work.strategies, work.bench.target, budget_s=60.0))
    assert {(c.algorithm.name, str(c.settings)) for c in short} == {(c.algorithm.name, str(c.settings)) for c in long}


def test_at_least_one_candidate_is_fitted_when_there_is_no_time() -> None:
    heard: list[CandidateRecord] = []
    search, _ = searching(0.001, heard)
    search.run_portfolio()
    take_turns(search)
    assert len(search.evaluated) == 1
    assert heard[-1].status == "done"
    assert heard[-1].score == pytest.approx(search.evaluated[0].gain)


def test_a_stop_ends_the_search_with_the_best_so_far() -> None:
    heard: list[CandidateRecord] = []
    search, _ = searching(60, heard, should_stop=lambda: sum(r.status == "done" for r in heard) >= 2)
    search.run_portfolio()
    take_turns(search)
    assert len(search.evaluated) == 2
    assert search.best is max(search.evaluated, key=lambda e: e.gain)


def test_the_portfolio_goes_on_where_it_was_and_optuna_searches_trees() -> None:
    heard: list[CandidateRecord] = []
    search, _ = searching(30, heard)
    search.most_candidates = 14
    search.run_portfolio(most=1)
    search.run_portfolio(most=4)
    tried = [
        (e.candidate.strategy.name, e.candidate.algorithm.name, str(e.candidate.settings)) for e in search.evaluated
    ]
    assert len(set(tried)) == len(tried)
    take_turns(search)
    drawn = {run.candidate.algorithm.name for run in search.runs if run.origin != "portfolio"}
    assert drawn == {"lightgbm"}


def test_what_waits_is_finished_or_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "WAIT_SHARE", 0.0)
    heard: list[CandidateRecord] = []
    search, _ = searching(4, heard, n=1_200)
    search.run_portfolio(most=4)
    take_turns(search)
    assert any(record.status == "waiting" for record in heard)
    last = {record.index: record.status for record in heard}
    assert set(last.values()) <= {"done", "stopped early"}
    assert list(last.values()).count("done") == len(search.evaluated)
    assert search.waiting == []


def test_where_nothing_is_done_the_best_of_what_waits_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "WAIT_SHARE", 0.0)
    search, _ = searching(60, [], n=1_200)
    monkeypatch.setattr(search, "finish_waiting", lambda: None)
    search.run_portfolio(most=3)
    monkeypatch.undo()
    search.runs[0].state, search.evaluated = "ended", []
    best = max(search.waiting, key=lambda run: run.first_gain)
    search.finish_waiting()
    assert best.state == "done"
    assert search.evaluated


def test_candidates_that_are_counted_are_all_tried_where_few_of_the_folds_score() -> None:
    table = mixed("binary", 240)
    spec = BuildSpec("target", budget_s=float("inf"), algorithms=("linear",))
    work = prepare(table, spec, read_order(table, spec, ()), Clock(float("inf")), lambda: False)
    bench = replace(work.bench, folds=work.bench.folds[:2], more_folds=work.bench.folds[2:])
    search = Search(bench, work.algorithms, work.strategies, lambda _: None, most_candidates=3)
    search.run_portfolio()
    assert len(search.evaluated) == 3


def test_the_team_is_chosen_anew_only_when_there_is_something_new() -> None:
    search, _ = searching(60, [])
    search.run_portfolio(most=2)
    team = search.team()
    assert search.team() is team
    search.evaluated[0] = replace(search.evaluated[0], parts=search.evaluated[0].parts[:-1])
    assert search.team() is not team


def test_the_waiting_candidate_that_adds_most_to_the_team_is_worth_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "WAIT_SHARE", 0.0)
    search, work = searching(60, [], n=1_200)
    monkeypatch.setattr(search, "finish_waiting", lambda: None)
    search.run_portfolio(most=3)
    first, second = search.waiting[:2]
    first_rows = np.concatenate([fold.valid for fold in work.bench.folds[:2]])
    truth = np.eye(2)[work.bench.target.y[first_rows].astype(int)]
    cuts = np.cumsum([len(fold.valid) for fold in work.bench.folds[:1]])
    first.answers[:2] = np.split(0.98 * truth + 0.01, cuts)
    second.answers[:2] = np.split(np.full_like(truth, 0.5), cuts)
    gains = gains_of_waiting(work.bench, [run for run in search.runs if run.state == "done"], [first, second])
    assert gains[0] > 0.01
    assert gains[1] == pytest.approx(0)


def test_out_of_fold_answers_cover_every_validated_row() -> None:
    search, work = searching(60, [])
    search.run_portfolio(most=2)
    for evaluated in search.evaluated:
        assert evaluated.answers.shape == (len(work.bench.valid_rows), 2)
        assert len(evaluated.parts) == len(work.bench.folds)
        assert evaluated.gain > 0.7


def test_fewer_folds_for_more_work() -> None:
    _, work = searching(60, [])
    target = work.bench.target
    counts = [count_folds(n, 20, target, 60) for n in (1_000, 20_000, 100_000, 500_000, 2_000_000)]
    assert counts == [8, 2, 2, 2, 1]
    assert count_folds(2_000, 20, target, 60) == 8
    assert count_folds(2_000, 20, target, 2) == 2


def test_two_folds_are_two_of_five_and_learn_from_most_rows() -> None:
    table, spec = mixed("binary", 300), BuildSpec("target", budget_s=60, split="date:joined")
    for order in (read_order(table, spec, ()), read_order(table, BuildSpec("target"), ())):
        folds = order.split.folds(order.encoded.target, order.encoded.rows, folds_to_cut(2), 0)[-2:]
        assert len(folds) == 2
        assert all(len(fold.train) > 3 * len(fold.valid) for fold in folds)


def test_unknown_and_unfitting_algorithms_are_refused() -> None:
    with pytest.raises(InputError, match="There is no algorithm 'svm'"):
        chosen_algorithms(("svm",), "binary")
    assert [a.name for a in chosen_algorithms(("lightgbm", "linear"), "binary")] == ["linear", "lightgbm"]


def test_the_clock_keeps_a_reserve_and_never_gives_more_than_is_left() -> None:
    now = [0.0]
    clock = Clock(60, already_s=5, now=lambda: now[0])
    allowance = clock.deadline(30)
    now[0] = 10.0
    assert clock.elapsed() == 15
    assert allowance() == pytest.approx(20)
    now[0] = 59.0
    assert clock.left() == pytest.approx(-4)
    assert allowance() < 0
    clock.reserve(1_000)
    assert clock.reserve_s == 30
