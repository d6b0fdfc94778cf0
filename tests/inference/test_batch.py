"""File in, file out: cells as read and in order, then the answers."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.read import read
from datasets.record import ReadRecord
from datasets.schema import Column, Kind, Schema
from datasets.table import Table
from inference import predict_file
from inference.run import answer_names
from tests.inference.batch_rows import HEADER, ROWS, check_answers, read_csv, write_csv


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_cells_as_read_then_answers(models, table, out, problem):
    model = models[problem]
    steps = []
    report = predict_file(model, table, out, on_progress=lambda done, n: steps.append((done, n)))
    written = read_csv(out)
    names = {
        "binary": ["prediction", "probability_No", "probability_Yes"],
        "multiclass": ["prediction", "probability_1.0", "probability_2.0", "probability_a,b"],
        "regression": ["prediction", "prediction_low", "prediction_high"],
    }[problem]
    assert written[0] == [*HEADER, *names] == list(report.columns)
    check_answers(model, written)
    assert report.n_rows == 4
    assert report.misfits == ()
    assert report.warnings == ()
    assert steps == [(4, 4)]
    assert json.dumps(report.to_dict())


@pytest.mark.parametrize("chunk_rows", [None, 7])
def test_rows_set_aside_are_counted(model, tmp_path, out, chunk_rows):
    rows = [[*row[:1], str(i), *row[2:]] for i in range(60) for row in ROWS]
    path = write_csv(tmp_path / "rows.csv", rows=[*rows, ["Total", "1770", *[""] * 6], [""] * 8])
    report = predict_file(model, path, out, chunk_rows=chunk_rows)
    assert (report.n_rows, report.aside, report.repaired) == (240, {"total": 1, "empty": 1}, {})
    assert "The row with the total at the end was set aside." in report.warnings
    check_answers(model, read_csv(out), rows)


def test_chunks_change_nothing(model, tmp_path, out):
    rows = [[*row[:1], str(i), *row[2:]] for i in range(60) for row in ROWS]
    path = write_csv(tmp_path / "rows.csv", rows=rows)
    steps = []
    predict_file(model, path, out, chunk_rows=7, on_progress=lambda done, n: steps.append((done, n)))
    check_answers(model, read_csv(out), rows)
    assert len(steps) >= 240 // 7
    assert steps[-1] == (240, 240)


def test_an_open_file_and_a_table(model, table, out):
    predict_file(model, table, out)
    expected = out.read_bytes()
    predict_file(model, io.BytesIO(table.read_bytes()), out, name="new.csv")
    assert out.read_bytes() == expected
    predict_file(model, read(table), out, chunk_rows=3)
    assert out.read_bytes() == expected


def test_taken_names_get_a_prefix(models):
    manifest = models["binary"].manifest
    taken = ["prediction", "easel_prediction", "probability_Yes"]
    assert answer_names(manifest, taken) == ("easel_easel_prediction", "probability_No", "easel_probability_Yes")


def test_the_output_may_replace_the_input(model, table):
    predict_file(model, table, table)
    check_answers(model, read_csv(table))


texts = st.none() | st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_wild_cells_come_back_as_they_were(model, tmp_path, rows):
    columns = dict(zip(("customerID", "Contract"), map(list, zip(*rows, strict=True)), strict=True))
    cells = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    source = Table(cells, Schema(tuple(Column(name, Kind.CATEGORY) for name in columns)), ReadRecord("csv"))
    predict_file(model, source, tmp_path / "out.csv", allow_missing=True)
    written = read_csv(tmp_path / "out.csv")
    assert [tuple(text or None for text in row[:2]) for row in written[1:]] == rows
