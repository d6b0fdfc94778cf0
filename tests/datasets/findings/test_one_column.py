"""Findings about the cells of one column: what stands for "not known", outliers, odd dates, many words."""

import numpy as np
import pytest

from datasets.findings import check
from datasets.profile import profile
from datasets.schema import Kind
from tests.datasets.findings.finding_tables import N, clean_columns, days, found, of_rule, table_of


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        ([*range(18, 88)] * 5 + [999] * 9, None),  # reading takes it for "not known" already
        ([*range(1, 71)] * 5 + [-1] * 9, None),  # this too
        ([*range(44, 114)] * 5 + [0] * 9, ["0"]),
        ([*range(1, 71)] * 5 + [0] * 9, None),  # a count
        ([*range(-30, 40)] * 5 + [-1] * 9, None),  # a temperature
        ([*range(30, 100)] * 5 + [99] * 9, None),  # a mark in an exam
        ([*range(18, 88)] * 5 + [999], None),  # once is an outlier
    ],
)
def test_numbers_that_stand_for_not_known(cells, marks):
    (finding,) = of_rule("disguised_missing", x=cells).values() or [None]
    assert (finding and finding.fix.arguments["words"]["x"]) == marks


def test_words_and_dates_that_stand_for_not_known():
    jobs = (["cook", "clerk", "none", "other"] * 30)[:100]
    assert of_rule("disguised_missing", job=jobs) == {}
    (finding,) = of_rule("disguised_missing", job=[*jobs, "Unknown "]).values()
    assert finding.fix.arguments == {"words": {"job": ["Unknown "]}}
    dates = days(np.arange(200))
    assert of_rule("disguised_missing", seen=dates) == {}
    (finding,) = of_rule("disguised_missing", seen=[*dates, *["1900-01-01"] * 5]).values()
    assert finding.fix.arguments == {"words": {"seen": ["1900-01-01"]}}


def test_a_word_among_numbers_is_shown_in_quotes():
    (finding,) = of_rule("disguised_missing", days=[*map(str, range(200)), "k.A."]).values()
    assert finding.example == 'Row 201: days "k.A.".'


def test_long_tails_and_many_zeros_are_no_outliers():
    rng = np.random.default_rng(6)
    rare = np.where(rng.random(3000) < 0.05, np.round(np.exp(rng.normal(5, 1.5, 3000)), 2), 0)
    tails = {"income": np.exp(rng.normal(8, 1.2, 3000)), "pareto": rng.pareto(1.5, 3000), "claim": rare}
    assert of_rule("outliers", **tails) == {}


def test_a_year_is_written_as_one():
    years = [f"{1830 + i % 189}.0" for i in range(378)]
    (finding,) = of_rule("outliers", YearBuilt=[*years, "1196.0"]).values()
    assert "such as 1196; all others go from 1830 to 2018." in finding.sentence
    assert finding.example == "Row 379: YearBuilt 1196."
    assert finding.fix.arguments == {"words": {"YearBuilt": ["1196.0"]}}
    (finding,) = of_rule("outliers", paid=[*years, "1196.0"]).values()
    assert "such as 1,196; all others go from 1,830 to 2,018." in finding.sentence


def test_a_date_is_written_in_one_way():
    days_of = [f"{13 + i % 15:02d}/{1 + i % 12:02d}/2017" for i in range(N)]
    (finding,) = of_rule("odd_dates", **clean_columns(), sold=[*days_of[1:], "27/05/1817"]).values()
    assert finding.example == f"Row {N}: sold 1817-05-27."
    assert "; the middle one is 2017-0" in finding.sentence
    assert finding.fix.arguments == {"words": {"sold": ["27/05/1817"]}}


def test_a_date_of_the_future_is_told_by_the_clock():
    table = table_of(**clean_columns(), due=days(np.arange(N)))
    said = profile(table, None)
    in_2021, in_2022 = (
        np.datetime64(day).astype("datetime64[s]").astype(float) for day in ("2022-01-30", "2022-12-31")
    )
    assert [f.rule for f in check(table, said, None, in_2021)] == ["odd_dates"]
    assert check(table, said, None, in_2022) == ()


def test_plans_are_no_impossible_dates():
    assert of_rule("odd_dates", ends=days(np.arange(N) * 20, "2026-01-01")) == {}


def test_words_of_columns_with_text_offer_another_kind():
    rng = np.random.default_rng(12)
    titles = [f"a small shop number {i} in town" for i in rng.integers(0, 110, 420)]
    table = table_of(title=titles, target=rng.choice(["a", "b"], 420)).with_kind("title", Kind.CATEGORY)
    (finding,) = found(table, "target", "high_cardinality")
    assert (finding.fix.action, finding.fix.arguments) == ("change_kind", {"kind": "text"})
