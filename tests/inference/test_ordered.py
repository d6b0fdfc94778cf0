"""Rows in the order of their answers, and answers in the notation of the file that came in."""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import EaselError
from datasets.read import read
from datasets.schema import NumberFormat
from inference import Model, predict_file
from inference import ordered as ordering
from inference.output import CsvStyle, row_writer
from tests.inference import toy_models
from tests.inference.batch_rows import HEADER, ROWS, read_csv, write_csv

MANY = [[f"{i:04d}", str(i * 7 % 73), *ROWS[i % 4][2:]] for i in range(300)]


def ranks(problem, rows):
    if problem == "regression":
        return [float(row[len(HEADER)]) for row in rows]
    if problem == "binary":
        return [float(row[-1]) for row in rows]
    return [max(map(float, row[-3:])) for row in rows]


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_the_largest_answer_comes_first_and_equal_ones_stay_as_they_came(models, tmp_path, problem):
    path = write_csv(tmp_path / "in.csv", rows=MANY)
    plain, sorted_ = tmp_path / "plain.csv", tmp_path / "sorted.csv"
    predict_file(models[problem], path, plain)
    report = predict_file(models[problem], path, sorted_, order="answer", chunk_rows=50)
    (header, *rows), (same, *found) = read_csv(plain), read_csv(sorted_)
    assert (same, report.n_rows) == (header, 300)
    places = sorted(range(300), key=lambda i: -ranks(problem, rows)[i])
    assert found == [rows[i] for i in places]


@pytest.mark.parametrize("suffix", [".csv.gz", ".parquet"])
def test_every_kind_of_file_can_be_in_that_order(model, tmp_path, suffix):
    path, out = write_csv(tmp_path / "in.csv", rows=MANY), tmp_path / f"out{suffix}"
    predict_file(model, path, out, order="answer")
    shares = read(out).numbers("probability_Yes")
    assert len(shares) == 300
    assert sorted(shares, reverse=True) == list(shares)


def test_marks_and_rows_left_out_go_with_the_order(model, tmp_path):
    rows = [[*row[:1], "many" if i == 5 else row[1], *row[2:]] for i, row in enumerate(MANY)]
    path, out = write_csv(tmp_path / "in.csv", rows=rows), tmp_path / "out.csv"
    report = predict_file(model, path, out, order="answer", mark_unlike=True, on_error="skip")
    header, *found = read_csv(out)
    shares = [float(row[header.index("probability_Yes")]) for row in found]
    assert (len(shares), report.rejected) == (299, 1)
    assert sorted(shares, reverse=True) == shares


def test_no_row_at_all_is_a_header(model, tmp_path, out):
    path = write_csv(tmp_path / "in.csv", rows=[])
    predict_file(model, path, out, order="answer")
    assert len(read_csv(out)) == 1


def test_native_cells_come_back_as_they_were(tmp_path):
    when = datetime.datetime(2024, 5, 31, 14, 30, 0, 123456, datetime.UTC)
    table = pa.table(
        {
            "when": pa.array([when, None], pa.timestamp("ns", "Europe/Berlin")),
            "day": pa.array([datetime.date(2024, 5, 31), None]),
            "clock": pa.array([datetime.time(14, 30), None], pa.time32("ms")),
            "price": pa.array([Decimal("1.10"), None]),
            "half": pa.array([0.5, None], pa.float16()),
            "on": [True, None],
            "parts": [[1, 2], None],
            "rank": [0.25, 0.75],
        }
    )
    out = tmp_path / "out.parquet"
    with (
        out.open("wb") as file,
        row_writer(file, out, table.column_names) as writer,
        ordering.in_order(writer, [7]) as waiting,
    ):
        waiting.write(waiting.encoded([column.combine_chunks() for column in table.columns]))
    assert pq.read_table(out).equals(table.take([1, 0]))


def german(toy_bundle):
    """A model whose numbers have a decimal comma in the table that it learnt from."""
    comma = NumberFormat(",", ".")
    columns = [replace(one, number=comma) if one.name == "charges" else one for one in toy_models.COLUMNS]
    return Model(toy_bundle("binary", columns=tuple(columns)))


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_german_file_comes_back_as_a_german_file(toy_bundle, tmp_path, out, encoding):
    rows = [[f"Größe für Käufer {row[0]} – 5 €", row[1], "1.400,50", *row[3:]] for row in MANY]
    path = tmp_path / "in.csv"
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    model = german(toy_bundle)
    report = predict_file(model, path, out, like_input=True, order="answer")
    assert report.style == CsvStyle(";", encoding=encoding, decimal=",")
    with out.open(newline="", encoding=encoding) as file:
        header, *written = csv.reader(file, delimiter=";")
    by_id = {row[0]: row for row in rows}
    assert all(row[: len(HEADER)] == by_id[row[0]] for row in written)
    shares = [row[header.index("probability_Yes")] for row in written]
    assert all("," in share and "." not in share for share in shares)


def test_an_english_file_keeps_its_point(model, tmp_path, out):
    report = predict_file(model, write_csv(tmp_path / "in.csv"), out, like_input=True, otherwise=CsvStyle(";"))
    assert report.style == CsvStyle()


def test_what_came_from_no_csv_file_is_written_as_asked(model, tmp_path, out):
    table = pa.table(dict(zip(HEADER, zip(*MANY, strict=True), strict=True)))
    table = table.set_column(2, "charges", pa.array([1400.5] * 300))
    source = tmp_path / "in.parquet"
    pq.write_table(table, source)
    wanted = CsvStyle(";", decimal=",")
    report = predict_file(model, source, out, like_input=True, otherwise=wanted)
    assert report.style == wanted
    lines = out.read_text().splitlines()
    assert lines[0].startswith("customerID;tenure;charges;")
    assert lines[1].split(";")[2] == "1400,5"
    assert read(BytesIO(out.read_bytes()), name="x.csv").numbers("probability_Yes").max() <= 1


def test_a_letter_that_the_encoding_lacks_is_no_reason_to_write_nothing(toy_bundle, tmp_path, out):
    bundle = toy_bundle("binary")
    manifest = replace(bundle.manifest, classes=("Nein", "Да"), positive="Да")
    model = Model(replace(bundle, manifest=manifest))
    path = tmp_path / "in.csv"
    path.write_bytes("\n".join([",".join(HEADER), *(f"ü{','.join(ROWS[0])}" for _ in range(30))]).encode("cp1252"))
    path.write_bytes(path.read_bytes().replace(b"1,400.50", b"1400.50"))
    report = predict_file(model, path, out, like_input=True, otherwise=CsvStyle())
    assert report.style.encoding == "utf-8"
    assert "Да" in out.read_text(encoding="utf-8")


def test_what_cannot_be_sorted_is_a_sentence_and_nothing_is_written(model, tmp_path, out, monkeypatch):
    monkeypatch.setattr(ordering, "MEMORY", "nothing")
    with pytest.raises(EaselError, match="could not be put in order"):
        predict_file(model, write_csv(tmp_path / "in.csv"), out, order="answer")
    assert not out.exists()
