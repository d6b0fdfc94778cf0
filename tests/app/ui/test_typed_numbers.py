"""Numbers that a reader types into a field of texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.ui.recipe_words import told
from app.ui.typed_numbers import local, plain, shown, taken
from datasets.recipe import Recipe
from datasets.schema import Kind

ReadIn = Callable[[str | None], None]
KINDS = {"price": Kind.NUMERIC, "town": Kind.CATEGORY}


@pytest.mark.parametrize(
    ("locale", "typed", "number"),
    [
        ("de-DE", "1,5", "1.5"),
        ("de-DE", " −1.234,5 ", "-1234.5"),
        ("de-DE", "1.234", "1234"),
        ("de-DE", "1.5", "1.5"),
        ("de-DE", "12.5e3", "12.5e3"),
        ("de-DE", "1,5,0", "1,5,0"),
        ("de-DE", "about 1,5", "about 1,5"),
        ("fr-FR", "12 345,5", "12345.5"),
        ("fr-FR", "12\u202f345,5", "12345.5"),
        ("de-CH", "12'345.5", "12345.5"),
        ("en-IN", "1,23,456.5", "123456.5"),
        ("es-ES", "1234,5", "1234.5"),
        (None, "1,234.5", "1234.5"),
        (None, "1,5", "1,5"),
    ],
)
def test_a_number_as_the_reader_types_it(read_in: ReadIn, locale: str | None, typed: str, number: str) -> None:
    read_in(locale)
    assert plain(typed) == number


@pytest.mark.parametrize("number", ["1.5", "-0.001", "1234.567", "12", "1.234"])
def test_what_is_shown_is_taken_as_the_same_number(read_in: ReadIn, number: str) -> None:
    for locale in ("de-DE", "fr-FR", "en-IN", None):
        read_in(locale)
        assert plain(local(number)) == number


def test_a_step_keeps_plain_numbers_and_the_texts_of_texts(read_in: ReadIn) -> None:
    read_in("de-DE")
    numbers = {"columns": ["price"], "with": "value", "value": "1,5"}
    assert taken("fill", numbers, KINDS) == {**numbers, "value": "1.5"}
    assert shown("fill", {**numbers, "value": "1.5"}, KINDS) == numbers
    texts = {"columns": ["price", "town"], "with": "value", "value": "1,5"}
    assert taken("fill", texts, KINDS) == texts
    assert taken("bins", {"edges": ["10", "20,5"]}, KINDS) == {"edges": ["10", "20.5"]}
    assert shown("bins", {"edges": ["20.5"]}, KINDS) == {"edges": ["20,5"]}
    assert taken("rename", {"value": "1,5", "columns": ["price"]}, KINDS) == {"value": "1,5", "columns": ["price"]}


def test_pairs_of_a_column_of_numbers_are_numbers(read_in: ReadIn) -> None:
    read_in("de-DE")
    pairs = {"column": "price", "values": [["1,5", ""], ["-9", "1.234,5"]], "where": "cell"}
    kept = {**pairs, "values": [["1.5", ""], ["-9", "1234.5"]]}
    assert taken("replace_values", pairs, KINDS) == kept
    assert shown("replace_values", kept, KINDS)["values"] == [["1,5", ""], ["-9", "1234,5"]]
    assert taken("replace_values", {**pairs, "column": "town"}, KINDS)["values"] == pairs["values"]
    assert taken("replace_values", {"column": None, "values": None}, KINDS) == {"column": None, "values": None}
    assert taken("replace_values", {"column": "price", "values": None}, KINDS)["values"] is None


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            {"step": "bins", "column": "price", "into": "rate 1.5", "by": "edges", "edges": ["1.5", "1234.5"]},
            "1,5, 1234,5",
        ),
        ({"step": "bins", "column": "price", "into": "rate 2.5", "by": "edges", "edges": ["1.5"]}, "Makes rate 2.5"),
        ({"step": "fill", "columns": ["price"], "with": "value", "value": "1.5"}, '"1,5"'),
        ({"step": "fill", "columns": ["price", "town"], "with": "value", "value": "1.5"}, '"1.5"'),
        ({"step": "replace_values", "column": "price", "values": [["1.5", "2.5"]]}, '"1,5" by "2,5"'),
        ({"step": "replace_values", "column": "town", "values": [["1.5", "2.5"]]}, '"1.5" by "2.5"'),
        ({"step": "clip", "columns": ["price"], "by": "limits", "low": 0.5, "high": 1.5}, "between 0,5 and 1,5"),
        ({"step": "filter_rows", "condition": "price  > 20.5"}, "price  > 20.5"),
        ({"step": "formula", "into": "x", "formula": "price * 1.5"}, "x = price * 1.5"),
    ],
)
def test_a_step_is_told_with_the_numbers_of_the_reader(read_in: ReadIn, step: dict[str, object], said: str) -> None:
    sentence = Recipe.from_dict([step]).sentences[0]
    assert told(sentence, step, KINDS) == sentence
    read_in("de-DE")
    assert said in told(sentence, step, KINDS)
