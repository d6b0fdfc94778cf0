"""A value of any type in a row: what the plain runtime would answer, or a sentence that names it."""

from __future__ import annotations

import datetime as dt
import decimal

import numpy as np
import pandas as pd
import pytest

from datasets.errors import InputError
from inference import Prediction

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
