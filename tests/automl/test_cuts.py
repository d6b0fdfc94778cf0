"""Columns in readable parts: round ends, joined ranges, rare values, missing cells; every row in exactly one part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.cuts import NOT_KNOWN, OTHERS, cut, runs
from tests.automl.held_rows import table_of


def test_numbers_dates_and_words_read_well() -> None:
    n = 800
    days = [str(np.datetime64("2023-01-01") + i) for i in range(n)]
    table = table_of(
        {
            "age": [18 + i % 60 for i in range(n)],
            "pay": [round(1000 + 3.37 * i, 2) for i in range(n)],
            "day": days,
            "grade": [i % 3 + 1 for i in range(n)],
            "year": [1950 + i % 70 for i in range(n)],
        }
    )
    assert cut(table, "age", 4).labels == ("up to 29", "30 to 49", "50 to 59", "60 or more")
    assert cut(table, "pay", 4).labels == (
        "below 1,700",
        "1,700 to below 2,300",
        "2,300 to below 3,000",
        "3,000 or more",
    )
    assert cut(table, "day", 2).labels == ("before 2024-01-01", "2024-01-01 or later")
    assert cut(table, "grade", 4).labels == ("1", "2", "3")
    assert cut(table, "grade", 4).said(0, 1) == "1 to 2"
    assert cut(table, "year", 4).labels[-1].removesuffix(" or more") in ("2000", "2001", "2002", "2010")
    ages = cut(table, "age", 4)
    assert (ages.said(0, 1), ages.said(1, 2), ages.said(2, 3)) == ("up to 49", "30 to 59", "50 or more")


def test_rare_values_share_a_part_and_missing_ones_have_their_own() -> None:
    words = ["a"] * 40 + ["b"] * 30 + ["c"] * 20 + ["d"] * 6 + ["e"] * 4 + [None] * 10
    found = cut(table_of({"word": words * 3}), "word", 4, most_levels=3)
    assert found.labels == ("a", "b", "c", OTHERS, NOT_KNOWN)
    assert np.bincount(found.place).tolist() == [120, 90, 60, 30, 30]
    _, spans = runs(found)
    assert spans == [(0, 0), (1, 1), (2, 2), (4, 4)]  # rare values have nothing in common


@settings(max_examples=40)
@given(
    st.lists(
        st.one_of(st.none(), st.integers(-5, 5), st.floats(-1e9, 1e9, allow_subnormal=False)), min_size=2, max_size=60
    ),
    st.integers(2, 8),
)
def test_every_row_is_in_one_part_and_no_part_is_empty(values: list[float | None], n_bins: int) -> None:
    table = table_of({"x": values, "y": range(len(values))}).with_kind("x", "numeric")
    found = cut(table, "x", n_bins)
    numbers = table.numbers("x")
    assert len(set(found.labels)) == found.n_parts or len(set(numbers[~np.isnan(numbers)])) > n_bins
    assert (np.bincount(found.place, minlength=found.n_parts) > 0).all()
    assert found.n_ordered <= n_bins
    for part in range(found.n_ordered - 1):
        assert numbers[found.place == part].max() < numbers[found.place == part + 1].min()
    assert (found.place[np.isnan(numbers)] == found.n_ordered).all()


@pytest.mark.parametrize("n_ordered", [2, 5])
def test_runs_are_ranges_that_leave_something_out(n_ordered: int) -> None:
    found = cut(table_of({"x": [i % n_ordered for i in range(50)]}).with_kind("x", "numeric"), "x", 8)
    members, spans = runs(found)
    assert len(spans) == n_ordered * (n_ordered + 1) // 2 - 1
    assert members.shape == (n_ordered, len(spans))
    assert (members.sum(axis=0) < n_ordered).all()
