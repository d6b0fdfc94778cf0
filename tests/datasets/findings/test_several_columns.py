"""Findings about several columns together: formulas, dates in order, rows of one group."""

import numpy as np

from tests.datasets.findings.finding_tables import N, days, of_rule


def test_a_rate_is_a_formula_too_and_a_good_guess_is_none():
    rng = np.random.default_rng(4)
    distance, hours = rng.uniform(5, 500, N), rng.uniform(0.5, 9, N)
    assert set(of_rule("formula", target=distance / hours, distance=distance, hours=hours)) == {("distance", "hours")}
    rough = distance + hours + rng.normal(0, 5, N)
    assert of_rule("formula", target=rough, distance=distance, hours=hours) == {}


def test_a_date_later_than_another_may_be_known_only_afterwards():
    rng = np.random.default_rng(5)
    ordered, wait = rng.integers(0, 900, N), rng.integers(1, 40, N)
    late = np.where(wait + rng.normal(0, 4, N) > 20, "late", "in time")
    columns = {"ordered": days(ordered), "arrived": days(ordered + wait), "paid": days(ordered + rng.integers(0, 9, N))}
    assert set(of_rule("afterwards", target=late, **columns)) == {("arrived",)}


def test_dates_of_birth_are_no_order_of_time():
    rng = np.random.default_rng(8)
    born = rng.integers(0, 9000, N)
    target = np.where(born > 4500, "young", "old")
    assert of_rule("time_order", target=target, birth_date=days(born, "1970-01-01")) == {}


def test_the_order_of_time_is_told_without_measures():
    rng = np.random.default_rng(8)
    target = np.arange(N) / 10 + rng.normal(0, 1, N)
    (found,) = of_rule("time_order", target=target, day=days(np.arange(N))).values()
    assert found.sentence.startswith("Of 400 rows, those that follow each other in day are much alike in target. ")
    assert "its score looks better than it will be for the time to come" in found.sentence
    assert " of 1" not in found.sentence


def test_rows_of_a_group_that_differ_need_no_split():
    rng = np.random.default_rng(9)
    assert of_rule("group_column", target=rng.choice(["a", "b"], N), patient=[f"P{i // 5}" for i in range(N)]) == {}
