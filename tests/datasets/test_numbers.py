"""Numbers as people write them: which notation a column uses, and what each text is worth."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.numbers import PLAIN, detect_format, parse_numbers
from datasets.schema import NumberFormat

NAN = float("nan")


def parsed(texts, form=PLAIN):
    return parse_numbers(pa.array(texts, pa.string()), form).tolist()


def detected(*texts):
    return detect_format(pa.array(texts, pa.string()), np.ones(len(texts), dtype=np.int64))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("-1.5", -1.5), ("+2", 2), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1E-2", 0.01), (" 7 ", 7),
        ("\u22123", -3), ("007", 7), ("\u00a04", 4),
    ],
)  # fmt: skip
def test_plain_numbers(text, value):
    assert parsed([text, "x"]) == pytest.approx([value, NAN], nan_ok=True)


@pytest.mark.parametrize(
    "text", ["", "inf", "nan", "NaN", "Infinity", "1e400", "0x10", "1_000", "1,5", "1 2", "--1", "e5", "."]
)
def test_what_is_no_number(text):
    assert np.isnan(parsed([text])).all()


@settings(max_examples=40)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_float_is_read_back(values):
    assert parsed([repr(value) for value in values]) == values


@settings(max_examples=40)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=20))
def test_a_text_is_read_the_same_alone_and_in_company(texts):
    together = parsed(texts)
    assert together == pytest.approx([parsed([text])[0] for text in texts], nan_ok=True)


@pytest.mark.parametrize(
    ("texts", "form", "values"),
    [
        (("1,234.5", "12", "7,000,000.25"), NumberFormat(".", ","), (1234.5, 12, 7000000.25)),
        (("1.234,5", "12,25", "9"), NumberFormat(",", "."), (1234.5, 12.25, 9)),
        (("3,14", "2,71", "10"), NumberFormat(",", ""), (3.14, 2.71, 10)),
        (("1 234,50", "999,5", "12 000"), NumberFormat(",", " "), (1234.5, 999.5, 12000)),
        (("1\u202f234", "999", "12\u00a0000"), NumberFormat(".", " "), (1234, 999, 12000)),
        (("1'234.5", "9'999", "5"), NumberFormat(".", "'"), (1234.5, 9999, 5)),
        (("1,750", "1,701", "980"), NumberFormat(".", ","), (1750, 1701, 980)),
        (("12,34,567", "1,00,000", "5"), NumberFormat(".", ","), (1234567, 100000, 5)),
        (("$1,200.50", "-$3.25", "$-1"), NumberFormat(".", ",", ("$",)), (1200.5, -3.25, -1)),
        (("12,5 %", "7 %", "-0,5%"), NumberFormat(",", "", ("%",)), (12.5, 7, -0.5)),
        (("€ 5", "$ 6", "7 EUR"), NumberFormat(".", "", ("$", "EUR", "€")), (5, 6, 7)),
        (("12 months", "1 months", "36 months"), NumberFormat(".", "", ("months",)), (12, 1, 36)),
    ],
)  # fmt: skip
def test_notations(texts, form, values):
    found, share = detected(*texts)
    assert (found, share) == (form, 1.0)
    assert parsed(texts, found) == pytest.approx(values)


def test_a_mark_that_does_not_group_thousands_is_a_decimal_mark():
    form, _ = detected("1,234", "4321", "5,678", "98765")
    assert (form.decimal, form.thousands) == (",", "")


def test_marks_must_stand_where_they_belong():
    assert np.isnan(parsed(["1,23", "1234,567", "0,123"], NumberFormat(".", ","))).all()


@pytest.mark.parametrize("texts", [("1st", "2nd", "3rd"), ("A1", "B2", "C3"), ("10-20", "20-30")])
def test_numbers_with_other_meanings_are_left_alone(texts):
    assert detected(*texts)[1] < 0.99


def test_a_notation_seen_only_late_in_a_long_column_is_found():
    texts = [f"{i}.125" for i in range(1, 5000)]
    form, share = detected(*texts, "1.234.567,5", *[f"{i},5" for i in range(90)])
    assert share < 1
    assert parsed(texts[:1], form) == [1.125]
    assert detected(*[f"{i}.125" for i in range(1, 999)], *[f"{i}.000.125" for i in range(1, 4500)])[0].thousands == "."


GROUPED = {".": (",", " ", "'", ""), ",": (".", " ", "'", "")}


@st.composite
def written(draw):
    """Numbers in one notation, at least one of which shows it, and what they are worth."""
    decimal = draw(st.sampled_from(".,"))
    thousands = draw(st.sampled_from(GROUPED[decimal]))
    affix = draw(st.sampled_from(("", "$", "€", "USD", "kr", "%", "months")))
    before = draw(st.booleans()) and affix not in ("%", "months")
    blank = draw(st.sampled_from(("", " ", "\u00a0")))
    cents = [123456789, *draw(st.lists(st.integers(-(10**12), 10**12), max_size=8))]

    def write(value):
        whole = f"{abs(value) // 100:,}".replace(",", thousands)
        digits = f"{whole}{decimal}{abs(value) % 100:02d}"
        sign = "-" if value < 0 else ""
        return f"{sign}{affix}{blank}{digits}" if before else f"{sign}{digits}{blank}{affix}"

    return [write(value) for value in cents], [value / 100 for value in cents]


@settings(max_examples=40)
@given(written())
def test_any_number_in_any_notation_comes_back(case):
    texts, values = case
    form, share = detected(*texts)
    assert share == 1
    assert parsed(texts, form) == values


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (
            ["1.234,50", "1.234,50-", "5,00- EUR", "€ 6,5−", "7,25 -"],
            [1234.5, -1234.5, -5.0, -6.5, -7.25],
        ),
        (["1,234.50", "(1,234.50)", "( 5 )", "7.25"], [1234.5, -1234.5, -5.0, 7.25]),
        (["$5.10", "($1.20)", "$(3.40)", "$ 9.99"], [5.1, -1.2, -3.4, 9.99]),
        (["1.234,50 €", "(2.000,25) €", "(3,5 €)", "7,10 €"], [1234.5, -2000.25, -3.5, 7.1]),
        (["Rs.5", "Rs.(7)", "Rs. 9", "Rs.11"], [5, -7, 9, 11]),
    ],
)
def test_amounts_in_brackets_are_negative(texts, numbers):
    form, share = detect_format(pa.array(texts), np.ones(len(texts), dtype=np.int64))
    assert share == 1.0
    assert parse_numbers(pa.array(texts), form).tolist() == numbers


def test_grades_and_open_spans_are_no_negative_numbers():
    texts = ["1", "2", "2-", "3", "3-", "2020-", "4"]
    assert np.isnan(parse_numbers(pa.array(texts), NumberFormat())).tolist() == [text.endswith("-") for text in texts]


@pytest.mark.parametrize(
    "texts",
    [
        ["(1)", "(2)"],
        ["18-", "25-"],
        ["5--", "-5-"],
        ["1-2", "x-"],
        ["5 (3)", "7 (2)"],
        ["(-5)", "x"],
        ["(5", "x"],
        ["a (5)", "b"],
    ],
)
def test_other_brackets_are_no_amounts(texts):
    assert detect_format(pa.array(texts), np.ones(len(texts), dtype=np.int64))[1] == 0.0
