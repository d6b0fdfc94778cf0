import pytest

from app.ui import model_facts
from tests.app.views.records import binary, multiclass, regression


def test_two_classes_tell_what_was_found_and_the_false_alarms():
    facts = {fact.label: fact for fact in model_facts.facts(binary())}
    assert facts["Right answers"].value == "79.6\u00a0%"
    assert facts["Right answers"].below == "always saying No: 73.5\u00a0%"
    assert facts["Yes found"].value == "187 of 374"
    assert facts["Yes found"].below == "with 100 false alarms"
    assert facts["Built in"].below == "9 candidates, 5 in the team"


def test_an_only_candidate_is_no_team():
    (built_in,) = [
        fact for fact in model_facts.facts(binary(candidates=binary().candidates[:1])) if fact.label == "Built in"
    ]
    assert built_in.below == "1 candidate"


def test_the_other_class_can_be_the_one_that_counts():
    facts = {fact.label: fact for fact in model_facts.facts(binary(positive="No"))}
    assert facts["No found"].value == "935 of 1,035"
    assert facts["No found"].below == "with 187 false alarms"


def test_several_classes_name_the_hardest():
    facts = {fact.label: fact for fact in model_facts.facts(multiclass())}
    assert facts["Hardest to find"].value == "Type 2"
    assert facts["Hardest to find"].below == "70 of 76 found"


def test_numbers_name_the_usual_error():
    facts = model_facts.facts(regression())
    assert facts[0].value == "\u221228,400 to +31,200"
    assert facts[1].value == "88\u00a0%"


@pytest.mark.parametrize(
    ("largest", "text"), [(0.0, "0"), (2e-7, "0.0000002"), (3.5e-6, "0.0000035"), (0.00012, "0.00012")]
)
def test_small_differences_are_written_out(largest, text):
    assert model_facts.difference({"largest_difference": largest}) == text
