"""Which known text is meant: by text, by trimmed text, by numeric value, by boolean word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.matching import Categories


@pytest.mark.parametrize(
    ("known", "text", "meant"),
    [
        (("a", "b"), "a", "a"),
        (("a", " a"), " a", " a"),
        ((" a ", "a"), "a  ", " a "),
        (("large",), "Large", "Large"),
        (("5.0", "5"), "5", "5"),
        (("5.0", "5.00"), "5", "5.0"),
        (("0012",), "12", "0012"),
        (("1e3",), " 1000.0 ", "1e3"),
        (("nan", "inf"), "NaN", "NaN"),
        (("1_0",), "10", "10"),
        (("Yes", "No"), "True", "Yes"),
        (("Yes", "No"), "0", "No"),
        (("1", "0"), "FALSE", "0"),
        (("ja", "nein"), "True", "ja"),
        (("Yes", "No", "No internet service"), "n", "No"),
        (("F", "M"), "0", "0"),
        (("N", "S"), "False", "False"),
        (("a",), "", ""),
        ((), "a", "a"),
    ],
)
def test_rules(known, text, meant):
    assert Categories(known).match(text) == meant


@given(st.lists(st.text(min_size=1), unique=True), st.text())
def test_known_texts_stay_and_others_become_known_or_stay(known, text):
    categories = Categories(known)
    assert all(categories.match(word) == word for word in known)
    assert categories.match(text) in {text, *known}
    assert categories.match(categories.match(text)) == categories.match(text)
