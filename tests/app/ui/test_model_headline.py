import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui import model_headline
from automl.record import BaselineScore
from tests.app.views.records import RECORDS, binary, multiclass, regression


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


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(0, 10))
def test_every_mark_lies_inside_the_picture(value, dull, spread):
    record = binary()
    score = replace(record.score, value=value, low=value - spread, high=value + spread)
    html = model_headline.scale_html(replace(record, score=score, baseline=BaselineScore("x", dull, "")), best=1.0)
    places = [float(p) for p in re.findall(r"left:(-?[\d.]+)%", html)]
    assert all(-0.01 <= p <= 100.01 for p in places)


def test_two_classes_tell_what_was_found_and_the_false_alarms():
    facts = {fact.label: fact for fact in model_headline.facts(binary())}
    assert facts["Right answers"].value == "79.6\u00a0%"
    assert facts["Right answers"].below == "always saying No: 73.5\u00a0%"
    assert facts["Yes found"].value == "187 of 374"
    assert facts["Yes found"].below == "with 100 false alarms"
    assert facts["Built in"].below == "9 candidates, 5 in the team"


def test_an_only_candidate_is_no_team():
    (built_in,) = [
        fact for fact in model_headline.facts(binary(candidates=binary().candidates[:1])) if fact.label == "Built in"
    ]
    assert built_in.below == "1 candidate"


def test_the_other_class_can_be_the_one_that_counts():
    facts = {fact.label: fact for fact in model_headline.facts(binary(positive="No"))}
    assert facts["No found"].value == "935 of 1,035"
    assert facts["No found"].below == "with 187 false alarms"


def test_several_classes_name_the_hardest():
    facts = {fact.label: fact for fact in model_headline.facts(multiclass())}
    assert facts["Hardest to find"].value == "Type 2"
    assert facts["Hardest to find"].below == "70 of 76 found"


def test_numbers_name_the_usual_error():
    facts = model_headline.facts(regression())
    assert facts[0].value == "\u221228,400 to +31,200"
    assert facts[1].value == "88\u00a0%"


@pytest.mark.parametrize(
    ("largest", "text"), [(0.0, "0"), (2e-7, "0.0000002"), (3.5e-6, "0.0000035"), (0.00012, "0.00012")]
)
def test_small_differences_are_written_out(largest, text):
    assert model_headline.difference({"largest_difference": largest}) == text
