"""Whatever stands in a file is predicted by a rule and counted in a warning, or refused by a sentence, and nothing is
left half-written."""

from __future__ import annotations

import codecs
import csv

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import InputError
from inference import predict_file

HEADER = "customerID,tenure,charges,Contract,size,Senior,joined,label"
GOOD = "0001,29,1400.5,Two year,5.0,No,2020-05-01,red"
ROWS = [GOOD.replace("0001", f"{i:04}") for i in range(1, 30)]


def table(*rows, header=HEADER):
    return "".join(f"{line}\n" for line in (header, *ROWS, *rows)).encode()


CASES = {
    "a number that cannot be read": (table("0030,many,1,Two year,5.0,No,2020-05-01,red"), 30, ["tenure must hold"]),
    "a category never seen": (table("0030,29,1,Ten years,5.0,No,2020-05-01,red"), 30, ["never seen in training"]),
    "a missing cell": (table("0030,,1,Two year,5.0,No,2020-05-01,red"), 30, []),
    "not a number and infinity": (
        table("0030,NaN,1,Two year,5.0,No,2020-05-01,red", "0031,inf,1,Two year,5.0,No,2020-05-01,red"),
        31,
        ["tenure must hold a number; 2 of 31 values are not ('NaN', 'inf')"],
    ),
    "dates beyond the calendar": (
        table("0030,29,1,Two year,5.0,No,0000-01-01,red", "0031,29,1,Two year,5.0,No,12020-01-01,red"),
        31,
        ["joined must hold a date; 2 of 31 values are not ('0000-01-01', '12020-01-01')"],
    ),
    "an extra column": (table(header=f"{HEADER},more").replace(b"red\n", b"red,x\n"), 29, []),
    "a row too long": (table("0030,29,1,Two year,5.0,No,2020-05-01,red,blue,green"), None, ["set aside"]),
    "a row too short": (table("0030,29"), None, ["fewer than 8 cells"]),
    "a header that changes half-way": (
        table("id,months,paid,contract,size,old,since,words", "0031,29,1,Two year,5.0,No,2020-05-01,red"),
        31,
        ["tenure must hold a number; 1 of 31 values are not ('months')", "charges must", "joined must"],
    ),
    "the header again": (table(*ROWS, HEADER, *ROWS), 87, ["header"]),
    "UTF-16": (codecs.BOM_UTF16_LE + table().decode().encode("utf-16-le"), 29, ["utf-16"]),
    "a number of 100 KB": (table(f"0030,{'9' * 100_000},1,Two year,5.0,No,2020-05-01,red"), 30, ["tenure must hold"]),
    "a cell of 10 MB": (table(f"0030,29,1,Two year,5.0,No,2020-05-01,{'x' * 10_000_000}"), 30, []),
}


@pytest.mark.parametrize("case", [pytest.param(c, marks=pytest.mark.slow) if "10 MB" in c else c for c in CASES])
def test_what_is_predicted_is_counted(model, tmp_path, case):
    content, n_rows, told = CASES[case]
    path, out = tmp_path / "new.csv", tmp_path / "scored.csv"
    path.write_bytes(content)
    report = predict_file(model, path, out)
    said = " ".join(report.warnings)
    for part in told:
        assert any(one in said for one in part.split("|")), said
    n_set_aside = sum(report.aside.values())
    assert n_rows is None or report.n_rows == n_rows
    assert n_rows is not None or (report.n_rows + n_set_aside == 30 and n_set_aside + sum(report.repaired.values()))
    csv.field_size_limit(20_000_000)
    with out.open(newline="", encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert len(written) == report.n_rows
    assert {row["prediction"] for row in written} <= {"No", "Yes"}
    assert sorted(found.name for found in tmp_path.iterdir()) == ["new.csv", "scored.csv"]


REFUSED = {
    "an empty file": (b"", "is empty"),
    "blank lines only": (b"\n\n\n", "blank"),
    "another table": (b"a,b\n1,2\n3,4\n", "has none of them"),
    "a column under another name": (table(header=HEADER.replace("tenure", "Tenure ")), "looks like it"),
    "a column that is missing": (table(header=HEADER.replace("tenure", "shoe size")), "tenure is missing"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "new.csv is"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_named_and_nothing_is_written(model, tmp_path, case):
    content, sentence = REFUSED[case]
    path, out = tmp_path / "new.csv", tmp_path / "scored.csv"
    path.write_bytes(content)
    out.write_text("old")
    with pytest.raises(InputError, match=sentence):
        predict_file(model, path, out)
    assert out.read_text() == "old"
    assert sorted(found.name for found in tmp_path.iterdir()) == ["new.csv", "scored.csv"]


def test_native_nan_and_infinity_and_names_that_are_taken(model, tmp_path):
    rows = {"tenure": [1.0, float("nan"), float("inf")], "prediction": ["a", "b", "c"], "probability_Yes": [1, 2, 3]}
    pq.write_table(pa.table(rows), tmp_path / "new.parquet")
    report = predict_file(model, tmp_path / "new.parquet", tmp_path / "out.parquet", allow_missing=True)
    (wrong,) = (misfit for misfit in report.misfits if misfit.rule == "wrong_kind")
    assert (wrong.column, wrong.count) == ("tenure", 1)
    written = pq.read_table(tmp_path / "out.parquet")
    assert written.column_names == [*rows, "easel_prediction", "probability_No", "easel_probability_Yes"]
    assert written.column("prediction").to_pylist() == ["a", "b", "c"]
