"""Numbers that stand for "not known", and moments written as numbers."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.cells import mismatched_mask, to_numbers, to_seconds
from datasets.choice import column_as
from datasets.infer import infer_column
from datasets.missing import missing_mask
from datasets.schema import Kind
from datasets.sentinels import sentinels

FEW = list(range(28))


def found(*values):
    numbers, counts = np.unique(np.array(values, dtype=np.float64), return_counts=True)
    return sentinels(numbers, counts)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([*FEW, *[999] * 50], {"999": 50}),
        ([*FEW, *[-999] * 3, *[-99] * 3], {"-999": 3, "-99": 3}),
        ([*(1000.5 * i for i in range(30)), *[-9999] * 4], {"-9999": 4}),
        ([*range(5, 30), *[-1] * 9], {"-1": 9}),
        ([*FEW, *FEW, *[-1] * 9], {"-1": 9}),
        ([*FEW, *FEW, *FEW, *FEW, *FEW, *FEW, *[-1] * 3], {}),  # no more than 0 and 1: a number like others
        ([*range(-20, 20), *[-1] * 50], {}),  # in the midst of the rest
        ([*FEW, 999, 999], {}),  # twice may be chance
        ([*range(0, 900, 7), *[999] * 50], {}),  # near the rest
        ([1, 2, 3, *[999] * 50], {}),  # too few others
        ([*FEW, *[500] * 50], {}),  # no usual sentinel
        ([*range(-50, 40), *[-99] * 50], {}),
    ],
)
def test_what_sticks_out(values, expected):
    assert found(*values) == expected


@settings(max_examples=60)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_what_is_found_is_a_usual_sentinel_that_is_there(values):
    for word, cells in found(*values).items():
        assert values.count(float(word)) == cells >= 3
        assert float(word) == -1 or set(word.removeprefix("-")) == {"9"}


@pytest.mark.parametrize("type_", [pa.string(), pa.float64(), pa.int64()])
def test_a_sentinel_is_missing_and_said_and_can_be_taken_back(type_):
    cells = pa.chunked_array([pa.array([str(v) for v in [*FEW, *[-999] * 4, 3]], pa.string()).cast(type_)])
    column = infer_column(cells, "pdays")
    assert '"-999" in 4 of them, far from the rest, counts as not known' in column.reason
    assert np.isnan(to_numbers(cells, column)).sum() == missing_mask(cells, column).sum() == 4
    assert not mismatched_mask(cells, column).any()
    every = column_as(cells, "pdays", "numeric")
    assert not np.isnan(to_numbers(cells, every)).any()
    assert not missing_mask(cells, every).any()


def test_a_sentinel_is_missing_however_it_is_written():
    column = column_as(pa.chunked_array([["1,5", "-999", "7"]]), "c", "numeric:-999")
    cells = pa.array(["-999", " -999,0 ", "-9,99e2", "\u2212999", "999"])
    assert missing_mask(cells, column).tolist() == [True, True, True, True, False]
    assert np.isnan(to_numbers(cells, column)).tolist() == [True, True, True, True, False]


SECONDS = [str(1_700_000_000 + 86_400 * i) for i in range(30)]


@pytest.mark.parametrize(
    ("name", "cells", "form"),
    [
        ("created_at", SECONDS, "%s"),
        ("timestamp", [text + "123" for text in SECONDS], "%Q"),
        ("timestamp", [text + "123456" for text in SECONDS], "%K"),
        ("created_at", [text + "123456789" for text in SECONDS], "%N"),
        ("EventTime", [text + ".5" for text in SECONDS], "%s"),
        ("order date", [str(43_831 + i) for i in range(30)], "%E"),
    ],
)
def test_moments_written_as_numbers(name, cells, form):
    column = infer_column(pa.chunked_array([cells]), name)
    assert (column.kind, column.datetime_formats) == (Kind.DATETIME, (form,))
    assert np.diff(to_seconds(pa.array(cells), column)).tolist() == [86_400] * 29
    assert infer_column(pa.chunked_array([cells]), "amount").kind is Kind.NUMERIC
    assert column_as(pa.chunked_array([cells]), "amount", "datetime").datetime_formats == (form,)


def test_zero_among_moments_is_no_moment():
    cells = pa.chunked_array([pa.array([int(text) for text in SECONDS] + [0])])
    column = infer_column(cells, "deleted_at")
    assert missing_mask(pa.array(["0", SECONDS[0]]), column).tolist() == [True, False]
    assert "0 counts as not known" in column.reason
    assert missing_mask(cells, column).tolist() == [False] * 30 + [True]


@pytest.mark.parametrize("never", ["9999-12-31", "0000-00-00"])
def test_the_dates_of_databases_that_are_none(never):
    cells = pa.chunked_array([[*(f"2024-01-{i:02d}" for i in range(1, 29)), never, never]])
    column = infer_column(cells, "valid_to")
    assert column.kind is Kind.DATETIME
    assert f'"{never}" in 2 more counts as not known' in column.reason
    assert missing_mask(cells, column).sum() == 2
