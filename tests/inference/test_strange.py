"""Rows unlike anything seen: the rule, cell by cell, row by row and over a file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyarrow.csv import read_csv
from pyarrow.parquet import read_table

from inference.batch import predict_file
from inference.strange import least_strange, strange_cells, strange_mask

USUAL = {
    "tenure": 12, "charges": 100, "Contract": "Two year", "size": "5", "Senior": "No", "joined": "2019-01-01",
    "label": "words never seen",
}  # fmt: skip


def columns(model, **changes):
    return [strange.column for strange in strange_cells(model.readers, {**USUAL, **changes})]


def test_a_usual_row_has_nothing_strange(model):
    assert columns(model) == []


@pytest.mark.parametrize(
    ("changes", "strange"),
    [
        ({"tenure": 79}, []),  # 72 and a tenth of the range
        ({"tenure": 80}, ["tenure"]),
        ({"tenure": -8}, ["tenure"]),
        ({"joined": "2031-01-01"}, ["joined"]),
        ({"Contract": "Ten year"}, ["Contract"]),
        ({"tenure": 500, "Contract": "Ten year"}, ["tenure", "Contract"]),
    ],
)
def test_what_makes_a_cell_strange(model, changes, strange):
    assert columns(model, **changes) == strange


def test_a_missing_cell_is_strange_where_none_was_missing(model):
    never = [c.name for c in model.manifest.columns if c.missing_share == 0]
    for name in USUAL:
        assert columns(model, **{name: None}) == ([name] if name in never else [])


@pytest.mark.parametrize("low", [-2.00002, 0.1, 1e-7, 85_000.3])
def test_a_missing_number_is_no_number_below_the_range(model, low):
    reader = next(reader for reader in model.readers if reader.name == "tenure")
    sparse = replace(reader.column, minimum=low, maximum=low + 10, missing_share=0.5)
    cells = type(reader)(sparse).each([None, low, low - 2])
    assert strange_mask(type(reader)(sparse), cells).tolist() == [False, False, True]


def test_sentences_say_what_was_seen(model):
    row = {**USUAL, "tenure": 500, "joined": "1990-01-01", "Contract": "Ten year"}
    assert [strange.sentence for strange in strange_cells(model.readers, row)] == [
        "tenure was seen from 0 to 72 only.",
        "Contract: 'Ten year' was never seen.",
        "joined was seen from 2014-01-01 to 2020-12-31 only.",
    ]


@pytest.mark.parametrize(("n_columns", "least"), [(1, 1), (2, 2), (20, 2), (40, 2), (41, 3), (100, 5)])
def test_more_columns_need_more_strange_cells(n_columns, least):
    assert least_strange(n_columns) == least


def test_a_file_names_its_first_strange_rows(model, tmp_path):
    head = ",".join(USUAL)
    usual = ",".join(map(str, USUAL.values()))
    odd = usual.replace("12,", "900,", 1).replace("Two year", "Ten year")
    path = tmp_path / "rows.csv"
    path.write_text("\n".join([head, usual, odd, usual, odd]) + "\n")
    report = predict_file(model, path, tmp_path / "out.csv", chunk_rows=2)
    assert report.warnings[-1] == (
        "2 of 4 rows are unlike anything seen in training, in 2 columns or more (rows 2 and 4): "
        "take these answers with care."
    )
    path.write_text("\n".join([head, usual, odd, odd.replace("900", "x"), odd]) + "\n")
    for out in (tmp_path / "out.csv", tmp_path / "out.parquet"):
        told = predict_file(model, path, out, chunk_rows=2, on_error="skip", mark_unlike=True, allow_missing=True)
        assert told.columns[-1] == "unlike_seen"
        assert told.rejected == 1
        marks = read_csv(out) if out.suffix == ".csv" else read_table(out)
        assert marks.column("unlike_seen").to_pylist() == [False, True, True]
    path.write_text(f"{head}\n{usual}\n")
    assert not any("unlike" in told for told in predict_file(model, path, tmp_path / "out.csv").warnings)
