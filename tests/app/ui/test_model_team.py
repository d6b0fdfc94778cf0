from dataclasses import replace

from app.ui import model_team
from tests.app.views.records import binary, candidates


def test_the_team_is_sorted_by_weight():
    assert [c.weight for c in model_team.team(binary())] == [0.32, 0.26, 0.22, 0.12, 0.08]


def test_many_voters_are_joined_and_nothing_is_lost():
    many = tuple(replace(candidates()[0], index=i, weight=0.1) for i in range(10))
    found = model_team.voters(binary(candidates=many))
    assert len(found) == model_team.MOST_VOTERS
    assert found[-1].name == "Five more"
    assert abs(sum(v.weight for v in found) - 1) < 1e-9


def test_why_counts_the_members_and_names_the_best_single_one():
    title, sentence = model_team.why(binary(), higher=True)
    assert title == "Five models answer together."
    assert "CatBoost" in sentence
    assert "0.8449" in sentence


def test_a_team_of_one_says_so():
    alone = (replace(candidates()[0], weight=1.0), *candidates()[5:])
    title, sentence = model_team.why(binary(candidates=alone), higher=True)
    assert title == "CatBoost answers alone."
    assert "no better" in sentence


def test_an_only_candidate_was_joined_with_nothing():
    title, sentence = model_team.why(binary(candidates=(replace(candidates()[0], weight=1.0),)), higher=True)
    assert title == "CatBoost answers alone."
    assert sentence.startswith("It is the only candidate that the build could finish. The best single one")


def test_votes_are_drawn_as_wide_as_they_weigh():
    html = model_team.votes_html(model_team.voters(binary()))
    assert "width:32.00%" in html
    assert "32\u00a0%" in html
