"""Every sample: loads fast and always alike, asks the question it says, and teaches what it promises."""

from __future__ import annotations

import functools
import time
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from automl.problems import detect
from datasets import samples
from datasets.findings import Finding, check
from datasets.profile import profile
from datasets.samples import Sample
from datasets.schema import Kind
from datasets.table import Table

# what the checks must find, and nothing else: (rule, column)
LESSONS: dict[str, set[tuple[str, str | None]]] = {
    "breast_cancer": {("correlated", None)},
    "house_prices": {("constant", "currency"), ("duplicates", None)},
    "loan_default": {("id_like", "loan_id")},
    "machine_maintenance": {("leakage", "repair_cost"), ("id_like", "machine_id"), ("imbalance", "failure")},
    "telecom_churn": {("leakage", "ExitReason"), ("id_like", "customerID")},
}
# the score that a plain model gets without what the checks warn of: from, to
SIGNAL = {
    "breast_cancer": (0.97, 1.0),
    "house_prices": (0.8, 0.9),
    "loan_default": (0.82, 0.9),
    "machine_maintenance": (0.82, 0.9),
    "telecom_churn": (0.82, 0.9),
}
POSITIVE = {"breast_cancer": "malignant"}
SHARES = {
    "breast_cancer": (0.37, 0.38),
    "loan_default": (0.12, 0.18),
    "machine_maintenance": (0.03, 0.04),
    "telecom_churn": (0.24, 0.28),
}
NUMBERS = {
    "house_prices": ("living_area_m2", "plot_m2", "built", "price"),
    "loan_default": ("amount", "interest_rate", "annual_income", "monthly_payment"),
    "machine_maintenance": ("vibration_mm_s", "hours_since_service", "repair_cost"),
    "telecom_churn": ("tenure", "MonthlyCharges", "TotalCharges"),
}
DATES = {"house_prices": "sold_on", "loan_default": "issued_on", "machine_maintenance": "installed_on"}

each_sample = pytest.mark.parametrize("sample", samples.all().values(), ids=lambda sample: sample.name)


@functools.cache
def table_of(name: str) -> Table:
    return samples.all()[name].load()


@functools.cache
def findings_of(name: str) -> tuple[Finding, ...]:
    table, target = table_of(name), samples.all()[name].target
    return check(table, profile(table, target), target)


def positives(sample: Sample) -> npt.NDArray[np.bool_]:
    answers = np.asarray(table_of(sample.name).texts(sample.target).to_pylist())
    return np.asarray(answers == POSITIVE.get(sample.name, "Yes"), dtype=np.bool_)


def test_the_promised_samples_are_there():
    assert set(samples.all()) == set(LESSONS) == set(SIGNAL)
    assert samples.all() == samples.ALL


def test_a_change_of_the_answer_changes_nothing_inside():
    samples.all().clear()
    assert samples.all()


@each_sample
def test_the_record_is_what_the_table_is(sample: Sample):
    table = table_of(sample.name)
    assert table.n_rows == sample.n_rows
    assert sample.target in table.names
    assert not table.missing(sample.target).any()
    assert detect(table, sample.target).problem.name == sample.problem
    assert table.record.format == "csv"
    assert not table.record.sentences, "a sample reads without surprises"


@each_sample
def test_the_words_are_for_an_analyst(sample: Sample):
    assert sample.question.endswith("?")
    assert sample.lesson.endswith(".")
    assert sample.lesson.count(". ") == 0, "one sentence"
    named = {column for _, column in LESSONS[sample.name] if column} - {sample.target}
    assert not named or any(column in sample.lesson for column in named) or "repeats" in sample.lesson


@each_sample
def test_it_is_the_same_table_every_time_and_soon_there(sample: Sample):
    first = table_of(sample.name).fingerprint
    start = time.process_time()
    again = sample.load()
    assert time.process_time() - start < 1, "seconds of computing"
    assert again.fingerprint == first


@each_sample
def test_the_checks_find_the_lesson_and_nothing_else(sample: Sample):
    found = {(finding.rule, finding.column) for finding in findings_of(sample.name)}
    assert found == LESSONS[sample.name]


@each_sample
def test_no_cell_is_strange_to_its_column(sample: Sample):
    table = table_of(sample.name)
    assert not [name for name in table.names if table.mismatched(name).any()]
    assert not [name for name in NUMBERS.get(sample.name, ()) if table.schema[name].kind is not Kind.NUMERIC]
    if sample.name in DATES:
        assert table.schema[DATES[sample.name]].kind is Kind.DATETIME


@pytest.mark.parametrize("name", SHARES)
def test_the_answer_is_as_frequent_as_in_real_life(name: str):
    low, high = SHARES[name]
    assert low <= positives(samples.all()[name]).mean() <= high


def test_total_charges_are_blank_for_new_customers_only():
    table = table_of("telecom_churn")
    np.testing.assert_array_equal(table.missing("TotalCharges"), table.numbers("tenure") == 0)
    assert table.missing("TotalCharges").any()


def test_a_missing_income_tells_something():
    table, defaults = table_of("loan_default"), positives(samples.all()["loan_default"])
    missing = table.missing("annual_income")
    assert 0.05 < missing.mean() < 0.25
    assert defaults[missing].mean() > 1.5 * defaults[~missing].mean()


def test_amounts_are_read_over_their_thousands_marks():
    table = table_of("loan_default")
    assert any("," in text for text in table.cells.column("amount").to_pylist())
    assert table.numbers("amount").min() >= 1_000
    assert table.numbers("amount").max() <= 40_000


def test_only_flats_have_a_floor_and_only_houses_a_plot():
    table = table_of("house_prices")
    flat = np.asarray(table.texts("type").to_pylist()) == "Flat"
    np.testing.assert_array_equal(table.missing("floor"), ~flat)
    np.testing.assert_array_equal(table.missing("plot_m2"), flat)


@pytest.mark.slow
@each_sample
def test_the_signal_is_in_the_promised_range(sample: Sample):
    low, high = SIGNAL[sample.name]
    assert low <= score(sample, warned(sample)) <= high


@pytest.mark.slow
@pytest.mark.parametrize("name", ["telecom_churn", "machine_maintenance"])
def test_the_leak_makes_the_score_look_perfect(name: str):
    sample = samples.all()[name]
    leaks = {finding.column for finding in findings_of(name) if finding.rule == "leakage"}
    assert score(sample, warned(sample) - leaks) > 0.97


@pytest.mark.slow
def test_radius_perimeter_and_area_say_nearly_the_same():
    sample = samples.all()["breast_cancer"]
    names = table_of(sample.name).names
    twice_told: set[str | None] = {name for name in names if "perimeter" in name or "area" in name}
    assert len(twice_told) == 6
    assert abs(score(sample, twice_told) - score(sample, set())) < 0.01


def warned(sample: Sample) -> set[str | None]:
    """The columns that the checks want left out."""
    heavy = [one for one in findings_of(sample.name) if one.severity == "warning" or one.rule == "id_like"]
    return {finding.column for finding in heavy if finding.fix is not None}


def score(sample: Sample, left_out: set[str | None]) -> float:
    """ROC AUC or R2 of LightGBM over three folds, every row once."""
    import lightgbm
    from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score

    table = table_of(sample.name)
    X = np.column_stack([codes(table, name) for name in table.names if name not in {sample.target, *left_out}])
    settings: dict[str, Any] = {
        "n_estimators": 120, "learning_rate": 0.06, "num_leaves": 15, "min_child_samples": 30, "n_jobs": 1,
        "verbose": -1, "deterministic": True, "force_col_wise": True,
    }  # fmt: skip
    if sample.problem == "regression":
        once = np.unique(X, axis=0, return_index=True)[1]
        model, y = lightgbm.LGBMRegressor(**settings), table.numbers(sample.target)[once]
        folds = KFold(3, shuffle=True, random_state=0)
        return float(cross_val_score(model, X[once], y, scoring="r2", cv=folds).mean())
    split = StratifiedKFold(3, shuffle=True, random_state=0)
    classifier = lightgbm.LGBMClassifier(**settings)
    return float(cross_val_score(classifier, X, positives(sample), scoring="roc_auc", cv=split).mean())


def codes(table: Table, name: str) -> npt.NDArray[np.float64]:
    """A column as numbers: its own, seconds, or the alphabetical places of its texts."""
    kind = table.schema[name].kind
    if kind is Kind.NUMERIC:
        return table.numbers(name)
    if kind is Kind.DATETIME:
        return table.seconds(name).astype(np.float64)
    return np.unique(np.asarray(table.texts(name).to_pylist()), return_inverse=True)[1].astype(np.float64)
