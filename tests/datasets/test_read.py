"""From a file to a table: finding it, unpacking it, choosing the format, naming the columns."""

import bz2
import gzip
import io
import lzma
import subprocess
import tarfile
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets import read as reading
from datasets.errors import InputError
from datasets.read import ReadOptions, ReadRecord, plain_types, read, unique_names
from datasets.schema import Kind

CSV = b"name,age\nAnn,41\nBo,7\n"
ROWS = [{"name": "Ann", "age": "41"}, {"name": "Bo", "age": "7"}]


def zipped(*members):
    """A zip file of (name, content) members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


PACKED = {
    "plain": CSV,
    "gzip": gzip.compress(CSV),
    "bzip2": bz2.compress(CSV),
    "xz": lzma.compress(CSV),
    "zip": zipped(("people.csv", CSV)),
    "gzip in zip": zipped(("people.csv.gz", gzip.compress(CSV))),
    "zip from a Mac": zipped(("people.csv", CSV), ("__MACOSX/._people.csv", b"x")),
}


@pytest.mark.parametrize("content", PACKED.values(), ids=PACKED)
@pytest.mark.parametrize("name", ["people.csv", "people.csv.gz", "people", "people.zip"])
def test_packed_files_are_told_by_their_content(tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    for source in (path, str(path), io.BytesIO(content)):
        table = read(source)
        assert table.cells.to_pylist() == ROWS
        assert table.record.format == "csv"


def test_an_open_file_is_read_by_the_name_it_is_given():
    file = io.BytesIO(b'{"a": 1}\n{"a": 2}\n')
    assert read(file, name="x.jsonl").record.format == "json_lines"


def test_content_wins_over_the_name(tmp_path):
    path = tmp_path / "people.csv"
    pq.write_table(pa.table({"a": [1, 2]}), path)
    assert read(path).record.format == "parquet"


def refused(path, **options):
    with pytest.raises(InputError) as caught:
        read(path, **options)
    return str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    (tmp_path / "people.csv").write_bytes(CSV)
    said = refused(tmp_path / "poeple.csv")
    assert "There is no file" in said
    assert "people.csv" in said


def test_a_folder_without_a_file(tmp_path):
    assert "must hold at least one file with a table" in refused(tmp_path)


@pytest.mark.parametrize("name", ["bad\0name.csv", "x" * 5000])
def test_impossible_paths(name):
    assert refused(name)


@pytest.mark.parametrize("content", [b"", gzip.compress(b"")])
def test_an_empty_file(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert "is empty" in refused(path)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(CSV * 500)[:-9],
        b"\x1f\x8b\x08garbage",
        bz2.compress(CSV)[:20],
        b"BZh9" + b"x" * 50,
        lzma.compress(CSV)[:-12],
        zipped(("people.csv", CSV))[:60],
    ],
)
def test_damaged_archives(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_an_archive_of_nothing(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(zipped((".hidden.csv", CSV)))
    assert "x.zip holds nothing" in refused(path)


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG picture"),
        (b"\x7fELF\x02\x01\x01\0", "is a program"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01", "is a JPEG picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF document"),
        (b"\n<!DOCTYPE html>\n<html><body>Please log in", "is a web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "is an XML document"),
        (b"\x01\x02\x03\x04", "holds binary data"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(tmp_path, head, what):
    path = tmp_path / "x.csv"
    path.write_bytes(head + bytes(range(256)) * 20)
    assert what in refused(path)


def test_a_word_document_is_no_table(tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(zipped(("[Content_Types].xml", b""), ("word/document.xml", b"")))
    assert "is a Word document" in refused(path)


def test_tar_archives(tmp_path):
    path = tmp_path / "x.tar.gz"
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(CSV)
    with tarfile.open(path, "w:gz") as archive:
        archive.add(tmp_path / "a.csv", "inside/a.csv")
    assert read(path).names == read(tmp_path / "a.csv").names
    with tarfile.open(path, "w:gz") as archive:
        archive.add(tmp_path / "a.csv", "a.csv")
        archive.add(tmp_path / "b.csv", "b.csv")
    assert read(path).n_rows == 2 * read(tmp_path / "a.csv").n_rows
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:700]))
    assert refused(path).endswith(".")


def test_header_only(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b,c\n")
    table = read(path)
    assert (table.n_rows, table.names) == (0, ("a", "b", "c"))


def test_stopping_early(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 500)
    assert read(path, max_rows=7).n_rows == 7
    assert read(path, max_rows=0).n_rows == 0
    assert read(path).n_rows == read(path, max_rows=10**6).n_rows == 500


def test_too_many_columns(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(",".join(f"c{i}" for i in range(10_001)) + "\n" + ",".join("1" for _ in range(10_001)) + "\n")
    assert "10,000 columns at most; x.csv has 10,001" in refused(path)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (["a", "b"], ("a", "b")),
        ([" income", "Life expectancy "], (" income", "Life expectancy ")),
        (["", "b", "  "], ("column_1", "b", "column_3")),
        (["a", "a", "a"], ("a", "a (2)", "a (3)")),
        (["a", "a (2)", "a"], ("a", "a (2)", "a (3)")),
        (["", "column_1"], ("column_1 (2)", "column_1")),
        (["column_2", ""], ("column_2", "column_2 (2)")),
    ],
)
def test_every_column_gets_a_name_of_its_own(raw, names):
    found, sentences = unique_names(raw)
    assert found == names
    assert bool(sentences) == (list(names) != raw)


def test_names_are_said():
    _, sentences = unique_names(["", "a", "a", "b", "b"])
    assert sentences == (
        "1 column had no name and is called column_1.",
        "2 columns had a name that was taken and are called a (2), b (2).",
    )


def test_types_are_made_plain():
    cells = pa.table(
        {
            "d": pa.array(["x", "y", None]).dictionary_encode(),
            "l": pa.array(["x", "y", None], pa.large_string()),
            "v": pa.array(["x", "y", None], pa.string_view()),
            "t": pa.array([1500, None, 0], pa.duration("ms")),
        }
    )
    plain = plain_types(cells)
    assert plain.schema.types == [pa.string()] * 3 + [pa.int64()]
    assert plain.column("d").to_pylist() == ["x", "y", None]
    assert plain.column("t").to_pylist() == [1, None, 0]


def test_the_record_travels_as_json():
    table = read(io.BytesIO(CSV), options=ReadOptions(delimiter=","))
    assert ReadRecord.from_dict(table.record.to_dict()) == table.record
    assert table.record.n_rows == 2
    assert table.schema["age"].kind is Kind.NUMERIC


def test_reading_needs_neither_pandas_nor_scikit_learn(tmp_path, root, python):
    path = tmp_path / "x.csv"
    path.write_bytes(CSV)
    program = f"""
import importlib.abc, sys
class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("pandas", "sklearn", "lightgbm", "scipy"):
            raise ImportError(name + " is blocked")
sys.meta_path.insert(0, Blocker())
from datasets.read import read
table = read({str(path)!r})
print(table.n_rows, table.numbers("age").sum(), table.fingerprint[:4] != "")
"""
    done = subprocess.run([python, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["2", "48.0", "True"], done.stderr


def test_the_fingerprint_of_a_long_table_is_worked_out_beside_its_kinds(monkeypatch):
    fingerprint = read(io.BytesIO(b"a,b\n1,x\n2,y\n3,y\n"), name="x.csv").fingerprint
    monkeypatch.setattr(reading, "SAMPLED_FROM", 2)
    long = read(io.BytesIO(b"a,b\n1,x\n2,y\n3,y\n"), name="x.csv")
    monkeypatch.setattr("datasets.table.fingerprint_of", None)  # working it out again would fail
    assert long.fingerprint == fingerprint
