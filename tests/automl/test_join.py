"""Which candidates join, for each quality and allowed answering time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from automl import join as joining
from automl import quality as qualities
from automl.build import build
from automl.clock import Clock
from automl.contracts import Array
from automl.graph.assemble import assemble
from automl.graph.parity import check
from automl.prepare import Workspace, prepare, read_order
from automl.refit import common_effort
from automl.search import Search
from automl.spec import BuildSpec
from datasets.errors import InputError
from inference.session import open_session
from tests.automl.tables import mixed

QUICK = ("linear", "lightgbm", "extra_trees")
TRIED = 3


@cache
def searched(problem: str, quality: str = "balanced") -> tuple[Search, Workspace]:
    """A search over the first TRIED candidates of a made table."""
    table, spec = mixed(problem), BuildSpec("target", candidates=TRIED, quality=quality, algorithms=QUICK)
    work = prepare(table, spec, read_order(table, spec, ()), Clock(spec.time_s), lambda: False)
    search = Search(work.bench, work.algorithms, work.strategies, lambda _record: None)
    search.most_candidates, search.quality = TRIED, work.quality
    search.run_portfolio()
    return search, work


@pytest.mark.slow
@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_a_fast_model_is_at_most_three_fits_and_equals_its_graph(problem: str) -> None:
    search, work = searched(problem, quality="fast")
    joined = joining.join(search, work)
    assert 1 <= len(joined.ensemble.members) <= 3
    assert all(len(member.parts) == 1 for member in joined.ensemble.members)
    assert joined.weights.sum() == pytest.approx(1)
    assert joined.honest is not None
    session = open_session(assemble(joined.ensemble, work.bench.features.columns, {}), 1)
    assert check(session, joined.ensemble, work.bench.features, {}, work.bench.scale).largest_difference < 1e-5


def test_a_fast_model_keeps_its_leader_when_just_that_can_be_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    search, work = searched("binary", quality="fast")
    leader = max(range(len(search.evaluated)), key=lambda i: search.evaluated[i].gain)
    monkeypatch.setattr(Clock, "left", lambda clock: clock.least_reserve_s + 0.9)
    monkeypatch.setattr(joining, "finish_seconds", lambda e, _: 1.8 if e is search.evaluated[leader] else 0.1)
    assert joining.join(search, work).weights[leader] > 0


@pytest.mark.slow
def test_a_fast_build_answers_with_fewer_trees_and_nearly_as_well() -> None:
    table = mixed("binary")
    orders = (BuildSpec("target", candidates=TRIED, quality=name, algorithms=QUICK) for name in ("balanced", "fast"))
    slow, fast = (build(table, order) for order in orders)
    assert len(fast.bundle.model) < len(slow.bundle.model) / 2
    assert fast.record.score.value > slow.record.score.value - 0.05
    assert fast.record.spec["quality"] == fast.bundle.manifest.spec["quality"] == "fast"


class Times(dict[int, float]):
    """Made-up milliseconds a row by index."""


def with_times(monkeypatch: pytest.MonkeyPatch, of: Callable[[int], float]) -> None:
    monkeypatch.setattr(
        joining, "AnswerTimes", lambda evaluated, _work: Times({i: of(i) for i in range(len(evaluated))})
    )


def members(search: Search, work: Workspace, row_ms: float) -> list[int]:
    return [int(i) for i in np.flatnonzero(joining.join(search, work, row_ms).weights)]


def test_a_team_that_answers_too_slowly_loses_members(monkeypatch: pytest.MonkeyPatch) -> None:
    search, work = searched("binary")
    with_times(monkeypatch, lambda _i: 1.0)
    whole = members(search, work, 100.0)
    assert len(whole) > 1
    some = members(search, work, len(whole) - 0.5)
    assert set(some) < set(whole)
    assert len(members(search, work, 1.0)) == 1


def test_where_no_team_is_quick_enough_the_best_that_is_answers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    search, work = searched("binary")
    with_times(monkeypatch, lambda i: 0.5 if i == 2 else 9.0)
    assert members(search, work, 1.0) == [2]
    assert members(search, work, 0.1) == [2]  # nothing is: the quickest


def test_what_cannot_be_finished_leaves_and_all_others_compete_on(monkeypatch: pytest.MonkeyPatch) -> None:
    search, work = searched("binary")
    work = replace(work, quality=replace(work.quality, forgone=0.0))  # nobody leaves for being dear to ask
    weights = joining.join(search, work).weights
    dear = int(np.argmax(weights))
    slow = [replace(e, finish_s=100.0 if i == dear else 0.1) for i, e in enumerate(search.evaluated)]
    monkeypatch.setattr(search, "evaluated", slow)
    monkeypatch.setattr(work.bench.clock, "left", lambda: 2.0)
    competing: list[int] = []
    honest = joining._honest

    def counted(answers: Sequence[Array], *others: Any) -> Array:
        competing.append(len(answers))
        return honest(answers, *others)

    monkeypatch.setattr(joining, "_honest", counted)
    left = joining.join(search, work).weights
    assert left[dear] == 0
    assert left.sum() == pytest.approx(1)
    assert competing == [TRIED - 1]


def test_a_limit_that_is_met_changes_nothing() -> None:
    search, work = searched("binary")
    assert members(search, work, 1e6) == [int(i) for i in np.flatnonzero(joining.join(search, work).weights)]


def test_efforts_become_one() -> None:
    assert common_effort([{"rounds": 10}, {"rounds": 21}]) == {"rounds": 16}
    assert common_effort([{"trees": 10}, {"trees": 20}]) == {"trees": 20}
    assert common_effort([{"plan": [[0, 900], [25, 100]]}, {"plan": [[0, 200]]}]) == {"plan": [[0, 150]]}
    halfway = [{"plan": [[0, 900], [25, 100]], "best": 60}, {"plan": [[0, 200]], "best": 80}]
    assert common_effort(halfway) == {"plan": [[0, 150]], "best": 75}
    assert common_effort([{"steps": [0, 7]}]) is None


def test_a_quality_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="one of fast, balanced, best"):
        BuildSpec("target", quality="brilliant")
    with pytest.raises(InputError, match="more than 0 ms"):
        BuildSpec("target", row_ms=0)
    assert list(qualities.ALL) == ["fast", "balanced", "best"]


def test_members_that_are_not_worth_their_time_leave_a_balanced_team(monkeypatch: pytest.MonkeyPatch) -> None:
    search, work = searched("binary")
    whole = joining.join(search, replace(work, quality=qualities.BEST)).weights
    dearest = int(np.flatnonzero(whole)[0])
    monkeypatch.setattr(joining, "answer_us", lambda e, *_: 1e6 if e is search.evaluated[dearest] else 1.0)
    generous = replace(work, quality=replace(qualities.BALANCED, forgone=0.9))
    lean = joining.join(search, generous).weights
    assert lean[dearest] == 0
    assert lean.sum() == pytest.approx(1)
