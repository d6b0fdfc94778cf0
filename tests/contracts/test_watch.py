"""Every rule of the training watch: speaks up where it should, with numbers and advice, and is silent elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from automl import metrics
from automl.insights import Alert
from automl.record import Calibration, CandidateRecord, ColumnImpact, Evaluation, MeasuredScore
from automl.watch import ALL, Evidence, Watch


def candidate(index: int, score: float, at_s: float) -> CandidateRecord:
    return CandidateRecord(index, "s", "S", "a", "A", {}, "", "done", score, 1.0, at_s, 5)


def score(name: str, value: float, spread: float, baseline: float) -> MeasuredScore:
    title = metrics.get(name).title
    return MeasuredScore(name, title, value, value - spread, value + spread, 1000, "holdout", "", baseline)


def calibration(off: float) -> Calibration:
    said = (0.1, 0.3, 0.5, 0.7)
    seen = tuple(s - off for s in said)
    return Calibration(said, seen, seen, seen, (250,) * 4, abs(off), abs(off), 1.0)


def measured(off: float) -> Evaluation:
    return Evaluation(1000, ("No", "Yes"), ((650, 100), (100, 150)), calibration=calibration(off))


def well() -> Evidence:
    """A build about which there is nothing to say."""
    auc = score("roc_auc", 0.84, 0.02, 0.5)
    return Evidence(
        metric=metrics.get("roc_auc"),
        target="Churn",
        elapsed_s=58.0,
        budget_s=60.0,
        candidates=tuple(candidate(i, 0.8 + 0.002 * i, 2.0 * i) for i in range(20)),
        fold_values=(0.83, 0.84, 0.85, 0.84, 0.84),
        dullest=0.5,
        score=auc,
        metrics=(auc, score("accuracy", 0.8, 0.02, 0.7)),
        evaluation=measured(0.01),
        train_value=0.9,
        impact=tuple(ColumnImpact(name, share, share) for name, share in (("a", 0.5), ("b", 0.3), ("c", 0.2))),
    )


def ill(name: str) -> Evidence:
    """The same build with the fault that a rule is for."""
    seen = well()
    faults = {
        "overfitting": replace(seen, train_value=0.99, score=score("roc_auc", 0.6, 0.02, 0.5)),
        "unstable_folds": replace(seen, fold_values=(0.55, 0.84, 0.95, 0.6, 0.9)),
        "no_progress": replace(seen, candidates=tuple(candidate(i, 0.84 - 0.001 * i, 2.0 * i) for i in range(20))),
        "leakage": replace(seen, metrics=(score("roc_auc", 0.999, 0.001, 0.5),)),
        "one_column": replace(seen, impact=(ColumnImpact("a", 0.9, 0.9), *seen.impact[1:])),
        "minority_ignored": replace(seen, evaluation=Evaluation(1000, ("No", "Yes"), ((900, 5), (90, 5)))),
        "probabilities_off": replace(seen, evaluation=measured(0.1)),
        "few_rows": replace(seen, score=score("roc_auc", 0.7, 0.1, 0.5)),
        "nothing_learned": replace(seen, score=score("roc_auc", 0.51, 0.04, 0.5), train_value=0.512),
    }
    assert name in faults, f"no fault is known for the rule {name}; add it here"
    return faults[name]


@pytest.mark.parametrize("name", ALL)
def test_the_fault_is_seen_and_said(name: str) -> None:
    rule = ALL[name]
    alert = rule.check(ill(name))
    assert alert is not None
    assert alert.rule == name
    assert re.search(r"\d", alert.sentence), "a sentence holds numbers"
    assert alert.sentence.endswith(".")
    assert alert.advice.endswith(".")
    assert alert.title
    assert "%" not in alert.sentence or " %" in alert.sentence
    assert Alert.from_dict(json.loads(json.dumps(asdict(alert)))) == alert


@pytest.mark.parametrize("name", ALL)
def test_silence_where_there_is_nothing(name: str) -> None:
    assert ALL[name].check(well()) is None
    assert ALL[name].check(Evidence(metrics.get("rmse"), "price")) is None, "nothing is known yet"


@pytest.mark.parametrize("name", ALL)
def test_the_rule_and_its_page(name: str) -> None:
    rule = ALL[name]
    page = (Path(__file__).parents[2] / "docs" / "glass_box.md").read_text(encoding="utf-8")
    assert f"| {name} | {rule.threshold:g} |" in page


def test_errors_are_better_when_lower() -> None:
    seen = replace(
        well(),
        metric=metrics.get("rmse"),
        dullest=100.0,
        score=score("rmse", 60.0, 5.0, 100.0),
        metrics=(score("rmse", 60.0, 5.0, 100.0), score("r2", 0.64, 0.05, 0.0)),
        train_value=50.0,
        fold_values=(58.0, 60.0, 62.0),
        candidates=tuple(candidate(i, 70.0 - i, 2.0 * i) for i in range(11)),
        evaluation=None,
    )
    assert [rule.name for rule in ALL.values() if rule.check(seen)] == []
    assert ALL["overfitting"].check(replace(seen, train_value=30.0)) is None  # 40 of 70 are left
    assert ALL["overfitting"].check(replace(seen, train_value=5.0, score=score("rmse", 70.0, 5.0, 100.0)))
    assert ALL["nothing_learned"].check(replace(seen, score=score("rmse", 99.0, 5.0, 100.0)))
    assert ALL["leakage"].check(replace(seen, metrics=(score("r2", 0.9995, 0.0001, 0.0),)))


def test_a_column_that_the_data_check_suspects_is_named() -> None:
    alert = ALL["leakage"].check(replace(well(), suspects=("c", "z")))
    assert alert is not None
    assert alert.columns == ("c",)
    assert ALL["leakage"].check(replace(well(), suspects=("z",))) is None


def test_an_alert_is_told_once_and_what_passes_is_not_kept() -> None:
    told: list[Alert] = []
    watch = Watch(told.append)
    early = replace(ill("unstable_folds"), elapsed_s=10.0)
    watch.look("search", early)
    watch.look("search", replace(early, elapsed_s=20.0))
    assert [(alert.rule, alert.at_s) for alert in told] == [("unstable_folds", 10.0)]
    assert [alert.at_s for alert in watch.alerts(ill("unstable_folds"))] == [10.0]
    assert watch.alerts(well()) == ()
