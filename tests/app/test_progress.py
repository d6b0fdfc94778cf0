"""From events to progress, and what is kept for the next asker."""

from __future__ import annotations

import io
import threading
import time
from dataclasses import replace

import pytest

from app.job_records import Progress
from app.jobs.progress import BuildProgress, Goal, goal_of
from app.verbs.kept import Kept
from automl.insights import Alert
from automl.record import STAGES, CandidateRecord, Event
from automl.spec import BuildSpec
from datasets.errors import InputError
from datasets.read import read
from tests.app.people import people_csv

CANDIDATE = CandidateRecord(0, "o", "Ordinal", "l", "Linear", {}, "", "running", None, 0.0, 0.0)


def done(index: int, score: float, at_s: float) -> CandidateRecord:
    return replace(CANDIDATE, index=index, status="done", score=score, at_s=at_s)


def test_events_become_progress() -> None:
    heard: list[Progress] = []
    progress = BuildProgress(60.0, Goal("rmse", "RMSE", False, 9.0), heard.append)
    progress(Event("stage", 1.0, stage="portfolio"))
    progress(Event("now", 1.5, text="fitting"))
    for candidate in (CANDIDATE, done(0, 5.0, 2.0), done(1, 7.0, 3.0), done(2, 4.0, 4.0)):
        progress(Event("candidate", 2.0 + candidate.at_s, candidate=candidate))
    progress(Event("candidate", 6.5, candidate=replace(CANDIDATE, index=3, status="failed")))
    alert = Alert("leakage", "Leakage suspected", "Seen in 9 rows.", 1.0, 0.99, "Look.", 7.0, ("x",))
    progress(Event("alert", 6.5, alert=alert))
    last = heard[-1]
    assert len(heard) == 8
    assert last.alerts == (alert,)
    assert (last.stage, last.stages_done, last.now) == ("portfolio", STAGES[: STAGES.index("portfolio")], "fitting")
    assert (last.best, last.first, last.baseline) == (4.0, (5.0, 2.0), 9.0)
    assert (last.elapsed_s, last.left_s) == (6.5, 53.5)
    assert [candidate.status for candidate in last.candidates] == ["done", "done", "done", "failed"]
    assert Progress.from_dict(last.to_dict()) == last


def test_the_goal_is_known_before_the_first_model() -> None:
    table = read(io.BytesIO(people_csv()), name="people.csv")
    assert goal_of(table, BuildSpec("left")) == Goal("roc_auc", "ROC AUC", True, 0.5)
    goal = goal_of(table, BuildSpec("age"))
    ages = table.numbers("age")
    assert (goal.metric, goal.higher_is_better) == ("rmse", False)
    assert goal.baseline == pytest.approx(ages.std())
    with pytest.raises(InputError, match="no column 'lft'"):
        goal_of(table, BuildSpec("lft"))


def test_dear_answers_are_computed_once_for_all_threads() -> None:
    kept, calls = Kept[int](2), []

    def make() -> int:
        calls.append(1)
        time.sleep(0.05)
        return 42

    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(kept.get("a", make))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, len(calls)) == ([42] * 5, 1)


def test_the_oldest_answer_goes_and_errors_are_not_kept() -> None:
    kept = Kept[str](2)
    assert [kept.get(key, key.upper) for key in "aba"] == ["A", "B", "A"]
    kept.get("c", lambda: "c")
    assert kept.get("b", lambda: "new b") == "new b"
    assert kept.get("c", lambda: "new c") == "c"
    with pytest.raises(ZeroDivisionError):
        kept.get("x", lambda: str(1 // 0))
    assert kept.get("x", lambda: "x") == "x"
