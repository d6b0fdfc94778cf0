"""A build from a table to a bundle that answers: every problem, honest scores, the clock, stopping, refusals."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from automl.build import Built, build
from automl.preview import preview
from automl.record import STAGES, BuildRecord, Event
from automl.spec import BuildSpec
from datasets.errors import InputError
from datasets.table import Table
from inference import load
from inference.bundle import write_bundle
from tests.automl.tables import csv_table, mixed

BUDGET_S = 3.0


@pytest.fixture(scope="module", params=["binary", "multiclass", "regression"])
def story(request: pytest.FixtureRequest) -> tuple[str, Built, list[Event], float]:
    """One build of each problem with everything it said and its wall time."""
    problem: str = request.param
    events: list[Event] = []
    table = mixed(problem)
    start = time.monotonic()
    built = build(table, BuildSpec("target", budget_s=BUDGET_S, exclude=("mail",)), on_event=events.append)
    return problem, built, events, time.monotonic() - start


def test_the_model_beats_the_dullest_one_and_says_on_which_rows(story: tuple[str, Built, list[Event], float]) -> None:
    problem, built, _, _ = story
    record = built.record
    assert record.problem == problem
    assert record.score.low <= record.score.value <= record.score.high
    assert record.score.n_rows == 240
    assert record.score.how == "cross-fitted"
    better = record.score.value - record.baseline.value
    assert (better if record.metric == "roc_auc" else -better) > 0
    assert record.headline


def test_the_range_of_the_target_is_that_of_the_rows_learnt_from() -> None:
    table = mixed("regression")
    spec = BuildSpec("target", budget_s=1.0, split="date:joined", algorithms=("linear",))
    record = build(table, spec).record
    learnt = table.numbers("target")[np.argsort(table.seconds("joined"), kind="stable")[: record.n_train]]
    assert record.n_train < table.n_rows
    assert record.target_range == (learnt.min(), learnt.max())


def test_columns_are_used_or_left_out_with_a_reason(story: tuple[str, Built, list[Event], float]) -> None:
    record = story[1].record
    assert set(record.left_out) == {"customer_id", "region", "mail"}
    assert set(record.used_columns) == {"age", "plan", "income", "joined"}
    assert {i.column for i in record.impact} == set(record.used_columns)
    assert sum(i.share for i in record.impact) == pytest.approx(1)
    assert record.impact[-1].column == "income"


def test_stages_come_in_order_and_candidates_are_told(story: tuple[str, Built, list[Event], float]) -> None:
    _, built, events, _ = story
    assert [e.stage for e in events if e.kind == "stage"] == list(STAGES)
    done = [c for c in built.record.candidates if c.status == "done"]
    assert done
    assert sum(c.weight for c in built.record.candidates) == pytest.approx(1)
    assert [e.at_s for e in events] == sorted(e.at_s for e in events)


def test_the_record_survives_json(story: tuple[str, Built, list[Event], float]) -> None:
    record = story[1].record
    assert BuildRecord.from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_the_bundle_answers_like_its_record_says(story: tuple[str, Built, list[Event], float], tmp_path: Path) -> None:
    problem, built, _, _ = story
    write_bundle(tmp_path / "model.zip", built.bundle)
    model = load(tmp_path / "model.zip")
    assert built.record.parity["largest_difference"] <= 1e-5
    told = model.predict({"age": 75, "plan": "pro", "income": "20000.5", "joined": "2023-03-01"})
    other = model.predict({"age": 20, "plan": "basic", "income": 20_000, "joined": "2025-03-01"})
    nothing = model.predict({})
    if problem == "regression":
        assert told.value is not None
        assert other.value is not None
        assert nothing.value is not None
        assert told.low is not None
        assert told.high is not None
        assert told.low < told.value < told.high
        assert told.value > other.value
    else:
        assert told.probabilities is not None
        assert sum(told.probabilities.values()) == pytest.approx(1, abs=1e-5)
        assert nothing.label in built.record.classes
        high, low = ("Yes", "No") if problem == "binary" else ("high", "low")
        assert told.label == high
        assert other.label == low


def test_what_was_measured_is_shown(story: tuple[str, Built, list[Event], float]) -> None:
    problem, built, _, _ = story
    shown = built.record.evaluation
    if problem == "regression":
        assert sum(shown.residual_counts) == len(shown.actual) == 240
        inside = np.asarray(shown.actual) - np.asarray(shown.predicted)
        assert np.mean((inside > shown.low_offset) & (inside < shown.high_offset)) == pytest.approx(0.9, abs=0.03)
    else:
        assert sum(map(sum, shown.confusion)) == 240
        assert (shown.roc is not None) == (problem == "binary")


def test_a_stop_keeps_the_best_so_far() -> None:
    heard: list[Event] = []

    def stop() -> bool:
        return any(e.candidate and e.candidate.status == "done" for e in heard)

    start = time.monotonic()
    built = build(mixed("binary"), BuildSpec("target", budget_s=300), on_event=heard.append, should_stop=stop)
    assert time.monotonic() - start < 60
    assert built.record.stopped_by == "you"
    assert [c for c in built.record.candidates if c.weight]


def test_the_same_order_gives_the_same_rows_and_the_positive_class_can_be_chosen() -> None:
    table = mixed("binary", 150)
    spec = BuildSpec("target", budget_s=1.0, positive="No", algorithms=("linear",), metric="f1")
    built = build(table, spec)
    assert built.record.positive == "No"
    assert built.bundle.manifest.positive == "No"
    assert built.record.score.metric == "f1"
    assert built.record.score.value > 0.6


def test_the_word_for_yes_counts_as_yes_though_it_comes_first_in_the_alphabet() -> None:
    lines = [f"{20 + i % 50},{'ja' if i % 50 > 30 else 'nein'}" for i in range(150)]
    built = build(csv_table("age,left", lines), BuildSpec("left", budget_s=1.0, algorithms=("linear",)))
    assert built.record.positive == built.bundle.manifest.positive == "ja"
    assert built.bundle.manifest.classes == ("ja", "nein")


@pytest.mark.parametrize("row_ms", [None, 50.0])
@pytest.mark.parametrize(("header", "target"), [("open,high,low,prediction", "close"), ("label,probabilities", "left")])
def test_columns_may_be_called_as_the_answers_of_a_model_are(header: str, target: str, row_ms: float | None) -> None:
    rng = np.random.default_rng(3)
    cells = rng.normal(100, 5, (80, header.count(",") + 1)).round(2)
    answers = cells.sum(axis=1) if target == "close" else np.where(cells[:, 0] > 100, "yes", "no")
    lines = [",".join(map(str, (*row, answer))) for row, answer in zip(cells.tolist(), answers.tolist(), strict=True)]
    spec = BuildSpec(target, candidates=1, row_ms=row_ms, algorithms=("linear",))
    built = build(csv_table(f"{header},{target}", lines), spec)
    assert built.record.used_columns == tuple(header.split(","))
    assert all(one.row_ms and one.bytes for one in built.record.candidates if one.weight)


def test_a_preview_gives_an_expected_score_and_an_impact() -> None:
    record = preview(mixed("binary"), BuildSpec("target")).record
    assert {c.algorithm for c in record.candidates} == {"lightgbm"}
    assert record.score.low < record.score.value
    assert record.impact


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"target": "trget"}, "Nearest names: target"),
        ({"target": "target", "exclude": ("agee",)}, "Nearest names: age"),
        ({"target": "target", "metric": "rmse", "problem": "binary"}, "does not fit"),
        (
            {"target": "target", "metric": "rmse"},
            "RMSE measures answers that are numbers, and target holds none. .*roc_auc",
        ),
        ({"target": "target", "metric": "gini"}, "There is no metric"),
        ({"target": "target", "positive": "Maybe"}, 'no value "Maybe"'),
        ({"target": "target", "algorithms": ("svm",)}, "There is no algorithm"),
        ({"target": "target", "algorithms": ("quadratic",), "exclude": ("age",)}, "suit quadratic: Products need"),
        ({"target": "target", "exclude": ("age", "plan", "income", "mail", "joined")}, "none can be used"),
        ({"target": "region"}, 'has only "EU"'),
    ],
)
def test_an_order_that_does_not_fit_the_table_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        build(mixed("binary", 40), BuildSpec.from_dict({"budget_s": 2.0, **change}))


def test_no_rows_and_three_rows_are_refused() -> None:
    with pytest.raises(InputError, match="a header and no rows"):
        build(csv_table("a,target", []), BuildSpec("target"))
    with pytest.raises(InputError, match="at least"):
        build(csv_table("a,target", ["1,x", "2,y", "3,x"]), BuildSpec("target"))


def test_specs_are_checked_and_survive_json() -> None:
    spec = BuildSpec("y", exclude=("a",), algorithms=("linear",))
    assert BuildSpec.from_dict(json.loads(json.dumps(spec.to_dict()))) == spec
    with pytest.raises(InputError, match="budget"):
        BuildSpec("y", budget_s=0)
    for seed in (-1, 2**31):
        with pytest.raises(InputError, match=f"from 0 to 2147483647; it is {seed}"):
            BuildSpec("y", seed=seed)
    with pytest.raises(InputError, match="no field colour"):
        BuildSpec.from_dict({"target": "y", "colour": "red"})


def test_by_date_the_score_is_that_of_the_latest_rows() -> None:
    spec = BuildSpec("target", budget_s=1.0, split="date:joined", algorithms=("linear",))
    record = build(mixed("binary"), spec).record
    assert record.score.how == "holdout"
    assert record.n_train + record.score.n_rows == record.n_rows
    assert 0.1 < record.score.n_rows / record.n_rows < 0.25
    assert "joined" in record.used_columns


def shop_rows(answer: Callable[[int], str]) -> Table:
    """A number, a year and one of six teams a row."""
    lines = [f"{i * 37 % 101},{2000 + i // 10},t{i % 6},{answer(i)}" for i in range(240)]
    return csv_table("x,year,team,y", lines)


def test_a_part_of_the_rows_with_one_answer_only_costs_its_score_alone() -> None:
    team = shop_rows(lambda i: "no" if i % 6 == 3 or i * 37 % 101 < 40 else "yes")
    years = shop_rows(lambda i: "no" if 120 <= i < 150 or i * 37 % 101 < 40 else "yes")
    for table, split, n_folds in ((team, "group:team", 6), (years, "date:year", 5)):
        built = build(table, BuildSpec("y", candidates=1, split=split, algorithms=("linear",)))
        assert len(built.record.candidates[0].fold_scores) == n_folds - 1
        json.dumps(built.record.to_dict(), allow_nan=False)


def test_a_split_that_measures_on_one_answer_only_is_refused() -> None:
    says = 'the latest fifth of the rows all have "no". Choose another column or split at random'
    with pytest.raises(InputError, match=says):
        build(shop_rows(lambda i: "no" if i >= 180 or i % 2 else "yes"), BuildSpec("y", split="date:year"))
    lines = [f"{i},left,{'yes' if i % 2 else 'no'}" for i in range(60)] + [f"{i},right,no" for i in range(30)]
    two = csv_table("x,side,y", lines)
    with pytest.raises(InputError, match='the rows that candidates compete on all have "no"'):
        build(two, BuildSpec("y", problem="binary", split="group:side"))


def test_by_group_the_column_only_says_what_belongs_together() -> None:
    spec = BuildSpec("target", budget_s=1.0, split="group:plan", algorithms=("linear",))
    record = build(mixed("regression"), spec).record
    assert record.left_out["plan"] == "says which rows belong together"
    assert "plan" not in record.used_columns
    assert BuildSpec.from_dict(dict(record.spec)) == spec


@pytest.mark.slow
def test_counted_candidates_give_the_same_model_bit_for_bit() -> None:
    spec = BuildSpec("target", candidates=4, seed=3, algorithms=("linear", "lightgbm", "extra_trees", "neural_net"))
    first, again = (build(mixed("multiclass", 160), spec) for _ in range(2))
    assert len(first.record.candidates) == 4
    assert first.bundle.model == again.bundle.model
    assert first.record.score == again.record.score
    assert first.record.impact == again.record.impact


@pytest.mark.slow
def test_drawn_settings_are_the_same_twice() -> None:
    spec = BuildSpec("target", candidates=7, seed=3, algorithms=("random_forest",))
    first, again = (build(mixed("regression", 120), spec) for _ in range(2))
    assert any(candidate.origin == "tuned" for candidate in first.record.candidates)
    assert [c.settings for c in first.record.candidates] == [c.settings for c in again.record.candidates]
    assert first.bundle.model == again.bundle.model


def test_less_than_one_candidate_is_refused() -> None:
    with pytest.raises(InputError, match="at least 1 candidate; 0 was asked for"):
        BuildSpec("target", candidates=0)
