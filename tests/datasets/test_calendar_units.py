import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import calendar_units as units


@given(st.integers(-60_000_000_000, 200_000_000_000), st.sampled_from(units.UNITS))
def test_a_time_lies_in_its_unit(second, unit):
    number = int(units.numbers(np.array([float(second)]), unit)[0])
    begin, end = units.starts(number, number + 1, unit)
    assert begin <= second < end


@pytest.mark.parametrize(("unit", "period"), [("week", "W"), ("month", "M"), ("quarter", "Q"), ("year", "Y")])
def test_units_begin_where_pandas_says(unit, period):
    days = pd.date_range("1968-01-01", "2031-12-31", freq="13D")
    seconds = days.to_numpy().astype("datetime64[s]").astype(np.float64)
    numbers = units.numbers(seconds, unit)
    begins = [units.starts(int(n), int(n), unit)[0] for n in numbers]
    wanted = days.to_period(period).start_time.to_numpy().astype("datetime64[s]").astype(np.float64)
    assert begins == wanted.tolist()


@pytest.mark.parametrize(
    ("span", "unit"), [(50, "second"), (5000, "minute"), (86_400 * 100, "day"), (3e9, "year"), (3e11, "century")]
)
def test_the_smallest_unit_that_suits(span, unit):
    assert units.unit_for(0.0, float(span), 120) == unit


@pytest.mark.parametrize(
    ("start", "unit", "name"),
    [
        ("2024-03-01", "month", "2024-03"),
        ("2024-04-01", "quarter", "2024 Q2"),
        ("2024-01-01", "year", "2024"),
        ("1990-01-01", "decade", "1990s"),
        ("2024-03-04", "week", "2024-03-04"),
        ("2024-03-04T14:00", "hour", "2024-03-04T14:00:00"),
    ],
)
def test_names(start, unit, name):
    seconds = float(np.datetime64(start, "s").astype(np.int64))
    assert units.name(seconds, unit) == name
