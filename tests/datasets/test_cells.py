"""Cells to values: text as in a CSV file and native values give the same."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.cells import MISSING_SECONDS, mismatched_mask, to_numbers, to_seconds, to_texts
from datasets.missing import missing_mask
from datasets.schema import Column, Kind, NumberFormat
from datasets.texts import text_cells
from datasets.words import MISSING_WORDS, NUMBER_MISSING_WORDS

NAN = float("nan")
NUMBER = Column("x", Kind.NUMERIC, missing=NUMBER_MISSING_WORDS, number=NumberFormat())
TEXT = Column("x", Kind.CATEGORY, missing=MISSING_WORDS)
DATE = Column("x", Kind.DATETIME, missing=NUMBER_MISSING_WORDS, datetime_formats=("%d.%m.%Y",))
YES_NO = Column("x", Kind.BOOLEAN, missing=MISSING_WORDS)


def test_numbers_from_text():
    cells = pa.array(["1", " 2.5 ", None, "", "  ", "NA", "-", "none", "x", "inf", "1e400"])
    expected = [1, 2.5] + [NAN] * 9
    assert to_numbers(cells, NUMBER).tolist() == pytest.approx(expected, nan_ok=True)
    assert missing_mask(cells, NUMBER).tolist() == [
        False,
        False,
        True,
        True,
        True,
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert mismatched_mask(cells, NUMBER).tolist() == [False] * 8 + [True] * 3


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (pa.array([1, None, -3]), [1, NAN, -3]),
        (pa.array([1.5, NAN, None, float("inf")]), [1.5, NAN, NAN, NAN]),
        (pa.array([True, False, None]), [1, 0, NAN]),
        (pa.array([Decimal("1.50"), None]), [1.5, NAN]),
        (pa.array(["7", "7", None]).dictionary_encode(), [7, 7, NAN]),
        (pa.chunked_array([["1"], [], ["2"]], pa.string()), [1, 2]),
        (pa.chunked_array([], pa.string()), []),
        (pa.nulls(2), [NAN, NAN]),
        (pa.array([dt.date(2024, 1, 5)]), [NAN]),
    ],
)  # fmt: skip
def test_numbers_from_native_values(cells, expected):
    assert to_numbers(cells, NUMBER).tolist() == pytest.approx(expected, nan_ok=True)


def test_numbers_in_a_notation():
    column = Column("x", Kind.NUMERIC, number=NumberFormat(",", ".", ("€",)))
    assert to_numbers(pa.array(["1.234,5 €", "€7", "8", "1.2.3"]), column).tolist() == pytest.approx(
        [1234.5, 7, 8, NAN], nan_ok=True
    )


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (pa.array([5.0, 0.1, 1e15, 1e300, -0.0, NAN, None]), ["5", "0.1", "1" + "0" * 15, "1e+300", "0", None, None]),
        (pa.array([0.1], pa.float32()), ["0.1"]),
        (pa.array([1, None]), ["1", None]),
        (pa.array([True, None]), ["True", None]),
        (pa.array([Decimal("5.00"), Decimal("5.10"), Decimal("100.00")]), ["5", "5.1", "100"]),
        (pa.array([dt.date(2024, 1, 5)]), ["2024-01-05"]),
        (pa.array([dt.datetime(2024, 1, 5, 3, 4, 5)]), ["2024-01-05T03:04:05"]),
        (pa.array([dt.datetime(2024, 1, 5, tzinfo=dt.UTC)]), ["2024-01-05T00:00:00Z"]),
        (pa.array([dt.time(3, 4)]), ["03:04:00"]),
        (pa.array([[1, 2], None]), ["[1, 2]", None]),
        (pa.array([{"a": 1}]), ['{"a": 1}']),
        (pa.array([b"ab", b"\xff"]), ["ab", "\ufffd"]),
        (pa.array(["  as is ", None]), ["  as is ", None]),
        (pa.array(["x"], pa.large_string()), ["x"]),
        (pa.nulls(1), [None]),
    ],
)  # fmt: skip
def test_the_text_of_any_value(cells, texts):
    assert text_cells(cells).to_pylist() == texts
    assert text_cells(cells).type == pa.string()


def test_texts_are_kept_to_the_letter_and_missing_is_empty():
    cells = pa.array([" Private", "None", "none", " ? ", "N/A", None, "", "  "])
    assert to_texts(cells, TEXT).to_pylist() == [" Private", "None", "none", "", "", "", "", ""]


def test_seconds():
    cells = pa.array(["05.01.2024", "2024-01-05", "2024-01-05T00:00:01Z", "soon", None, "-"])
    first = int(dt.datetime(2024, 1, 5, tzinfo=dt.UTC).timestamp())
    assert to_seconds(cells, DATE).tolist() == [first, first, first + 1] + [MISSING_SECONDS] * 3
    assert mismatched_mask(cells, DATE).tolist() == [False, False, False, True, False, False]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_seconds_from_native_dates(unit):
    stamps = pa.array([dt.datetime(1969, 12, 31, 23, 59, 58), None]).cast(pa.timestamp(unit))
    assert to_seconds(stamps, DATE).tolist() == [-2, MISSING_SECONDS]
    assert to_seconds(pa.array([dt.date(1970, 1, 2)]), DATE).tolist() == [86400]


def test_fractions_of_a_second_are_dropped_towards_the_past():
    stamp = pa.array([dt.datetime(1969, 12, 31, 23, 59, 59, 500_000)])
    assert to_seconds(stamp, DATE).tolist() == [-1]


def test_mismatched_yes_no():
    assert mismatched_mask(pa.array(["Yes", " NO ", "1", "maybe", "NA", None]), YES_NO).tolist() == [
        False, False, False, True, False, False,
    ]  # fmt: skip
    assert not mismatched_mask(pa.array(["anything"]), TEXT).any()


@settings(max_examples=15)
@given(st.lists(st.sampled_from([None, "", *NUMBER_MISSING_WORDS, " 1", "2.5", "yes", "5.1.2024", "x"]), max_size=6))
def test_rows_do_not_depend_on_each_other(values):
    cells = pa.array(values, pa.string())
    for column in (NUMBER, TEXT, DATE, YES_NO):
        for convert in (to_numbers, to_seconds, missing_mask, mismatched_mask):
            whole = convert(cells, column)
            parts = [convert(cells[i : i + 1], column)[0] for i in range(len(values))]
            np.testing.assert_array_equal(whole, np.array(parts, dtype=whole.dtype))
        assert to_texts(cells, column).to_pylist() == [
            to_texts(cells[i : i + 1], column)[0].as_py() for i in range(len(values))
        ]


@settings(max_examples=40)
@given(st.lists(st.floats(width=64)))
def test_a_number_means_the_same_as_its_text(values):
    native = pa.array(values, pa.float64())
    np.testing.assert_array_equal(to_numbers(native, NUMBER), to_numbers(text_cells(native), NUMBER))
