"""Whatever stands in a file, a row or a request is predicted by a rule and counted in a warning, or refused by a
sentence that names row and column; and nothing is left half-written."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import InputError
from inference import Model, predict_file
from inference.server.app import create_app
from inference.server.settings import Settings
from tests.inference import toy_models
from tests.server.asgi import Client

HEADER = "customerID,tenure,charges,Contract,size,Senior,joined,label"
GOOD = "0001,29,1400.5,Two year,5.0,No,2020-05-01,red"
ROWS = [GOOD.replace("0001", f"{i:04}") for i in range(1, 30)]
ROW = dict(zip(HEADER.split(","), GOOD.split(","), strict=True))


@dataclass(frozen=True)
class Bad:
    """A table with something wrong: what becomes of it as a file, as a row alone, and as the body of a request.

    in_file   the rows predicted and what the report says of them, or the sentence of a refusal
    row       the cells of a row that are wrong likewise (None: none can be), and in_row the refusal (None: answered)
    status    of the request with this body as CSV, and at, the row and the column that its refusal names
    """

    content: bytes
    in_file: tuple[int | None, str] | str
    row: Mapping[str, Any] | None = None
    in_row: str | None = None
    status: int = 400
    at: tuple[int | None, str | None] = (None, None)

    def alone(self, row: Mapping[str, Any], refusal: str | None = None) -> Bad:
        return replace(self, row=row, in_row=refusal)

    def asked(self, status: int, row: int | None = None, column: str | None = None) -> Bad:
        return replace(self, status=status, at=(row, column))


def table(*rows: str, header: str = HEADER) -> bytes:
    return "".join(f"{line}\n" for line in (header, *ROWS, *rows)).encode()


def changed(old: str, new: str) -> str:
    return GOOD.replace("0001", "0030").replace(old, new)


def other(header: str, cell: str = "") -> bytes:
    return table(header=header).replace(b"red\n", f"red{cell}\n".encode())


NUMBER, DATE = "'tenure' must hold a number; ", "'joined' must hold a date or a time; "
LONG, DIGITS = "x" * 10_000_000, "9" * 30_000
OTHER = "id,months,paid,contract,size,old,since,words"
CASES = {
    "a wrong column": (
        Bad(other(HEADER.replace("tenure", "shoe size")), "tenure is missing")
        .alone({"shoe size": 3}, "no column 'shoe size'")
        .asked(400, None, "shoe size")
    ),
    "a column under another name": (
        Bad(other(HEADER.replace("tenure", "Tenure ")), "'Tenure ' looks like it")
        .alone({"Tenure ": 3}, "Nearest names: tenure")
        .asked(400, None, "Tenure")
    ),
    "another table": Bad(b"a,b\n1,2\n3,4\n", "has none of them").alone({"a": 1}, "no column 'a'").asked(400, 1),
    "a number that cannot be read": (
        Bad(table(changed("29", "many")), (30, "tenure must hold a number; 1 of 30 values is not ('many')"))
        .alone({"tenure": "many"}, f"{NUMBER}'many' is not")
        .asked(400, 30, "tenure")
    ),
    "a number of 30 KB": (
        Bad(table(changed("29", DIGITS)), (30, "tenure must hold a number; 1 of 30 values is not ('999"))
        .alone({"tenure": DIGITS}, f"{NUMBER}'999")
        .asked(400, 30, "tenure")
    ),
    "a category never seen": (
        Bad(table(changed("Two year", "Ten years")), (30, "Contract: 1 of 30 values was never seen in training"))
        .alone({"Contract": "Ten years"})
        .asked(200)
    ),
    "a missing cell where none was": (
        Bad(table(changed("29", "")), (30, "tenure: 1 row has no value, and every row the model learnt from had one"))
        .alone({"tenure": ""})
        .asked(200)
    ),
    "an extra column": (
        Bad(other(f"{HEADER},more", ",x"), (29, "more is not a column of the model"))
        .alone({"more": "x"}, "no column 'more'")
        .asked(400, None, "more")
    ),
    "a row too long": Bad(table(changed("red", "red,blue,green")), (None, "set aside")).asked(400, 30),
    "a row too short": Bad(table("0030,29"), (None, "fewer than 8 cells")).asked(400, 30),
    "an empty file": Bad(b"", "is empty").alone({}),
    "blank lines only": Bad(b"\n\n\n", "blank").alone(dict.fromkeys(ROW, " ")),
    "a header that changes half-way": (
        Bad(table(OTHER, changed("29", "31")), (31, "tenure must hold a number; 1 of 31 values is not ('months')"))
    ).asked(400, 30, "tenure"),
    "the header again": Bad(table(*ROWS, HEADER, *ROWS), (87, "header")).asked(400, 59, "tenure"),
    "UTF-16 that is not said": Bad(codecs.BOM_UTF16_LE + table().decode().encode("utf-16-le"), (29, "utf-16")),
    "a cell of 10 MB": Bad(table(changed("red", LONG)), (30, "")).alone({"label": LONG}).asked(413),
    "not a number and infinity": (
        Bad(table(changed("29", "NaN"), changed("29", "inf")), (31, "2 of 31 values are not ('NaN', 'inf')"))
        .alone({"tenure": float("inf")}, f"{NUMBER}inf is not")
        .asked(400, 30, "tenure")
    ),
    "a date before the year 1": (
        Bad(table(changed("2020", "0000")), (30, "joined must hold a date; 1 of 30 values is not ('0000-05-01')"))
        .alone({"joined": "0000-05-01"}, f"{DATE}'0000-05-01' is not")
        .asked(400, 30, "joined")
    ),
    "a date after the year 9999": (
        Bad(table(changed("2020", "12020")), (30, "joined must hold a date; 1 of 30 values is not ('12020-05-01')"))
        .alone({"joined": "12020-05-01"}, f"{DATE}'12020-05-01' is not")
        .asked(400, 30, "joined")
    ),
    "a name of the answers that is taken": (
        Bad(other(f"{HEADER},prediction", ",x"), (29, "stands in 'easel_prediction'"))
        .alone({"prediction": "x"}, "no column 'prediction'")
        .asked(400, None, "prediction")
    ),
    "a picture": Bad(b"\x89PNG\r\n\x1a\n" + bytes(100), "new.csv is").alone({"label": b"\x89P"}, "must hold a text"),
}
EACH = [pytest.param(case, marks=pytest.mark.slow) if "10 MB" in case else case for case in CASES]


@pytest.fixture(scope="module")
def strict():
    """The yes / no model, whose `tenure` was never missing."""
    made = toy_models.bundle()
    columns = tuple(replace(c, missing_share=0.0) if c.name == "tenure" else c for c in made.manifest.columns)
    return Model(replace(made, manifest=replace(made.manifest, columns=columns)))


@pytest.mark.parametrize("case", EACH)
def test_in_a_file_it_is_counted_or_refused_and_nothing_is_half_written(strict, tmp_path, case):
    bad = CASES[case]
    path, out = tmp_path / "new.csv", tmp_path / "scored.csv"
    path.write_bytes(bad.content)
    out.write_text("old")
    if isinstance(bad.in_file, str):
        with pytest.raises(InputError) as caught:
            predict_file(strict, path, out)
        assert bad.in_file in str(caught.value)
        assert out.read_text() == "old"
    else:
        check_answers(predict_file(strict, path, out), out, *bad.in_file)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["new.csv", "scored.csv"]


def check_answers(report, out, n_rows, told):
    assert told in " ".join((*report.warnings, *(misfit.sentence for misfit in report.misfits)))
    n_aside = sum(report.aside.values())
    if n_rows is None:
        assert report.n_rows + n_aside == 30
        assert n_aside + sum(report.repaired.values())
    else:
        assert report.n_rows == n_rows
    csv.field_size_limit(20_000_000)
    with out.open(newline="", encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert len(written) == report.n_rows
    answers = report.columns[-3]
    assert {row[answers] for row in written} <= {"No", "Yes"}


@pytest.mark.parametrize("case", [case for case, bad in CASES.items() if bad.row is not None])
def test_in_a_row_it_is_answered_or_refused(strict, case):
    bad = CASES[case]
    row = {**ROW, **(bad.row or {})}
    if bad.in_row is None:
        assert strict.predict(row).label in ("No", "Yes")
        return
    with pytest.raises(InputError) as caught:
        strict.predict(row)
    assert bad.in_row in str(caught.value)


@pytest.mark.parametrize("case", CASES)
def test_in_a_request_it_is_answered_or_refused_naming_row_and_column(strict, bundle_paths, case):
    bad = CASES[case]
    answer = Client(create_app(strict, Settings(bundle_paths["binary"]))).post(bad.content, "text/csv")
    assert answer.status == bad.status
    if bad.status == 200:
        assert answer.body.count(b"\n") == bad.content.count(b"\n")
    else:
        assert (answer.error["row"], answer.error["column"]) == bad.at


def test_native_nan_and_infinity_and_names_that_are_taken(model, tmp_path):
    rows = {"tenure": [1.0, float("nan"), float("inf")], "prediction": ["a", "b", "c"], "probability_Yes": [1, 2, 3]}
    pq.write_table(pa.table(rows), tmp_path / "new.parquet")
    report = predict_file(model, tmp_path / "new.parquet", tmp_path / "out.parquet", allow_missing=True)
    (wrong,) = (misfit for misfit in report.misfits if misfit.rule == "wrong_kind")
    assert (wrong.column, wrong.count) == ("tenure", 1)
    written = pq.read_table(tmp_path / "out.parquet")
    assert written.column_names == [*rows, "easel_prediction", "probability_No", "easel_probability_Yes"]
    assert written.column("prediction").to_pylist() == ["a", "b", "c"]
