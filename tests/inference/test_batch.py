"""File in, file out: cells as read and in order, misfits named first, the old file or the whole new one."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
from dataclasses import replace

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.errors import EaselError, InputError
from datasets.read import read
from datasets.record import ReadOptions, ReadRecord
from datasets.schema import Column, Kind, Schema
from datasets.table import Table
from inference import Model, misfits, predict_file
from inference.batch import answer_names
from inference.bundle import Bundle
from inference.output import CsvStyle

HEADER = ["customerID", "tenure", "charges", "Contract", "size", "Senior", "joined", "label"]
ROWS = [
    ["0001", "29", "1,400.50", "Two year", "5.0", "No", "2020-05-01", "red"],
    ["0002", "", "NA", "One, year", "5", "Yes", "2020-05-01 10:00:00", 'say "hi"\nand go'],
    ["0003", " 7 ", "$3.5", "", "10.0", "", "", ""],
    ["0004", "1e1", "-2", "Month-to-month", " large ", "no", "1999-12-31", "blue"],
]


def write_csv(path, header=HEADER, rows=ROWS, **dialect):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, **dialect).writerows([header, *rows])
    return path


def read_csv(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@pytest.fixture
def table(tmp_path):
    return write_csv(tmp_path / "new.csv")


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "scored.csv"


def check_answers(model, written, rows=ROWS, header=HEADER):
    """The written rows are the input's cells followed by what `predict` says."""
    width = len(header)
    for got, cells in zip(written[1:], rows, strict=True):
        assert got[:width] == cells
        answer = model.predict(dict(zip(header, cells, strict=True)))
        if answer.label is None:
            shares = [answer.value, answer.low, answer.high]
        else:
            assert got[width] == answer.label
            shares = list(answer.probabilities.values())
        assert [np.float32(text) for text in got[-len(shares) :]] == [np.float32(share) for share in shares]


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


def test_other_dialects_come_out_as_plain_csv(model, tmp_path, out, table):
    plain = write_csv(tmp_path / "a.tsv", delimiter="\t")
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(write_csv(tmp_path / "b.csv", delimiter=";").read_bytes()))
    quoted = write_csv(tmp_path / "c.csv", quoting=csv.QUOTE_ALL)
    predict_file(model, table, out)
    expected = out.read_bytes()
    for path in (plain, packed, quoted):
        predict_file(model, path, out)
        assert out.read_bytes() == expected, path.name


@pytest.mark.parametrize(
    ("delimiter", "quote", "encoding", "extra"),
    [(";", '"', "utf-8", "ü"), ("\t", "'", "windows-1252", "ü"), ("|", '"', "utf-16", "日本")],
)
def test_the_dialect_of_the_input_when_asked(model, tmp_path, out, delimiter, quote, encoding, extra):
    path = tmp_path / "in.csv"
    rows = [[*row[:-1], f"{row[-1]}{extra}{delimiter}{quote}"] for row in ROWS]
    rows += [[f"1{i}", *ROWS[0][1:]] for i in range(20)]
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter, quotechar=quote).writerows([HEADER, *rows])
    predict_file(model, path, out, like_input=True, chunk_rows=5)
    with out.open(newline="", encoding=encoding) as file:
        written = list(csv.reader(file, delimiter=delimiter, quotechar=quote))
    check_answers(model, written, rows)


def test_the_style_of_a_file_without_quotes():
    assert CsvStyle.like({"delimiter": ";", "quote": "", "escape": "", "encoding": "utf-8"}) == CsvStyle(";")
    assert CsvStyle.like({}) == CsvStyle()
    backslash = CsvStyle.like({"delimiter": ",", "quote": "'", "escape": "\\", "encoding": "utf-8"})
    assert backslash.cell(pa.array(["a", "it's", "b\\", None])).to_pylist() == ["a", "'it\\'s'", "'b\\\\'", None]


def replayer(toy_bundle, **reading):
    """A model whose training file was read with these settings."""
    bundle = toy_bundle()
    return Model(replace(bundle, manifest=replace(bundle.manifest, reading=reading)))


def test_a_file_is_read_like_the_training_file_where_that_fits(tmp_path, toy_bundle, out):
    model = replayer(toy_bundle, delimiter="~", header_row=2)
    path = tmp_path / "new.txt"
    write_csv(path, delimiter="~")
    path.write_text(f"a title; of two\n{path.read_text()}")
    for source in (path, io.BytesIO(path.read_bytes())):
        report = predict_file(model, source, out, name="new.txt")
        assert report.n_rows == len(ROWS)
        assert report.warnings[0] == "Read as before: the delimiter '~', the header in row 2."
        check_answers(model, read_csv(out))
        assert misfits(model, path) == report.misfits


def test_a_file_that_is_written_in_another_way_is_read_as_it_is(toy_bundle, out, table):
    model = replayer(toy_bundle, delimiter="~", sheet="Q1")
    report = predict_file(model, table, out)
    assert report.warnings[0].startswith("Not read as before (the delimiter '~', the sheet 'Q1')")
    check_answers(model, read_csv(out))
    asked = ReadOptions(delimiter=",", sheet="Q2")
    assert "before" not in " ".join(predict_file(model, table, out, options=asked).warnings)


def test_an_encoding_without_the_answer_s_letters_is_a_sentence(tmp_path, toy_bundle, out):
    bundle = toy_bundle("multiclass")
    manifest = replace(bundle.manifest, classes=("日本", *bundle.manifest.classes[1:]))
    path = tmp_path / "in.csv"
    path.write_bytes("tenure;label\n1;rückwärts\n2;süß\n".encode("windows-1252"))
    model = Model(Bundle(manifest, bundle.model, ""))
    with pytest.raises(InputError, match=r"encoding windows-1252.*without --like-input"):
        predict_file(model, path, out, allow_missing=True, like_input=True)
    assert not out.exists()


def test_an_open_file_and_a_table(model, table, out):
    predict_file(model, table, out)
    expected = out.read_bytes()
    predict_file(model, io.BytesIO(table.read_bytes()), out, name="new.csv")
    assert out.read_bytes() == expected
    predict_file(model, read(table), out, chunk_rows=3)
    assert out.read_bytes() == expected


def native_rows():
    return {
        "tenure": [29, None, 3],
        "charges": [1400.5, 2.0, None],
        "Contract": ["Two year", "", None],
        "size": [5.0, 10.0, 5.0],
        "Senior": [True, False, None],
    }


def test_parquet_in_and_out(model, tmp_path, out):
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table(native_rows()), path)
    target = out.with_suffix(".parquet")
    predict_file(model, path, target, allow_missing=True, chunk_rows=2)
    written = pq.read_table(target)
    assert written.column_names[-3:] == ["prediction", "probability_No", "probability_Yes"]
    assert written.schema.field("tenure").type == pa.int64()
    expected = model.predict_table(native_rows())
    assert written.column("prediction").to_pylist() == expected.labels.tolist()
    assert written.column("probability_Yes").to_pylist() == expected.probabilities[:, 1].tolist()


def test_json_lines_and_excel_answer_alike(model, tmp_path, out):
    rows = [dict(zip(native_rows(), values, strict=True)) for values in zip(*native_rows().values(), strict=True)]
    lines = tmp_path / "rows.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    book = openpyxl.Workbook()
    for row in (list(native_rows()), *(list(row.values()) for row in rows)):
        book.worksheets[0].append(row)
    book.save(tmp_path / "rows.xlsx")
    expected = model.predict_table(native_rows())
    for path in (lines, tmp_path / "rows.xlsx"):
        predict_file(model, path, out, allow_missing=True)
        written = read_csv(out)
        assert [row[5] for row in written[1:]] == expected.labels.tolist(), path.name
        assert written[1][:5] == ["29", "1400.5", "Two year", "5", "True"], path.name


def test_packed_output(model, table, out):
    predict_file(model, table, out)
    packed = out.with_name("scored.csv.gz")
    predict_file(model, table, packed)
    assert gzip.decompress(packed.read_bytes()) == out.read_bytes()


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".csv.gz"])
def test_a_header_alone_gives_a_header(model, tmp_path, out, suffix):
    path = write_csv(tmp_path / "empty.csv", rows=[])
    target = out.with_name("scored" + suffix)
    report = predict_file(model, path, target)
    assert report.n_rows == 0
    names = [*HEADER, "prediction", "probability_No", "probability_Yes"]
    if suffix == ".parquet":
        assert pq.read_table(target).column_names == names
    else:
        content = target.read_bytes() if suffix == ".csv" else gzip.decompress(target.read_bytes())
        assert content.decode() == ",".join(names) + "\n"


def test_taken_names_get_a_prefix(models):
    manifest = models["binary"].manifest
    taken = ["prediction", "easel_prediction", "probability_Yes"]
    assert answer_names(manifest, taken) == ("easel_easel_prediction", "probability_No", "easel_probability_Yes")


def change(header=None, rows=ROWS, **columns):
    """The rows with other names (old=new) or other cells."""
    header = header or HEADER
    return header, [[columns.get(name, cell) for name, cell in zip(header, row, strict=True)] for row in rows]


def renamed(**names):
    return [names.get(name, name) for name in HEADER], ROWS


def dropped(name):
    at = HEADER.index(name)
    return HEADER[:at] + HEADER[at + 1 :], [row[:at] + row[at + 1 :] for row in ROWS]


@pytest.mark.parametrize(
    ("data", "rule", "column", "count", "sentence"),
    [
        (dropped("charges"), "missing_column", "charges", 4, "charges is missing: every row counts as not known."),
        (renamed(charges="Charges "), "renamed_column", "charges", 4, "'Charges '"),
        (renamed(charges="chargs"), "renamed_column", "charges", 4, "'chargs'"),
        (change(tenure="a long time"), "wrong_kind", "tenure", 4, "all 4 values are not ('a long time')"),
        (change(joined="5/1/20"), "wrong_kind", "joined", 4, "must hold a date"),
    ],
)
def test_what_must_be_decided_is_refused_unless_allowed(model, tmp_path, out, data, rule, column, count, sentence):
    path = write_csv(tmp_path / "new.csv", *data)
    out.write_text("old")
    (found,) = misfits(model, path)
    assert (found.rule, found.column, found.count, found.blocking) == (rule, column, count, True)
    assert sentence in found.sentence
    with pytest.raises(InputError) as caught:
        predict_file(model, path, out)
    assert found.sentence in str(caught.value)
    assert "--allow-missing" in str(caught.value)
    assert out.read_text() == "old"
    report = predict_file(model, path, out, allow_missing=True)
    assert report.misfits == (found,)
    assert report.warnings == (found.sentence,)
    header, rows = data
    unknown = [
        model.predict({name: cell for name, cell in zip(header, row, strict=True) if name in HEADER and name != column})
        for row in rows
    ]
    assert [row[len(header)] for row in read_csv(out)[1:]] == [answer.label for answer in unknown]


@pytest.mark.parametrize(
    ("data", "rule", "column", "count", "sentence"),
    [
        (renamed(customerID="shoe size"), "extra_column", "shoe size", None, "not a column of the model"),
        (change(Contract="Five year"), "unseen_values", "Contract", 4, "all 4 values were never seen"),
        ((HEADER, [*ROWS, ["5", "x", *ROWS[0][2:]]]), "wrong_kind", "tenure", 1, "1 of 4 values are not ('x')"),
    ],
)
def test_what_does_not_stop_a_run(model, tmp_path, out, data, rule, column, count, sentence):
    path = write_csv(tmp_path / "new.csv", *data)
    (found,) = misfits(model, path)
    assert (found.rule, found.column, found.count, found.blocking) == (rule, column, count, False)
    assert sentence in found.sentence
    report = predict_file(model, path, out)
    assert report.misfits == (found,)
    told = tuple(sentence for sentence in report.warnings if "unlike anything seen" not in sentence)
    assert told == (() if rule == "extra_column" else (found.sentence,))


def test_free_text_is_never_unseen(model, tmp_path):
    assert misfits(model, write_csv(tmp_path / "new.csv", *change(label="words of all kinds"))) == ()


def test_a_table_that_fits_has_no_misfit_even_with_the_target(model, tmp_path):
    header, rows = [*HEADER, "Churn"], [[*row, "Yes"] for row in ROWS]
    assert misfits(model, write_csv(tmp_path / "new.csv", header, rows)) == ()


def test_a_table_of_something_else_is_refused_always(model, tmp_path, out):
    path = write_csv(tmp_path / "other.csv", ["a", "b"], [["1", "2"], ["3", "4"]])
    with pytest.raises(InputError, match="has none of them"):
        misfits(model, path)
    with pytest.raises(InputError, match="has none of them"):
        predict_file(model, path, out, allow_missing=True)


def test_files_that_cannot_be_read(model, tmp_path, out):
    with pytest.raises(InputError, match="There is no file"):
        predict_file(model, tmp_path / "none.csv", out)
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(InputError):
        predict_file(model, tmp_path / "empty.csv", out)
    with pytest.raises(InputError, match="folder"):
        predict_file(model, write_csv(tmp_path / "new.csv"), tmp_path / "none" / "out.csv")


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".csv.gz"])
@pytest.mark.parametrize("after", [0, 1])
def test_a_full_disk_leaves_the_old_file(model, table, out, monkeypatch, suffix, after):
    target = out.with_name("scored" + suffix)
    target.write_text("old")

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if after:
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(os, "fdopen", FullFile)
    with pytest.raises(EaselError, match="disk is full") as caught:
        predict_file(model, table, target)
    assert not isinstance(caught.value, InputError)
    assert caught.value.exit_code == 1
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


class FullFile(io.FileIO):
    """A file on a disk without space."""

    def write(self, _content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_stopping_leaves_nothing_behind(model, table, out):
    def stop(_done, _n):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        predict_file(model, table, out, on_progress=stop)
    assert list(out.parent.iterdir()) == []


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
