"""Columns that give the answer away: copies, noisy copies, and what is filled in for one answer only."""

import numpy as np
import pytest

from datasets.findings.leakage import nearly
from tests.datasets.findings.finding_tables import N, days, found, of_rule, table_of

SURE, ASKS = "copy gives the answer away", "copy nearly gives the answer away"


def leaks(target, **columns):
    return {f.column: f for f in found(table_of(**columns, target=target), "target", "leakage")}


def test_leaks_of_a_class():
    rng = np.random.default_rng(1)
    target = rng.choice(["a", "b", "c"], N)
    found_ = leaks(
        target,
        copy=[f"is {t}" for t in target],
        number=[ord(t) + r for t, r in zip(target, rng.random(N), strict=True)],
        nearly=np.where(rng.random(N) < 0.02, "a", target),
        half=np.where(rng.random(N) < 0.5, "a", target),
        noise=rng.random(N),
        ident=[f"K{i}" for i in range(N)],
    )
    assert set(found_) == {"copy", "number", "nearly"}
    assert found_["copy"].value == 1


def test_leaks_of_a_number():
    rng = np.random.default_rng(2)
    target = np.exp(rng.normal(0, 2, 3000))
    found_ = leaks(
        target,
        doubled=2 * target,
        order=np.argsort(np.argsort(-target)) + 17,
        near=np.log(target) + rng.normal(0, 0.8, 3000),
        noise=rng.random(3000),
    )
    assert set(found_) == {"doubled", "order"}
    assert found_["doubled"].threshold == 0.95


@pytest.mark.parametrize(
    ("correlation", "title"), [(0.999, SURE), (0.985, SURE), (0.97, ASKS), (0.9, None), (0.8, None)]
)
def test_a_noisy_copy_of_a_number(correlation, title):
    rng = np.random.default_rng(4)
    target = rng.normal(100, 10, 4000)
    noise = rng.normal(0, 10 * np.sqrt(1 / correlation**2 - 1), 4000)
    found_ = leaks(target, copy=target + noise, noise=noise)
    assert {name: f.title for name, f in found_.items()} == ({"copy": title} if title else {})


@pytest.mark.parametrize(("wrong", "title"), [(0.01, SURE), (0.08, ASKS), (0.2, None)])
def test_a_copy_of_a_class_with_wrong_rows(wrong, title):
    rng = np.random.default_rng(5)
    target = rng.choice(["Yes", "No"], 4000)
    said = np.where(rng.random(4000) < wrong, np.where(target == "Yes", "No", "Yes"), target)
    found_ = leaks(target, copy=[f"was {one}" for one in said])
    assert {name: f.title for name, f in found_.items()} == ({"copy": title} if title else {})
    assert all(nearly(f.rule, f.value) == (title == ASKS) for f in found_.values())
    if title == ASKS:
        finding = found_["copy"]
        assert (finding.severity, finding.threshold, finding.fix.columns) == ("warning", 0.9, ("copy",))
        assert "Ask whether it is known at the moment of predicting" in finding.sentence
        assert finding.example


@pytest.mark.parametrize(("n", "said"), [(1, 1), (2, 2), (3, 0)])
def test_where_many_columns_say_as_much_the_question_is_easy(n, said):
    rng = np.random.default_rng(7)
    target = rng.normal(100, 10, 4000)
    copies = {f"copy {i}": target + rng.normal(0, 2.5, 4000) for i in range(n)}
    assert [nearly(f.rule, f.value) for f in leaks(target, **copies).values()] == [True] * said


@pytest.mark.parametrize(("bins", "title"), [(10, SURE), (4, ASKS), (2, None)])
def test_a_number_cut_into_bins(bins, title):
    rng = np.random.default_rng(6)
    target = np.exp(rng.normal(0, 1, 4000))
    ends = np.quantile(target, np.linspace(0, 1, bins + 1)[1:-1])
    found_ = leaks(target, copy=[f"band {i}" for i in np.searchsorted(ends, target)])
    assert {name: f.title for name, f in found_.items()} == ({"copy": title} if title else {})


def test_a_date_that_only_some_outcomes_have():
    rng = np.random.default_rng(7)
    churn = rng.choice(["Yes", "No"], 2000, p=[0.3, 0.7])
    when = days(rng.integers(0, 700, 2000), "2023-01-01")
    gone = [day if left == "Yes" else None for day, left in zip(when, churn, strict=True)]
    (finding,) = leaks(churn, cancellation_date=gone, since=when).values()
    assert (finding.column, finding.severity, finding.value) == ("cancellation_date", "warning", 1)


def test_noise_is_no_leak_where_there_are_few_rows():
    rng = np.random.default_rng(8)
    for n in (40, 60, 100, 200):
        columns = {f"c{i}": rng.normal(size=n) for i in range(400)}
        assert {f.severity for f in leaks(np.arange(n) % 2 == 0, **columns).values()} <= {"warning"}
        assert {f.severity for f in leaks(rng.normal(size=n), **columns).values()} == set()


def test_being_filled_in_can_be_the_leak():
    rng = np.random.default_rng(3)
    target = rng.choice(["Yes", "No"], 1000, p=[0.2, 0.8])
    yes = target == "Yes"
    found_ = leaks(
        target,
        cost=[round(v, 2) if y else None for v, y in zip(rng.random(1000), yes, strict=True)],
        mostly=["x" if y != (r < 0.02) else None for y, r in zip(yes, rng.random(1000), strict=True)],
        loosely=["x" if y != (r < 0.2) else None for y, r in zip(yes, rng.random(1000), strict=True)],
    )
    assert set(found_) == {"cost", "mostly"}
    n = int(yes.sum())
    assert f'Filled in for {n} of {n} rows where target is "Yes" and for none of the others.' in found_["cost"].sentence


def test_a_rare_class_and_few_rows_prove_nothing():
    assert leaks(["Yes"] * 4 + ["No"] * 400, x=[1] * 4 + [0] * 400) == {}
    assert leaks(["Yes", "No"] * 10, x=["a", "b"] * 10) == {}


def test_a_sample_is_named_in_the_sentence():
    n = 30_000
    rng = np.random.default_rng(10)
    target = rng.choice(["a", "b"], n)
    (finding,) = of_rule("leakage", target=target, copy=[f"is {t}" for t in target]).values()
    assert "measured on 20,000 rows drawn evenly from 30,000" in finding.sentence
