import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui import model_headline
from automl.record import BaselineScore
from tests.app.views.records import RECORDS, binary


def test_the_claim_is_the_first_sentence():
    claim, below = model_headline.split_claim(binary().headline)
    assert claim.endswith("84 times in 100.")
    assert below == "A coin picks the right one 50 times in 100."


def test_a_lone_sentence_splits_at_its_semicolon():
    assert model_headline.split_claim("Typical error ± 9; always the mean: ± 12.") == (
        "Typical error ± 9.",
        "Always the mean: ± 12.",
    )
    assert model_headline.split_claim("Right in 90 of 100 rows.") == ("Right in 90 of 100 rows.", "")


def test_decimals_do_not_end_a_sentence():
    assert model_headline.split_claim("It explains 0.88 of it. Always the mean: 0.0.")[0] == "It explains 0.88 of it."


@pytest.mark.parametrize("problem", RECORDS)
def test_it_says_score_interval_rows_and_baseline(problem):
    record = RECORDS[problem]()
    html = model_headline.headline_html(record, best=0.0 if problem == "regression" else 1.0)
    assert "90\u00a0% sure between" in html
    assert ("never saw" in html) == (record.score.how == "holdout")
    assert "this model" in html
    assert re.search(r"A coin toss: 0\.500|Always the shares: 1\.041|Always the mean: 58,120", html)


@pytest.mark.parametrize(("value", "low"), [(0.62, True), (0.3, False)])
def test_words_that_are_near_each_other_stand_on_two_lines(value, low):
    record = binary()
    score = replace(record.score, value=value, low=value - 0.02, high=value + 0.02)
    html = model_headline.scale_html(replace(record, score=score, baseline=BaselineScore("x", 1.0, "")), best=0.0)
    assert ('class="word low' in html) is low


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(0, 10))
def test_every_mark_lies_inside_the_picture(value, dull, spread):
    record = binary()
    score = replace(record.score, value=value, low=value - spread, high=value + spread)
    html = model_headline.scale_html(replace(record, score=score, baseline=BaselineScore("x", dull, "")), best=1.0)
    places = [float(p) for p in re.findall(r"left:(-?[\d.]+)%", html)]
    assert all(-0.01 <= p <= 100.01 for p in places)
