"""The values of the column to predict, as Build draws them."""

from __future__ import annotations

import pytest

from app.records import ModelSettings
from app.ui import model_target
from app.verbs.detection import detect
from datasets.profile import profile
from datasets.read import read


def values_of(tmp_path, cells: list[str]) -> str:
    """The bars of a yes / no question about a column with these cells."""
    path = tmp_path / "loans.csv"
    path.write_text("age,default\n" + "".join(f'{20 + i % 50},"{cell}"\n' for i, cell in enumerate(cells)), "utf-8")
    table = read(path)
    asked = detect(table, ModelSettings(target="default"))
    assert asked.problem == "binary"
    return model_target.values_html(profile(table)["default"], len(cells), asked, None)


def test_two_numbers_are_counted_like_two_words(tmp_path):
    drawn = values_of(tmp_path, ["1"] * 70 + ["2"] * 30)
    assert "70" in drawn
    assert "30.0" in drawn
    assert 'class="spread"' not in drawn


def test_two_numbers_stand_in_the_order_of_their_size(tmp_path):
    drawn = values_of(tmp_path, ["9"] * 70 + ["10"] * 30)
    assert drawn.index(">9<") < drawn.index(">10<")
    assert drawn.index("70.0") < drawn.index("30.0")


@pytest.mark.parametrize(("low", "high"), [("0,5", "1,5"), ("$5", "$10"), ("1,000", "2,000"), ("5 %", "10 %")])
@pytest.mark.parametrize("shares", [(70, 30), (30, 70)])
def test_two_numbers_stand_as_they_are_written(tmp_path, low, high, shares):
    drawn = values_of(tmp_path, [low] * shares[0] + [high] * shares[1])
    assert drawn.index(f">{low}<") < drawn.index(f">{high}<")
    assert drawn.index(f"{shares[0]}.0") < drawn.index(f"{shares[1]}.0")


@pytest.mark.parametrize("words", [("ja", "nein"), ("Oui", "Non"), ("yes", "no")])
def test_the_word_for_yes_is_asked_for_though_it_may_be_first_in_the_alphabet(tmp_path, words):
    path = tmp_path / "left.csv"
    path.write_text("age,left\n" + "".join(f"{20 + i % 50},{words[i % 3 > 0]}\n" for i in range(90)), "utf-8")
    asked = detect(read(path), ModelSettings(target="left"))
    assert model_target.shown_class(asked, None) == words[0]
    assert model_target.shown_class(asked, words[1]) == words[1]


def test_rows_without_a_finite_number_are_told_beside_those_without_a_value(tmp_path):
    path = tmp_path / "prices.csv"
    cells = [f"{i * 1.5}" for i in range(400)]
    path.write_text("age,price\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate([*cells, "inf", "-inf", ""])))
    table = read(path)
    asked = detect(table, ModelSettings(target="price"))
    told = model_target.summary_html(profile(table)["price"], table.n_rows, asked, None)
    assert told.startswith("403 rows, 1 without a value and 2 without a finite number, set aside. Mean 299.2")
