"""Figures by group equal those counted by hand, hold what they promise, and small groups do not shout."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest

from automl.fairness import fairness, sensitive
from automl.fairness_words import FIGURES
from automl.insights import Insights
from automl.intervals import gap_of, means, ratio_of, share_of
from datasets.errors import InputError
from tests.automl.held_rows import held_of


def treated(n: int = 1000, small: int = 8) -> tuple[list[str], list[int], np.ndarray]:
    """Half women: of 20 % who belong to the class, half are found; men: all. And a few others, none found."""
    sex, y, p = [], [], []
    for i in range(n):
        woman, yes = i % 2 == 0, i // 2 % 5 == 0
        sex.append("f" if woman else "m")
        y.append(int(yes))
        p.append(0.9 if yes and (not woman or i // 10 % 2 == 0) else 0.1)
    sex += ["x"] * small
    y += [1] * small
    p += [0.1] * small
    return sex, y, np.column_stack([1 - np.asarray(p), p])


def test_every_figure_is_counted_right() -> None:
    sex, y, answers = treated()
    found = fairness(held_of({"sex": sex}, y, answers), "sex", used=False, chosen="Yes", positive="Yes")
    groups = {group.label: group for group in found.groups}
    assert {label: group.n_rows for label, group in groups.items()} == {"f": 500, "m": 500, "x": 8}
    assert found.reference == "m"
    women = {name: figure.value for name, figure in groups["f"].figures.items()}
    assert women == pytest.approx(
        {
            "base_rate": 0.2,
            "selection_rate": 0.1,
            "impact_before": 1.0,
            "impact_after": 0.5,
            "true_positive_rate": 0.5,
            "opportunity_gap": -0.5,
            "false_positive_rate": 0.0,
            "error_rate": 0.1,
        }
    )
    assert set(FIGURES) >= set(women)
    said = " ".join(found.sentences)
    assert "The answer is Yes 0.50 times as often for sex f as for sex m (0.38 to 0.65)" in said
    assert "In the data it is 1.00: the model widens the difference." in said
    assert "50 % are found, 50 points fewer than for sex m" in said
    assert "The model does not read sex; other columns may stand for it all the same." in said
    assert Insights.from_dict(json.loads(json.dumps(asdict(Insights(fairness=(found,)))))).fairness == (found,)


def test_a_small_group_does_not_shout() -> None:
    sex, y, answers = treated(small=8)
    y[-8:] = [1, 0, 0, 0, 0, 0, 0, 0]
    found = fairness(held_of({"sex": sex}, y, answers), "sex", used=True, chosen="Yes", positive="Yes")
    assert "but within what chance gives on so few rows: x." in " ".join(found.sentences)
    assert not any(sentence.startswith("sex x") for sentence in found.sentences)
    assert "The model reads sex." in found.sentences


def test_a_small_group_alone_is_told_with_whom_it_is_compared() -> None:
    _, y, answers = treated(small=8)
    y[-8:] = [1, 0, 0, 0, 0, 0, 0, 0]
    half = ["a" if i // 20 % 2 else "b" for i in range(1000)] + ["x"] * 8
    found = fairness(held_of({"half": half}, y, answers), "half", used=True, chosen="Yes", positive="Yes")
    said = f"Less than four fifths as often as half {found.reference}, but within what chance gives on so few rows: x."
    assert said in found.sentences


def test_the_other_class_and_another_threshold_can_be_looked_at() -> None:
    sex, y, answers = treated()
    held = held_of({"sex": sex}, y, answers)
    no = fairness(held, "sex", used=True, chosen="No", positive="Yes")
    assert {g.label: g.figures["selection_rate"].value for g in no.groups}["f"] == pytest.approx(0.9)
    low = fairness(held, "sex", used=True, chosen="Yes", positive="Yes", threshold=0.05)
    assert {g.figures["selection_rate"].value for g in low.groups} == {1.0}
    never = fairness(held, "sex", used=True, chosen="Yes", positive="Yes", threshold=1.0)
    assert "nothing to compare" in never.sentences[0]


def test_numbers_have_errors_by_group() -> None:
    rng = np.random.default_rng(1)
    age = rng.integers(18, 80, 1200)
    y = rng.normal(100, 20, 1200)
    answers = y + rng.normal(0, 5, 1200) + np.where(age >= 65, 6, 0)
    found = fairness(held_of({"age": age}, y, answers[:, None]), "age", used=True)
    oldest = found.groups[-1]
    inside = age >= 60
    assert oldest.label == "60 or more"
    assert oldest.n_rows == inside.sum()
    assert oldest.figures["mean_error"].value == pytest.approx((answers - y)[inside].mean())
    assert oldest.figures["absolute_error"].value == pytest.approx(np.abs(answers - y)[inside].mean())
    assert found.sentences[0].startswith("age 60 or more: answers are too high by")
    assert len([s for s in found.sentences if "too high" in s or "too low" in s]) == 1


def test_groups_of_one_or_of_few_rows_cannot_be_compared() -> None:
    answers = np.full((40, 2), 0.5)
    held = held_of({"sex": ["f"] * 40, "x": range(40)}, [0, 1] * 20, answers)
    with pytest.raises(InputError, match="There is no column"):
        fairness(held, "sexe", used=False)
    few = held_of({"sex": ["f", "m"] * 10}, [0, 1] * 10, np.full((20, 2), 0.5))
    assert "no group can be compared" in fairness(few, "sex", used=False, positive="Yes").sentences[0]


def test_intervals_hold_what_they_promise() -> None:
    rng = np.random.default_rng(2)
    held = {"share": 0, "gap": 0, "ratio": 0, "mean": 0}
    half = np.arange(240) < 120
    for _ in range(200):
        hits = rng.random(240) < np.where(half, 0.15, 0.3)
        values = np.where(half, 1.0, 2.0) + rng.exponential(1, 240)
        for name, figure, truth in (
            ("share", share_of(hits, half), 0.15),
            ("gap", gap_of(hits, half, ~half), -0.15),
            ("ratio", ratio_of(hits, half, ~half), 0.5),
            ("mean", means(values[half][:, None], [3])[0], 2.0),
        ):
            held[name] += figure.low <= truth <= figure.high
    assert all(0.85 <= count / 200 <= 0.95 for count in held.values()), held


def test_columns_that_people_are_treated_by_are_known_by_name() -> None:
    names = ("customerAge", "SEX", "page", "Marital_Status", "wage", "race-code", "Gender", "price")
    assert sensitive(names) == ("customerAge", "SEX", "Marital_Status", "race-code")
