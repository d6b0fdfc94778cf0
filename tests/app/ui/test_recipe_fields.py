"""Fields of a recipe's step that hold several names or numbers."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.typed_numbers import shown, taken
from datasets.recipe import Parameter

ReadIn = Callable[[str | None], None]
SEVERAL = Parameter("several", "names", "Several", ())


def _script(start: list[str] | None) -> None:
    import streamlit as st

    from app.ui.model_recipe_fields import Columns, draw
    from tests.app.ui.test_recipe_fields import SEVERAL

    st.json({"held": draw(SEVERAL, Columns({}), "several", start)})


def held(start: list[str] | None, typed: str | None = None) -> list[str] | None:
    """What the field holds that begins with `start`, after `typed` is typed."""
    test = AppTest.from_function(_script, kwargs={"start": start}, default_timeout=60).run()
    if typed is not None:
        test.text_input[0].set_value(typed).run()
    assert not test.exception
    found: list[str] | None = json.loads(test.json[0].value)["held"]
    return found


@pytest.mark.parametrize("locale", ["de-DE", "fr-FR", "de-CH", None])
@pytest.mark.parametrize("edges", [["1.5"], ["1234.5"], ["-0.25", "10", "20.5"]])
def test_numbers_to_cut_at_come_back_as_they_were_kept(read_in: ReadIn, locale: str | None, edges: list[str]) -> None:
    read_in(locale)
    start = shown("bins", {"edges": edges}, {})["edges"]
    assert taken("bins", {"edges": held(start)}, {}) == {"edges": edges}


@pytest.mark.parametrize(
    ("locale", "typed", "names"),
    [
        ("de-DE", "1,5", ["1,5"]),
        ("de-DE", "1,5; 1234,5;", ["1,5", "1234,5"]),
        (None, "1.5, 20", ["1.5", "20"]),
        (None, "a;b, c", ["a;b", "c"]),
        (None, " , ", None),
    ],
)
def test_what_is_typed_is_split_at_the_mark_that_is_no_decimal_mark(
    read_in: ReadIn, locale: str | None, typed: str, names: list[str] | None
) -> None:
    read_in(locale)
    assert held(None, typed) == names


@pytest.mark.parametrize(("locale", "names"), [(None, ["a;b", "c"]), ("de-DE", ["a,b"]), ("de-DE", ["a,b", "c"])])
def test_names_with_the_other_mark_come_back_the_same(read_in: ReadIn, locale: str | None, names: list[str]) -> None:
    read_in(locale)
    assert held(names) == names


def test_the_example_has_the_mark_of_the_reader(read_in: ReadIn) -> None:
    read_in("de-DE")
    test = AppTest.from_function(_script, kwargs={"start": None}, default_timeout=60).run()
    assert test.text_input[0].placeholder == "one; two; three"
