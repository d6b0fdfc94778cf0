"""Analyze: how a column moves the answer, drawn and told."""

from dataclasses import replace

import pytest

from app.ui import effect_words, model_effect
from app.ui.theme import Palette
from automl import explain
from automl.record import ColumnEffect
from tests.app.views.analyze_page import analyze
from tests.app.views.records import binary


def test_a_value_of_few_rows_is_no_ground_for_the_sentence(draw):
    def contract(*counts):
        effects = binary().effects
        return replace(binary(), effects=(replace(effects[0], counts=counts), *effects[1:]))

    page = analyze(draw, contract(8, 96, 82))
    assert "Contract pushes down most at Two year (\u221214.8\u00a0points) and down least at One year" in page.words
    assert "pushes up" not in page.words
    assert "Few rows were looked at for Month-to-month (8 rows): what is drawn there is a hint." in page.words
    assert 'class="push thin"' in page.words
    lone = analyze(draw, contract(8, 96, 12)).words
    assert "Contract is Two year in 96 of the 116 rows that were looked at; every other value is in too few" in lone
    whole = analyze(draw, binary()).words
    assert "Contract pushes up most at Month-to-month (+11.2\u00a0points) and down most at Two year" in whole
    assert "is a hint" not in whole
    assert 'class="push thin"' not in whole


def _told(column: int = 0, **changes) -> str:
    """The sentence on a column of the record, with these changes."""
    record = binary()
    effect = replace(record.effects[column], **changes)
    return effect_words.reading(effect, replace(record, effects=(effect,)))


def test_a_column_that_pushes_one_way_only_is_told_so():
    up = _told(effect=(0.112, 0.05, 0.0))
    assert "Contract pushes up most at Month-to-month (+11.2\u00a0points) and up least at One year (0" in up
    assert "down" not in up


def test_no_total_is_told_of_the_commonest_values_alone():
    assert effect_words.MOST_LEVELS == explain.EFFECT_LEVELS
    names = tuple(f"town {i}" for i in range(12))
    towns = ColumnEffect(
        "town", "category", names, (), tuple(i / 100 for i in range(12)), (45, *(1 for _ in range(11)))
    )
    alone = effect_words.reading(towns, replace(binary(), effects=(towns,)))
    assert alone.startswith("town is town 0 in 45 of the rows that were looked at; every other value is in too few")
    assert "The build had time" not in alone
    beside = effect_words.reading(towns, replace(binary(), effects=(towns, *binary().effects)))
    assert "in 45 of the 390 rows that were looked at" in beside
    eleven = replace(towns, labels=names[:11], effect=towns.effect[:11], counts=towns.counts[:11])
    assert "The build had time for 55 rows only" in effect_words.reading(eleven, replace(binary(), effects=(eleven,)))


@pytest.mark.parametrize(
    ("said", "positions", "ticks"),
    [
        ("1,080 to 1,155", (700.0, 1040.0, 2980.0), ["1,000", "1,500", "2,000", "2,500"]),
        ("1931 to 1949", (1905.0, 1940.0, 2007.0), ["1925", "1950", "1975", "2000"]),
        ("0.00125 to 0.5", (0.0, 0.3, 1.0), ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_the_axis_of_an_effect_writes_numbers_as_the_column_does(said, positions, ticks):
    effect = ColumnEffect("size", "numeric", ("", said, ""), positions, (-0.1, 0.0, 0.2), (9, 9, 9))
    drawn = model_effect.line(effect, binary(), Palette(dark=False))
    assert list(drawn.layout.xaxis.ticktext) == ticks


def test_a_range_needs_fewer_rows_than_a_value():
    few = _told(1, counts=(*(12 for _ in range(10)), 3))
    assert few.startswith("tenure pushes up most at 0 to 8 (+14.0")
    assert "is a hint" not in few
    none = _told(1, counts=tuple(4 for _ in range(11)), labels=tuple(map(str, range(11))), positions=tuple(range(11)))
    assert "The build had time for 44 rows only" in none
    assert "No range of tenure had more than 4 rows" in effect_words.too_few(
        replace(binary().effects[1], counts=tuple(4 for _ in range(11))), 100
    )


def test_too_few_others_are_told_in_words_that_fit():
    one = _told(labels=("not known", "One year"), effect=(0.1, -0.2), counts=(96, 1))
    said = (
        "Contract is not known in 96 of the 97 rows that were looked at and One year in 1 only, too few to say how far"
    )
    assert one == f"{said} that pushes."


def test_a_bar_picks_the_column_whose_effect_is_shown(draw):
    page = analyze(draw, binary())
    assert "How Contract moves the answer" in page.words
    assert "+11.2" in page.words
    page.press("Show the effect of tenure")
    assert page.calm
    assert "How tenure moves the answer" in page.words
    assert "pushes up most at 0 to 8 (+14.0\u00a0points)" in page.words


def test_a_column_with_one_value_has_no_effect_to_speak_of(draw):
    page = analyze(draw, binary())
    page.test.selectbox[-1].set_value("gender").run()
    assert page.calm
    assert "one value only" in page.words


def test_a_model_that_says_the_same_everywhere_is_told(draw):
    flat = replace(
        binary(),
        impact=tuple(replace(i, share=0.0, mean_abs=0.0) for i in binary().impact),
        effects=tuple(replace(e, effect=tuple(0.0 for _ in e.effect)) for e in binary().effects),
    )
    page = analyze(draw, flat)
    assert page.calm
    assert "it says the same for every row" in page.words
    assert "Contract does not move the answer." in page.words


def test_without_effects_the_page_still_stands(draw):
    page = analyze(draw, binary(effects=()))
    assert page.calm
    assert "no effects to show" in page.words
