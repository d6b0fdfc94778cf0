"""Times of day are numbers, minutes after midnight; the same for a table and for a row to predict."""

import datetime as dt
import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.cells import to_numbers
from datasets.clock import PATTERN, UNIT, parse_clock
from datasets.infer import infer_column
from datasets.numbers import CLOCK
from datasets.schema import Column, Kind
from tests.datasets.formats.csv_tables import table_of

TIMES = [f"{h:02d}:{m:02d}" for h in range(6, 22) for m in (0, 15, 40)]


def minutes(*texts):
    return [None if np.isnan(found) else found for found in parse_clock(pa.array(texts, pa.string())).tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:15", 495), ("8:15", 495), (" 8:15 ", 495), ("08:15:30", 495.5), ("08:15:30.25", 495.5), ("0:00", 0),
        ("24:00", 1440), ("8:15 PM", 1215), ("8:15pm", 1215), ("12:05 AM", 5), ("12:05 p.m.", 725), ("8 PM", 1200),
        ("8:15 Uhr", 495), ("8:15h", 495),
    ],
)  # fmt: skip
def test_times(text, expected):
    assert minutes(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8",
        "8:1",
        "24:01",
        "25:00",
        "8:60",
        "08:15:60",
        "13:00 PM",
        "0:30 AM",
        "8:15 A",
        "8 h",
        "-8:15",
        "8:15Z",
        "x",
    ],
)
def test_what_is_no_time(text):
    assert minutes(text) == [None]


@given(st.times())
def test_every_time_in_iso_notation(time):
    seconds = time.hour * 3600 + time.minute * 60 + time.second
    assert minutes(time.isoformat(), time.isoformat("minutes")) == [seconds / 60, time.hour * 60 + time.minute]


@given(st.from_regex(re.compile(PATTERN, re.ASCII), fullmatch=True))
def test_what_the_pattern_promises_is_a_time(text):
    assert minutes(text) != [None]


def test_a_column_of_times_is_numeric():
    table = table_of("at;n\n" + "".join(f"{time};{i % 3}\n" for i, time in enumerate(TIMES)))
    column = table.schema["at"]
    assert (column.kind, column.number, column.unit) == (Kind.NUMERIC, CLOCK, UNIT)
    assert "48 of 48 filled cells are times of day such as" in column.reason
    assert table.numbers("at").tolist()[:3] == [360, 375, 400]
    assert table.texts("at")[0].as_py() == "06:00", "cells stay as they were read"
    assert table.with_kind("at", "category").schema["at"].kind is Kind.CATEGORY
    again = table.with_kind("at", "category").with_kind("at", "numeric")
    assert (again.schema["at"].unit, again.numbers("at")[0]) == (UNIT, 360)
    assert Column.from_dict(column.to_dict()) == column


def test_one_word_among_times_is_not_known():
    column = infer_column(pa.chunked_array([[*TIMES, "closed", "closed"]]), "opens")
    assert (column.kind, column.missing[-1]) == (Kind.NUMERIC, "closed")


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("x", [f"{i}:{i + 1}" for i in range(9)] * 5),
        ("time", [f"{i}:30" for i in range(90)]),
        ("length", TIMES),
        ("allele", ["15:01", "03:01", "04:01", "11:04"] * 9),
        ("verse", ["3:16", "1:10", "23:14"] * 9),
        ("time", [*(f"{i % 9}:{10 + i}" for i in range(40)), "27:10"] * 9),
        ("opens", [*TIMES, "8", "9", "closed", "closed"]),
    ],
)
def test_results_codes_and_durations_are_no_times(name, texts):
    assert infer_column(pa.chunked_array([texts]), name).kind is not Kind.NUMERIC


@pytest.mark.parametrize(
    ("name", "texts"), [("x", ["8 PM", "9:30 AM", "11 am"] * 9), ("Abfahrtszeit", TIMES), ("departed_at", TIMES)]
)
def test_times_that_say_so_or_are_named_so(name, texts):
    assert infer_column(pa.chunked_array([texts]), name).number == CLOCK


def test_a_row_to_predict_may_say_the_minutes():
    column = infer_column(pa.chunked_array([TIMES]), "at")
    assert to_numbers(pa.array(["08:15", "495", "8:15 AM"]), column).tolist() == [495, 495, 495]
    assert to_numbers(pa.array([dt.time(8, 15)]), column).tolist() == [495]
    assert to_numbers(pa.array([495.0]), column).tolist() == [495]
