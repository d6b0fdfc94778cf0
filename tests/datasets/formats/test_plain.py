"""Plain CSV files are read by Arrow with the cells that DuckDB reads, and what is odd is left to the others."""

import csv as writer
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import read as reading
from datasets.errors import InputError
from datasets.formats import _plain, csv
from datasets.formats._dialect import Dialect
from datasets.formats._rows import chunks_by_duckdb
from datasets.formats._text import TextFile
from datasets.read import read
from datasets.stream import stream

CELL = st.text(st.sampled_from("ab1. ü\"',;\n|\t\r#\\"), max_size=5)
LINE_END = st.sampled_from(["\n", "\r\n"])


def as_text(path, content):
    raw = content.encode()
    path.write_bytes(raw)
    crlf = raw.count(b"\r\n")
    return TextFile(path, "utf-8", crlf, raw.count(b"\n") - crlf, raw.count(b"\r") - crlf)


def small_pieces(monkeypatch, n_bytes):
    monkeypatch.setattr(_plain, "PIECE_BYTES", n_bytes)


def cells(chunks):
    return [tuple(row.values()) for chunk in chunks for row in chunk.to_pylist()]


@settings(max_examples=60)
@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=8)),
    st.sampled_from(",;\t|"),
    st.sampled_from("\"'"),
    LINE_END,
    st.sampled_from([writer.QUOTE_MINIMAL, writer.QUOTE_ALL]),
    st.integers(3, 40),
    st.booleans(),
)
def test_both_readers_agree(tmp_path_factory, rows, delimiter, quote, end, quoting, piece, ended):
    out = io.StringIO(newline="")
    writer.writer(out, delimiter=delimiter, quotechar=quote, lineterminator=end, quoting=quoting).writerows(rows)
    content = out.getvalue() if ended else out.getvalue().removesuffix(end)
    text = as_text(tmp_path_factory.getbasetemp() / "plain.csv", content)
    dialect = Dialect(delimiter, quote, quote, n_columns=len(rows[0]), chosen=True)
    with pytest.MonkeyPatch.context() as patch:
        small_pieces(patch, piece)
        plain = _plain.plain_file(text, dialect)
        if plain is None:  # a lone \r within a cell
            assert text.n_cr or (text.n_crlf and text.n_lf)
            return
        found = cells(plain.chunks(3))
        assert found == cells(chunks_by_duckdb(text, dialect, 1000))
        pieces = list(plain.pieces())
        assert found == cells(plain.chunks(3, pieces=pieces))
        n_rows, _, last = plain.survey(lambda part: part.column(0).is_null().to_numpy(), "a", 5, pieces)
        assert (n_rows, cells([last])) == (len(found), found[-5:])


ODD = st.text(st.sampled_from('a"\n,1 '), max_size=40).map(lambda text: f"x,y\n{text}")


@settings(max_examples=15)
@given(ODD, st.integers(2, 12))
def test_odd_files_are_never_read_otherwise(tmp_path_factory, content, piece):
    reads_alike(tmp_path_factory, content, piece)


@pytest.mark.slow
@settings(max_examples=200)
@given(ODD, st.integers(2, 12))
def test_many_odd_files_are_never_read_otherwise(tmp_path_factory, content, piece):
    reads_alike(tmp_path_factory, content, piece)


def reads_alike(tmp_path_factory, content, piece):
    """Whatever stands in a file: where it counts as plain, it is read as the others read it."""
    path = tmp_path_factory.getbasetemp() / "odd.csv"
    path.write_text(content, newline="")
    with pytest.MonkeyPatch.context() as patch:
        whole = outcome(path)
        small_pieces(patch, piece)
        patch.setattr(reading, "LARGE_BYTES", 1)
        assert outcome(path) == whole


def outcome(path):
    try:
        table = read(path)
    except InputError as error:
        return str(error)
    return table.names, table.cells.to_pylist(), table.schema, table.record


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('a,b\n1,"x"y\n', id="text after a closing quote"),
        pytest.param('a,b\n1,x"y\n', id="a quote within a cell"),
        pytest.param('a,b\n1, "y"\n', id="a blank before a quote"),
        pytest.param('a,b\n1,"y\n', id="a quote that never closes"),
        pytest.param("a,b\n1,\0\n", id="a zero byte"),
        pytest.param("a,b\r\n1,2\n", id="mixed line ends"),
    ],
)
def test_what_is_not_plain(tmp_path, content):
    plain = _plain.plain_file(as_text(tmp_path / "x.csv", content), Dialect(n_columns=2))
    if plain is not None:  # its line ends and its dialect do not tell
        with pytest.raises(_plain.OddQuoteError):
            list(plain.pieces())
        with pytest.raises(_plain.OddQuoteError):
            list(plain.chunks(10))


def test_rows_of_another_length_are_read_by_the_parser(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGE_BYTES", 1)
    small_pieces(monkeypatch, 64)
    path = tmp_path / "x.csv"
    path.write_text("a,b\n" + "1,2\n" * 99 + "3\n" + "Total,99\n")
    table = read(path)
    assert table.n_rows == 100
    assert table.record.repaired == {"short row": 1}
    assert table.record.aside == {"total": 1}
    with stream(path, chunk_rows=30) as found:
        assert sum(chunk.num_rows for chunk in found.chunks) == 100


def test_a_large_file_loses_the_same_rows(tmp_path, monkeypatch):
    path = tmp_path / "x.csv"
    path.write_text("Report,,\n,,\na,b,c\n---,---,---\n" + "1,2,3\n" * 300 + "a,b,c\n4,5,6\nTotal,,9\n,,\n")
    whole = read(path)
    monkeypatch.setattr(reading, "LARGE_BYTES", 1)
    small_pieces(monkeypatch, 50)
    monkeypatch.setattr(csv, "rows_in", None)  # reading in two passes would fail
    large = read(path)
    assert (large.record, large.fingerprint) == (whole.record, whole.fingerprint)
    assert len(large.record.rows_aside) == len(whole.record.rows_aside)
