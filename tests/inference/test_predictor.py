"""One row or many, from any type of value: the same answer as the plain runtime, or a sentence."""

from __future__ import annotations

import datetime as dt
import decimal
import string
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.errors import EaselError, InputError
from inference import Model, Prediction
from inference.bundle import Bundle
from inference.predictor import CHUNK_ROWS
from tests.inference import toy_models

NEVER = np.iinfo(np.int64).min
MISSING = (None, float("nan"), np.float32("nan"), pd.NA, pd.NaT, np.datetime64("NaT"), decimal.Decimal("NaN"), "", "  ")


def raw(model, **inputs):
    """The answer of the plain session for input values, missing where none is given."""
    never = {"float32": np.nan, "string": "", "int64": NEVER}
    kinds = {"float32": np.float32, "string": object, "int64": np.int64}
    feed = {
        column.input: np.array([[inputs.get(column.input, never[column.dtype])]], dtype=kinds[column.dtype])
        for column in model.manifest.columns
    }
    return model.session.run(list(model.manifest.outputs.values()), feed)


def test_a_whole_row(model, row):
    answer = model.predict(row)
    label, probabilities = raw(
        model,
        tenure=29,
        charges=1400.5,
        Contract="Two year",
        size="5.0",
        Senior="No",
        joined=1588291200,
        input_label="red",
    )
    assert answer == Prediction(str(label[0]), dict(zip(("No", "Yes"), map(float, probabilities[0]), strict=True)))
    assert answer.to_dict() == {"label": answer.label, "probabilities": answer.probabilities}


def test_a_number(models, row):
    answer = models["regression"].predict(row)
    assert answer.label is None
    assert answer.probabilities is None
    assert answer.low == pytest.approx(answer.value - 10)
    assert answer.high == pytest.approx(answer.value + 15)
    assert set(answer.to_dict()) == {"value", "low", "high"}


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_the_manifest_s_own_values_can_be_predicted(models, problem):
    model = models[problem]
    for field in ("typical", "minimum", "maximum"):
        row = {column.name: getattr(column, field) for column in model.manifest.columns}
        assert model.predict(row) == model.predict_table({name: [value] for name, value in row.items()})[0]


def test_several_classes_are_spelt_as_in_the_file(models, row):
    answer = models["multiclass"].predict(row)
    assert list(answer.probabilities) == ["1.0", "2.0", "a,b"]
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert answer.label == max(answer.probabilities, key=answer.probabilities.get)


@pytest.mark.parametrize("value", MISSING, ids=repr)
def test_every_word_for_not_known(model, value):
    nothing = model.predict({})
    for name in model.manifest.names:
        assert model.predict({name: value}) == nothing


def test_missing_words_of_the_manifest(model):
    assert model.predict({"charges": " NA ", "Contract": "NA"}) == model.predict({})


@pytest.mark.parametrize(
    ("column", "value", "given"),
    [
        ("tenure", 41, 41),
        ("tenure", True, 1),
        ("tenure", np.int8(41), 41),
        ("tenure", np.float16(2.5), 2.5),
        ("tenure", np.array([[41.0]]), 41),
        ("tenure", decimal.Decimal("41.5"), 41.5),
        ("tenure", " 4.1e1 ", 41),
        ("tenure", 0.1, np.float32(0.1)),
        ("tenure", 1e300, np.finfo(np.float32).max),
        ("tenure", -(10**300), np.finfo(np.float32).min),
        ("charges", "1,234.5", 1234.5),
        ("charges", "$1,234.5", 1234.5),
        ("charges", "-5", -5),
        ("Contract", "Two year", "Two year"),
        ("Contract", " Two year", "Two year"),
        ("Contract", np.str_("Two year"), "Two year"),
        ("Contract", "never seen", "never seen"),
        ("Contract", "Two year\0", "Two year\0"),
        ("size", 5, "5.0"),
        ("size", 5.0, "5.0"),
        ("size", np.float32(10), "10.0"),
        ("size", "large", " large "),
        ("size", 0.1, "0.1"),
        ("Senior", True, "Yes"),
        ("Senior", np.bool_(False), "No"),
        ("Senior", 1, "Yes"),
        ("Senior", "YES", "Yes"),
        ("joined", "2020-05-01", 1588291200),
        ("joined", "2020-05-01 00:00:07", 1588291207),
        ("joined", "2020-05-01T00:00:00Z", 1588291200),
        ("joined", dt.date(2020, 5, 1), 1588291200),
        ("joined", dt.datetime(2020, 5, 1, 0, 0, 7, 999_999), 1588291207),
        ("joined", dt.datetime(1969, 12, 31, 23, 59, 59, 500_000), -1),
        ("joined", dt.datetime(2020, 5, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))), 1588291200),
        ("joined", pd.Timestamp("2020-05-01T02:00", tz="Europe/Berlin"), 1588291200),
        ("joined", np.datetime64("2020-05-01"), 1588291200),
        ("joined", np.datetime64("2020-05-01T00:00:07.5", "ns"), 1588291207),
        ("label", "red", "red"),
    ],
)
def test_values_of_every_type(model, column, value, given):
    name = "input_label" if column == "label" else column
    expected = raw(model, **{name: given})[1][0]
    assert list(model.predict({column: value}).probabilities.values()) == [float(p) for p in expected]
    rows = model.predict_table({column: [value, value]})
    assert np.array_equal(rows.probabilities, [expected, expected])
    assert not rows.mismatched


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tenure", "many"),
        ("tenure", "1,234"),
        ("tenure", float("inf")),
        ("tenure", 10**400),
        ("tenure", dt.date(2020, 5, 1)),
        ("tenure", [1]),
        ("tenure", 1j),
        ("tenure", b"41"),
        ("charges", "12,34"),
        ("joined", "1.5.2020"),
        ("joined", "2020-02-30"),
        ("joined", True),
        ("joined", 20200501),
        ("joined", np.datetime64(2**62, "s")),
        ("Contract", {"a": 1}),
        ("Contract", b"Two year"),
        ("Contract", "\ud800"),
    ],
)
def test_what_cannot_be_read_names_column_and_value(model, column, value):
    with pytest.raises(InputError) as caught:
        model.predict({column: value})
    assert repr(column) in str(caught.value)
    assert repr(value)[:50] in str(caught.value)
    rows = model.predict_table({column: [value, None]})
    assert rows.mismatched == {column: 1}
    assert rows[0] == model.predict({})


def test_unknown_columns_are_named_with_the_nearest(model):
    with pytest.raises(InputError, match=r"no column 'Tenur'. Nearest names: tenure"):
        model.predict({"Tenur": 1})
    with pytest.raises(InputError, match=r"It reads: tenure, charges"):
        model.predict({"xyzzy": 1})


def test_the_target_and_unused_columns_may_be_there(model, row):
    assert model.predict({**row, "Churn": "Yes", "customerID": "0001"}) == model.predict(row)


@pytest.mark.parametrize("bad", [None, 3, "tenure", [1, 2]])
def test_a_row_is_a_mapping(model, bad):
    with pytest.raises(InputError, match="must be a mapping"):
        model.predict(bad)


def test_a_pandas_row(model, row):
    assert model.predict(pd.Series(row)) == model.predict(row)


FRAME: dict[str, list[Any]] = {
    "tenure": [1, None, 3.5, 70],
    "charges": ["1,000", None, "$3", "NA"],
    "Contract": ["Two year", "", "never", " Two year"],
    "size": [5.0, 10.0, None, 7.0],
    "Senior": [True, False, None, True],
    "joined": [dt.datetime(2020, 1, 1), None, dt.datetime(1950, 1, 1), dt.datetime(2020, 5, 1, 3)],
    "label": ["red", "green", None, "blue"],
    "more": [1, 2, 3, 4],
}


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize(
    "source",
    [
        dict,
        pa.table,
        lambda data: pa.table(data).to_batches()[0],
        lambda data: pa.table({k: pa.chunked_array([v[:1], v[1:]]) for k, v in pa.table(data).to_pydict().items()}),
        pd.DataFrame,
        lambda data: pd.DataFrame(data).astype({"Contract": "category", "tenure": "Float32"}),
        lambda data: pd.DataFrame({**data, "size": [5, "10.0", None, 7]}),
        lambda data: pa.table(data).slice(0),
    ],
    ids=["mapping", "arrow", "batch", "chunks", "pandas", "pandas types", "pandas mixed", "slice"],
)
def test_many_rows_answer_as_one_by_one(models, problem, source):
    model = models[problem]
    answers = model.predict_table(source(FRAME))
    rows = [{name: values[i] for name, values in FRAME.items() if name != "more"} for i in range(4)]
    assert list(answers) == [model.predict(row) for row in rows]
    assert answers[-1] == answers[3]
    with pytest.raises(IndexError):
        answers[4]


def test_many_rows_are_cut_into_chunks(model):
    n = CHUNK_ROWS + 7
    tenure = np.arange(n) % 70
    answers = model.predict_table({"tenure": tenure})
    assert len(answers) == n
    assert answers.probabilities.shape == (n, 2)
    assert answers[n - 1] == model.predict({"tenure": tenure[-1]})


@pytest.mark.parametrize(
    "cells",
    [
        pa.nulls(2),
        pa.array([5, 2], pa.uint64()),
        pa.array(np.array([5, 2], np.float16)),
        pa.array([decimal.Decimal("5.00"), None]),
        pa.array([dt.date(2020, 5, 1), None], pa.date64()),
        pa.array([1, None], pa.timestamp("ns", "Europe/Berlin")),
        pa.array([dt.time(1), None]),
        pa.array([dt.timedelta(1), None]),
        pa.array([b"5", None]),
        pa.array(["5", None], pa.large_string()),
        pa.array(["5", None], pa.string_view()),
        pa.array(["5", None]).dictionary_encode(),
        pa.RunEndEncodedArray.from_arrays(pa.array([2], pa.int32()), pa.array(["5"])),
        pa.array([(1, 2, 3), None], pa.month_day_nano_interval()),
        pa.array([[1], None]),
        pa.array([{"a": 1}, None]),
    ],
    ids=lambda cells: str(cells.type),
)
@pytest.mark.parametrize("column", ["tenure", "size", "joined"])
def test_cells_of_every_arrow_type(model, column, cells):
    answers = model.predict_table(pa.table({column: cells}))
    assert len(answers) == 2
    if cells.null_count:
        assert answers[1] == model.predict({})
    if str(cells.to_pylist()[0]) in {"5", "5.00", "5.0"} and column != "joined":
        assert answers[0] == model.predict({column: 5})


@pytest.mark.parametrize("problem", ["binary", "regression"])
def test_no_rows_have_no_answers(models, problem):
    answers = models[problem].predict_table({"tenure": []})
    assert len(answers) == 0
    assert list(answers) == []


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({}, "none is there"),
        ({"other": [1]}, "none is there"),
        ({"tenure": [1], "size": [1, 2]}, "equally long"),
        ({"tenure": 5}, "must be a sequence"),
        ({"tenure": "abc"}, "must be a sequence"),
        ({"tenure": np.zeros((2, 2))}, "must be a sequence"),
        ({"Tenure ": [1], "size": [5]}, "rename 'Tenure ' to 'tenure'"),
        ([1], "must be a table"),
        (pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["tenure", "tenure"]), "there twice"),
    ],
    ids=repr,
)
def test_tables_that_do_not_fit(model, rows, sentence):
    with pytest.raises(InputError, match=sentence):
        model.predict_table(rows)


def test_a_failing_runtime_is_a_sentence(toy_bundle):
    whole = toy_bundle()
    broken = Bundle(whole.manifest, toy_models.bundle("multiclass").model, whole.readme)
    model = Model(broken)
    model._output_names = ["nothing"]
    with pytest.raises(EaselError, match="could not run"):
        model.predict({})


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
