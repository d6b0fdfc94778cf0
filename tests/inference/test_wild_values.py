"""Made-up values of every type: an answer or a sentence, the same alone and among others."""

from __future__ import annotations

import string

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.errors import InputError
from tests.inference import toy_models

wild = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(string.digits + ".,-+e$ ", max_size=12),
    st.decimals(),
    st.fractions(),
    st.dates(),
    st.datetimes(timezones=st.none() | st.timezones()),
    st.times(),
    st.timedeltas(),
    st.binary(),
    st.complex_numbers(),
    st.lists(st.integers(), max_size=2),
    st.builds(np.float32, st.floats(width=32)),
    st.builds(np.int64, st.integers(-(2**63), 2**63 - 1)),
    st.builds(lambda n, unit: np.datetime64(n, unit), st.integers(-(2**63), 2**63 - 1), st.sampled_from("YMDhms")),
    st.sampled_from([pd.NA, pd.NaT, np.ma.masked, object(), np.timedelta64(1, "D"), np.bytes_(b"x"), ...]),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.dictionaries(st.sampled_from([c.name for c in toy_models.COLUMNS]), wild))
def test_wild_rows_give_an_answer_or_a_sentence(model, row):
    try:
        answer = model.predict(row)
    except InputError:
        return
    assert sum(answer.probabilities.values()) == pytest.approx(1, abs=1e-5)
    assert model.predict_table({name: [value] for name, value in row.items()} or {"tenure": [None]})[0] == answer


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(wild, min_size=1, max_size=6), name=st.sampled_from([c.name for c in toy_models.COLUMNS]))
def test_wild_columns_answer_row_by_row(model, values, name):
    rows = model.predict_table({name: values})
    n_wrong = 0
    for value, answer in zip(values, rows, strict=True):
        try:
            expected = model.predict({name: value})
        except InputError:
            n_wrong += 1
            expected = model.predict({})
        assert answer == expected, value
    assert rows.mismatched.get(name, 0) == n_wrong
