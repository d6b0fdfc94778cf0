"""File in, file out, whatever its format: dialects, encodings, Parquet, Excel, packed files."""

from __future__ import annotations

import csv
import gzip
import io
import json
from dataclasses import replace

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import InputError
from datasets.read import read
from datasets.record import ReadOptions
from datasets.replay import reading_of
from inference import Model, misfits, predict_file
from inference.bundle import Bundle
from inference.output import CsvStyle
from tests.inference.batch_rows import HEADER, ROWS, check_answers, read_csv, write_csv


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
    model, asked = replayer(toy_bundle, delimiter="~"), ReadOptions(delimiter=",")
    assert "before" not in " ".join(predict_file(model, table, out, options=asked).warnings)


def test_one_row_is_read_in_the_layout_of_the_training_file(tmp_path, toy_bundle, out):
    widths = (12, 8, 9, 16, 6, 8, 12, 6)
    rows = [
        [f"000{i}", f"{9 + i}", f"{i * 70}.5", ROWS[i % 2 * 3][3], "5.0", "No", "2020-05-01", "red"] for i in range(9)
    ]

    def text(rows):
        return "".join("".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in [HEADER, *rows])

    before = read(io.BytesIO(text(rows).encode()), name="train.txt")
    assert before.record.assumed["layout"].startswith("aligned")
    model = replayer(toy_bundle, **reading_of(before.record))
    path = tmp_path / "new.txt"
    path.write_text(text(rows[:1]))
    report = predict_file(model, path, out)
    assert report.warnings[0] == "Read as before: columns aligned by blanks."
    check_answers(model, read_csv(out), rows[:1])
    assert misfits(model, path) == report.misfits
    write_csv(path, rows=rows[:1])
    report = predict_file(model, path, out)
    assert report.warnings[0].startswith("Not read as before (columns aligned by blanks)")
    check_answers(model, read_csv(out), rows[:1])
    path.write_text("")
    with pytest.raises(InputError, match=r"new\.txt is empty"):
        predict_file(model, path, out)


def test_an_encoding_without_the_answer_s_letters_is_a_sentence(tmp_path, toy_bundle, out):
    bundle = toy_bundle("multiclass")
    manifest = replace(bundle.manifest, classes=("日本", *bundle.manifest.classes[1:]))
    path = tmp_path / "in.csv"
    path.write_bytes("tenure;label\n1;rückwärts\n2;süß\n".encode("windows-1252"))
    model = Model(Bundle(manifest, bundle.model, ""))
    with pytest.raises(InputError, match=r"encoding windows-1252") as no:
        predict_file(model, path, out, allow_missing=True, like_input=True)
    assert str(no.value).endswith("Write them as plain UTF-8 instead.")
    assert no.value.remedies == {"like_input": (False,)}
    assert not out.exists()


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
