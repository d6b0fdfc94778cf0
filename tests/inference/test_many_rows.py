"""Many rows from any kind of table: each is answered as it would be alone."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from datasets.errors import InputError
from inference.predictor import CHUNK_ROWS

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
