"""Counts, shares and names as they stand in a sentence."""

from __future__ import annotations

from datasets.wording import listed, percent, plural


def test_one_row_and_many_rows() -> None:
    assert (plural(1, "row"), plural(2345, "row")) == ("1 row", "2,345 rows")


def test_a_share_is_told_in_whole_per_cent() -> None:
    assert (percent(0.0), percent(0.314), percent(1.0)) == ("0 %", "31 %", "100 %")


def test_names_beyond_the_first_few_are_counted() -> None:
    assert listed([]) == ""
    assert listed(["a", "b"], 2) == "a, b"
    assert listed("abcdefgh") == "a, b, c, d, e and 3 more"
    assert listed(["x"] * 1_234, 1) == "x and 1,233 more"
