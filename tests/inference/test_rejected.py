"""on_error: rows with a cell that cannot be read are left out with their reasons, or end the run."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.csv as pa_csv
import pytest

from datasets.errors import InputError
from inference import predict_file
from inference.rejected import rejected_names, rejected_path
from tests.inference.test_recipe import STEPS, model_of, raw_table

HEADER = ["customerID", "tenure", "charges", "Contract", "size", "Senior", "joined", "label"]
GOOD = ["x", "29", "1400.5", "Two year", "5.0", "No", "2020-05-01", "red"]


def changed(number, **cells):
    return [str(number), *(cells.get(name, cell) for name, cell in zip(HEADER[1:], GOOD[1:], strict=True))]


ROWS = [
    changed(1),
    changed(2, tenure="long"),
    changed(3, Contract="never seen", charges=""),
    changed(4, tenure="7 years", joined="soon, or later"),
    changed(5, tenure="70"),
]


def write(path, rows=ROWS):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("chunk_rows", [None, 1, 2])
def test_rows_that_cannot_be_read_go_to_a_second_file(model, tmp_path, chunk_rows):
    path, out, plain = write(tmp_path / "new.csv"), tmp_path / "scored.csv", tmp_path / "plain.csv"
    predict_file(model, path, plain)
    steps = []
    report = predict_file(
        model, path, out, on_error="skip", chunk_rows=chunk_rows, on_progress=lambda done, n: steps.append((done, n))
    )
    assert out.read_text().splitlines() == [plain.read_text().splitlines()[i] for i in (0, 1, 3, 5)]
    assert steps[-1] == (5, 5)
    left_out = rows_of(tmp_path / "scored.rejected.csv")
    assert [row["rejected_row"] for row in left_out] == ["2", "4"]
    assert [row["rejected_column"] for row in left_out] == ["tenure", "tenure; joined"]
    assert left_out[0]["rejected_reason"] == "tenure must hold a number; 'long' is not."
    assert left_out[1]["rejected_reason"].endswith("joined must hold a date; 'soon, or later' is not.")
    assert [list(row.values())[3:] for row in left_out] == [ROWS[1], ROWS[3]]
    assert (report.n_rows, report.rejected, report.rejected_file) == (5, 2, str(tmp_path / "scored.rejected.csv"))
    said = " ".join(report.warnings)
    assert "tenure must hold a number; 2 of 5 values are not ('long', '7 years'): their rows were left out." in said
    assert "2 of 5 rows were left out (tenure 2, joined 1) and can be found in scored.rejected.csv" in said


def test_every_row_may_be_left_out_and_none(model, tmp_path):
    out, second = tmp_path / "scored.csv.gz", tmp_path / "scored.rejected.csv"
    report = predict_file(model, write(tmp_path / "new.csv", [ROWS[1]] * 4), out, on_error="skip")
    assert report.rejected == len(rows_of(second)) == 4
    report = predict_file(model, write(tmp_path / "new.csv", [ROWS[0]] * 4), out, on_error="skip")
    assert report.rejected == len(rows_of(second)) == 0
    assert second.read_text().startswith("rejected_row,rejected_column,rejected_reason,customerID")


def test_rows_set_aside_by_the_reader_are_there_too(model, tmp_path):
    path = write(tmp_path / "new.csv", [changed(i) for i in range(60)])
    path.write_text(f"{path.read_text()}Total,1740{',' * 6}\n")
    report = predict_file(model, path, tmp_path / "scored.csv", on_error="skip")
    (row,) = rows_of(tmp_path / "scored.rejected.csv")
    assert (report.rejected, report.aside) == (0, {"total": 1})
    assert row["rejected_reason"].startswith("Set aside when the file was read (total")
    assert "Total,1740" in row["rejected_reason"]


@pytest.mark.parametrize("chunk_rows", [None, 1])
def test_the_first_cell_that_cannot_be_read_ends_the_run(model, tmp_path, chunk_rows):
    out = tmp_path / "scored.csv"
    with pytest.raises(InputError, match=r"Row 2: tenure must hold a number; 'long' is not\. Nothing w.*") as no:
        predict_file(model, write(tmp_path / "new.csv"), out, on_error="stop", chunk_rows=chunk_rows)
    assert str(no.value).endswith("let such cells count as not known, or leave their rows out.")
    assert no.value.__notes__ == ["As an argument: on_error='missing' or on_error='skip'."]
    assert [found.name for found in tmp_path.iterdir()] == ["new.csv"]
    rows = [row for row in ROWS if row[0] in "135"]
    assert predict_file(model, write(tmp_path / "new.csv", rows), out, on_error="stop").n_rows == 3


def test_a_recipe_gets_only_the_rows_that_stay(tmp_path):
    raw = raw_table()
    model, _, _ = model_of(STEPS, tmp_path, raw)
    path, out = tmp_path / "rows.csv", tmp_path / "scored.csv"
    pa_csv.write_csv(raw.cells, path)
    predict_file(model, path, tmp_path / "plain.csv")
    report = predict_file(model, path, out, on_error="skip", chunk_rows=5)
    numbers = {int(row["rejected_row"]) for row in rows_of(tmp_path / "scored.rejected.csv")}
    assert report.rejected == len(numbers) > 0
    plain = rows_of(tmp_path / "plain.csv")
    assert rows_of(out) == [row for i, row in enumerate(plain, start=1) if i not in numbers]


def test_the_file_to_predict_is_never_written_over(model, tmp_path):
    path = write(tmp_path / "scored.rejected.csv")
    before = path.read_bytes()
    with pytest.raises(InputError, match="is the file to predict"):
        predict_file(model, path, tmp_path / "scored.csv", on_error="skip")
    assert path.read_bytes() == before


def test_names():
    assert rejected_path("a/b.csv") == Path("a/b.rejected.csv")
    assert rejected_path("b.scored.csv.gz") == Path("b.scored.rejected.csv")
    assert rejected_path("b.parquet") == Path("b.rejected.csv")
    assert rejected_path("b") == Path("b.rejected.csv")
    assert rejected_names(["a", "rejected_row"])[:2] == ("easel_rejected_row", "rejected_column")
