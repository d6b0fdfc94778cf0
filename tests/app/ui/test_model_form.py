import json
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.ui import model_form
from datasets.schema import Column, Kind
from inference.manifest import DTYPES, InputColumn


def column(name="x", kind=Kind.NUMERIC, **more):
    return InputColumn(Column(name, kind), name, DTYPES[kind], **more)


@pytest.mark.parametrize(
    ("made", "widget"),
    [
        (column(minimum=0.0, maximum=72.0, typical=29.0), "slider"),
        (column(minimum=18.25, maximum=118.75, typical=70.35), "slider"),
        (column(minimum=0.0, maximum=72.0, typical=29.0, missing_share=0.1), "number"),
        (column(minimum=0.0, maximum=9e7, typical=1000.0), "number"),
        (column(minimum=5.0, maximum=5.0, typical=5.0), "number"),
        (column(), "number"),
        (column(kind=Kind.BOOLEAN, categories=("Yes", "No"), typical="Yes"), "buttons"),
        (column(kind=Kind.CATEGORY, categories=("a", "b", "c", "d", "e"), typical="a"), "list"),
        (column(kind=Kind.CATEGORY, categories=("a very long value", "another long value"), typical="a"), "list"),
        (column(kind=Kind.TEXT, categories=("some words",), typical="some words"), "text"),
        (column(kind=Kind.CATEGORY), "text"),
        (column(kind=Kind.DATETIME, minimum="2024-01-01T00:00:00Z", maximum="2024-06-01T00:00:00Z"), "date"),
        (column(kind=Kind.DATETIME, minimum="2024-01-01T08:30:00Z", maximum="2024-06-01T00:00:00Z"), "moment"),
    ],
)
def test_every_column_gets_the_widget_that_suits_it(made, widget):
    assert model_form.field(made).widget == widget


def test_whole_numbers_step_by_one_and_others_finely():
    whole = model_form.field(column(minimum=0.0, maximum=72.0, typical=29.0))
    assert (whole.step, whole.whole) == (1.0, True)
    fine = model_form.field(column(minimum=18.25, maximum=118.75, typical=70.35))
    assert (fine.step, fine.whole) == (0.01, False)


def _script(value):
    import streamlit as st

    from app.ui import model_form
    from tests.app.ui.test_model_form import column

    made = model_form.field(column(minimum=0.0, maximum=9e7, typical=29.0))
    if value is not None:
        model_form.fill("v", (made,), {"x": value})
    st.json({"taken": model_form.draw("v", (made,))["x"]})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (811.67, "811.67"),
        (70.3499984741211, "70.35"),
        (72.0, "72"),
        (1234567.0, "1234567"),
        (12345678.0, "12345678"),
        (0.00012345, "0.00012345"),
        (-3.25, "-3.25"),
    ],
)
def test_a_box_shows_the_very_number_that_the_model_gets(value, shown):
    """Also one with decimals where the ends of the column and its typical value are whole."""
    test = AppTest.from_function(_script, args=(value,), default_timeout=60).run()
    assert not test.exception
    box = test.number_input[0]
    assert box.proto.format % box.value == shown
    assert json.loads(test.json[0].value)["taken"] == float(shown)


def test_a_long_whole_number_that_is_typed_is_shown_with_all_its_digits():
    test = AppTest.from_function(_script, args=(None,), default_timeout=60).run()
    box = test.number_input[0].set_value(123456789.0).run().number_input[0]
    assert box.proto.format % box.value == "123456789"


def test_a_column_that_may_be_missing_offers_not_known():
    made = model_form.field(column(kind=Kind.CATEGORY, categories=("a", "b"), missing_share=0.2))
    assert made.options == ("a", "b", "")


def test_the_most_important_come_first_and_none_is_lost():
    manifest: Any = SimpleNamespace(asks=(column("a"), column("b"), column("c")))
    assert [f.name for f in model_form.fields(manifest, ["c", "a"])] == ["c", "a", "b"]


def test_values_are_held_as_the_widget_needs_them():
    slider = model_form.Field("x", "slider", low=0.0, high=10.0)
    assert model_form.held(slider, 12.0) == 10.0
    assert model_form.held(slider, None) == 0.0
    number = model_form.Field("x", "number")
    assert model_form.held(number, None) is None
    assert model_form.held(number, 70.3499984741211) == 70.35
    choice = model_form.Field("x", "list", options=("a", "b", ""))
    assert model_form.held(choice, "b") == "b"
    assert model_form.held(choice, "never seen") == ""
    assert model_form.held(choice, None) == ""
    assert model_form.held(model_form.Field("x", "buttons", options=("a", "b")), "never seen") == "a"
    assert model_form.held(model_form.Field("x", "text"), None) == ""
    assert model_form.held(model_form.Field("x", "date"), "2024-02-03T00:00:00Z") == date(2024, 2, 3)
    assert model_form.held(model_form.Field("x", "moment"), "2024-02-03T04:05:06Z") == datetime(2024, 2, 3, 4, 5, 6)
    assert model_form.held(model_form.Field("x", "date"), None) is None
