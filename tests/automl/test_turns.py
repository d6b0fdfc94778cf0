"""Families take turns once they have shown what they are worth, and the rest of the portfolio is not forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from automl.bench import Candidate
from automl.clock import Clock
from automl.evaluate import Run
from automl.prepare import prepare, read_order
from automl.search import Search
from automl.spec import BuildSpec
from automl.turns import take_turns
from tests.automl.tables import mixed
from tests.automl.test_tuning import Seen


def searching(monkeypatch: pytest.MonkeyPatch, algorithms: tuple[str, ...], most: int) -> Search:
    """A search whose first model, a linear one, is the whole team, and whose other candidates are only noted."""
    table = mixed("binary", 120)
    spec = BuildSpec("target", algorithms=algorithms)
    work = prepare(table, spec, read_order(table, spec, ()), Clock(float("inf")), lambda: False)
    search = Search(work.bench, work.algorithms, work.strategies, lambda _: None, most_candidates=most)
    search.run_portfolio(most=1)

    def attempt(candidate: Candidate, _: float, **lineage: Any) -> Run:
        gains = [0.1] * len(search.bench.folds)
        seen = Seen(candidate, gains, index=search.n_tried, origin=lineage.get("origin", "portfolio"))
        search.runs.append(cast(Run, seen))
        return search.runs[-1]

    monkeypatch.setattr(search, "attempt", attempt)
    monkeypatch.setattr(search, "team", lambda: [(search.evaluated[0], 1.0)])
    return search


def test_the_portfolio_stops_where_only_losers_are_left_and_they_have_turns_beside_drawn_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search = searching(monkeypatch, ("linear", "lightgbm"), 16)
    search.run_portfolio()
    assert search.promising() is None
    assert {candidate.algorithm.name for candidate in search.planned} == {"lightgbm"}
    before, planned = search.n_tried, len(search.planned)
    take_turns(search)
    drawn = [run for run in search.runs[before:] if run.origin != "portfolio"]
    assert search.n_tried == 16
    assert {run.candidate.algorithm.name for run in drawn} == {"lightgbm"}
    assert len(drawn) == planned - len(search.planned) == (16 - before) / 2


def test_where_nothing_can_be_drawn_the_portfolio_goes_on_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    search = searching(monkeypatch, ("linear", "quadratic"), 50)
    search.run_portfolio()
    take_turns(search)
    assert search.planned == []
    assert len({str((run.candidate.algorithm.name, run.candidate.settings)) for run in search.runs}) == 6


def test_a_family_that_comes_into_the_team_goes_first_again(monkeypatch: pytest.MonkeyPatch) -> None:
    search = searching(monkeypatch, ("linear", "lightgbm"), 50)
    search.run_portfolio()
    assert search.promising() is None
    lightgbm = replace(search.evaluated[0], candidate=search.planned[0])
    monkeypatch.setattr(search, "team", lambda: [(lightgbm, 1.0)])
    assert search.promising() == 0
    monkeypatch.setattr(search, "most_candidates", search.n_tried + len(search.planned))
    take_turns(search)
    assert search.planned == []
    assert all(run.origin == "portfolio" for run in search.runs)


def test_settings_are_not_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    search = searching(monkeypatch, ("linear", "extra_trees"), 40)
    search.run_portfolio()
    take_turns(search)
    trees = next(run.candidate.algorithm for run in search.runs if run.candidate.algorithm.name == "extra_trees")
    tried = [
        (run.candidate.strategy.name, sorted({**trees.defaults, **run.candidate.settings}.items(), key=str))
        for run in search.runs
        if run.candidate.algorithm is trees
    ]
    assert len(tried) > 30
    assert all(tried.count(one) == 1 for one in tried)


def test_what_waits_is_finished_when_the_list_is_through_though_it_adds_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search = searching(monkeypatch, ("linear", "lightgbm"), 100)
    search.planned.clear()
    waiting = [
        cast(Run, Seen(search.runs[0].candidate, [gain] * len(search.bench.folds), "waiting")) for gain in (0.1, 0.2)
    ]
    search.waiting += waiting
    finished: list[Run] = []

    def finish(place: int) -> None:
        finished.append(search.waiting.pop(place))
        monkeypatch.setattr(search, "most_candidates", 1)

    monkeypatch.setattr(search, "finish", finish)
    monkeypatch.setattr(search, "finish_waiting", lambda: None)
    places = iter([[0, 1]])
    monkeypatch.setattr(search, "affordable", lambda: next(places))  # asked once: the time goes on between two looks
    monkeypatch.setattr(Seen, "give_up", lambda _: None, raising=False)
    take_turns(search)
    assert finished == [waiting[1]]


def test_what_waits_at_the_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    search = searching(monkeypatch, ("linear", "lightgbm"), 1)
    run = search.runs[0]
    search.waiting.append(run)
    take_turns(search)
    assert search.waiting == []
    assert (run.state, run.note) == ("ended", "others promised more after the first folds")
