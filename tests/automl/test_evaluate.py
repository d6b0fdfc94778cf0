"""A candidate on its way through the folds: side by side, waiting when it is dear, finished or given up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from automl import bench as benches
from automl import pacing
from automl.algorithms import ALL as ALGORITHMS
from automl.bench import Bench, Candidate
from automl.clock import Clock
from automl.evaluate import Run
from automl.matrices import Matrices
from automl.prepare import prepare, read_order
from automl.record import CandidateRecord
from automl.spec import BuildSpec
from automl.strategies import ALL as STRATEGIES
from tests.automl.tables import mixed

N_FOLDS = 8


def bench(threads: int = 2, budget_s: float = 1000.0, n: int = 1200) -> Bench:
    table, spec = mixed("binary", n), BuildSpec("target", budget_s=budget_s)
    work = prepare(table, spec, read_order(table, spec, ()), Clock(budget_s), lambda: False)
    assert len(work.bench.folds) == N_FOLDS
    return replace(work.bench, threads=threads)


def run(on: Bench, heard: list[CandidateRecord] | None = None, to_beat: float | None = None) -> Run:
    settings = {"rounds": 30, "leaves": 4}
    candidate = Candidate(STRATEGIES["ordinal"], ALGORITHMS["lightgbm"], settings)
    report = (heard if heard is not None else []).append
    return Run(on, candidate, 3, 100.0, report, to_beat=to_beat)


@pytest.fixture
def dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every candidate takes a large share of the time, and a busy machine cuts none short."""
    monkeypatch.setattr(pacing, "WAIT_SHARE", 0.0)
    monkeypatch.setattr(pacing, "SLOWER", 1e6)


def test_folds_side_by_side_give_what_they_give_one_after_the_other() -> None:
    one, three = run(bench(threads=1)).evaluate(), run(bench(threads=3)).evaluate()
    assert one is not None
    assert three is not None
    np.testing.assert_array_equal(one.answers, three.answers)
    assert one.gain == three.gain


def test_a_cheap_candidate_does_not_wait() -> None:
    assert run(bench(), to_beat=0.5).evaluate() is not None


@pytest.mark.usefixtures("dear")
def test_the_first_candidate_never_waits() -> None:
    assert run(bench()).evaluate() is not None


def test_folds_whose_rows_rank_nothing_are_left_out_of_the_gains_but_keep_their_places() -> None:
    one = run(bench())
    one.fold_gains = [float("nan"), 0.8, 0.95, 0.95]
    assert one.gains == [0.8, 0.95, 0.95]
    assert one.first_gain == 0.8
    one.fold_gains = [float("nan"), float("nan"), 0.9]
    assert one.first_gain == float("-inf")


@pytest.mark.usefixtures("dear")
def test_a_dear_candidate_waits_after_its_first_folds_and_is_finished_later() -> None:
    heard: list[CandidateRecord] = []
    on = bench()
    waiting = run(on, heard, to_beat=0.5)
    assert waiting.evaluate() is None
    assert heard[-1].status == "waiting"
    assert heard[-1].folds_done == 2
    assert len(waiting.first_answers) == len(on.folds[0].valid) + len(on.folds[1].valid)
    assert waiting.first_gain == pytest.approx(np.mean(waiting.gains))
    assert waiting.seconds_to_finish == pytest.approx(3 * waiting.spent_s)
    finished = waiting.finish()
    whole = run(on).evaluate()
    assert finished is not None
    assert whole is not None
    np.testing.assert_array_equal(finished.answers, whole.answers)
    assert [record.status for record in heard][-2:] == ["running", "done"]


@pytest.mark.usefixtures("dear")
def test_a_waiting_candidate_can_be_given_up() -> None:
    heard: list[CandidateRecord] = []
    waiting = run(bench(), heard, to_beat=0.5)
    waiting.evaluate()
    waiting.give_up()
    assert heard[-1].status == "stopped early"
    assert heard[-1].note == "others promised more after the first folds"


@pytest.mark.usefixtures("dear")
def test_of_few_rows_one_fold_says_too_little_to_wait() -> None:
    assert run(bench(n=400), to_beat=0.5).evaluate() is not None


def test_a_candidate_far_behind_is_stopped_after_its_first_folds() -> None:
    heard: list[CandidateRecord] = []
    behind = run(bench(), heard, to_beat=0.9999)
    behind.n_evaluated = 5
    assert behind.evaluate() is None
    assert heard[-1].note == "clearly behind after the first folds"
    assert heard[-1].folds_done == 2


def test_a_fold_that_fails_ends_its_neighbours_and_says_why() -> None:
    heard: list[CandidateRecord] = []
    on = bench()
    broken = run(on, heard)
    broken.candidate = replace(broken.candidate, settings={"rounds": 30, "lr": "fast"})
    assert broken.evaluate() is None
    assert heard[-1].status == "failed"
    assert heard[-1].note.startswith("LightGBMError: ")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine cuts nothing short."""
    monkeypatch.setattr(pacing, "SLOWER", 1e6)


def few_folds(threads: int = 2) -> Bench:
    """Two of four folds score."""
    whole = bench(threads)
    return replace(whole, folds=whole.folds[:2], more_folds=whole.folds[2:4])


@pytest.mark.usefixtures("patient")
def test_a_bag_grows_by_folds_that_score_nothing_and_its_score_stays() -> None:
    heard: list[CandidateRecord] = []
    member = run(few_folds(), heard)
    before = member.evaluate()
    assert before is not None
    assert len(before.parts) == 2
    assert member.bag_more()
    after = member.evaluated()
    assert len(after.parts) == 4
    assert after.parts[:2] == before.parts
    assert (after.gain, after.record.score) == (before.gain, before.record.score)
    assert heard[-1].status == "done"
    assert after.record.seconds > before.record.seconds
    assert not member.bag_more()


def test_a_bag_is_left_as_it_was_when_a_stop_cuts_its_growth_short() -> None:
    stopped: list[bool] = []
    member = run(replace(few_folds(), should_stop=lambda: bool(stopped)))
    assert member.evaluate() is not None
    stopped.append(True)
    assert not member.bag_more()
    assert len(member.evaluated().parts) == 2


@pytest.mark.usefixtures("patient")
def test_a_plan_fits_the_folds_that_score_nothing_too() -> None:
    member = run(few_folds())
    member.evaluate()
    member.bag_more()
    again = run(few_folds())
    again.efforts = [part.model.effort for part in member.parts]
    found = again.evaluate()
    assert found is not None
    assert [part.model.effort for part in found.parts] == again.efforts
    X = bench().prepare(STRATEGIES["ordinal"], 0)[2]
    for one, other in zip(member.parts, found.parts, strict=True):
        np.testing.assert_array_equal(one.model.scores(X), other.model.scores(X))


def test_folds_share_a_preparation_that_never_sees_the_target() -> None:
    on = bench()
    first, second = (on.prepare(STRATEGIES["scaled_onehot"], fold) for fold in (0, 1))
    assert first[0] is second[0]
    assert [len(first[1]), len(first[2])] == [len(on.folds[0].train), len(on.folds[0].valid)]
    np.testing.assert_array_equal(first[2], first[0].transform(on.features.take(on.folds[0].valid)))
    assert on.prepare(STRATEGIES["target_encode"], 0)[0] is not on.prepare(STRATEGIES["target_encode"], 1)[0]
    by_date = replace(on, folds_share=False, prepared=Matrices())
    assert by_date.prepare(STRATEGIES["ordinal"], 0)[0] is not by_date.prepare(STRATEGIES["ordinal"], 1)[0]


def test_of_a_very_large_table_a_scaled_fit_learns_from_some_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    on = bench(n=1200)
    monkeypatch.setattr(benches, "MOST_SCALED_CELLS", 500 * len(on.features.columns))
    rows = on.training_rows(STRATEGIES["scaled_onehot"], 0)
    assert len(rows) == len(np.unique(rows)) == 500
    assert np.isin(rows, on.folds[0].train).all()
    np.testing.assert_array_equal(rows, on.training_rows(STRATEGIES["scaled_onehot"], 0))
    assert len(on.prepare(STRATEGIES["scaled_onehot"], 0)[1]) == 500
    assert len(on.training_rows(STRATEGIES["ordinal"], 0)) == len(on.folds[0].train)
    heard: list[CandidateRecord] = []
    linear = Candidate(STRATEGIES["scaled_onehot"], ALGORITHMS["linear"], {})
    assert Run(on, linear, 0, 100.0, heard.append).evaluate() is not None
