"""Cells on disk: the same table as in memory, for large files at once and for saved tables always."""

import errno
import io
import tempfile

import numpy as np
import pyarrow as pa
import pytest

from datasets import read as reading
from datasets import spool
from datasets.errors import EaselError, InputError
from datasets.formats import _plain
from datasets.formats._aside import rows_aside
from datasets.formats._dialect import Dialect
from datasets.read import read
from datasets.schema import Kind

CSV = "id,when,amount,note\n" + "".join(
    f'{i},{1 + i % 28:02d}.03.2026,"{i},5",{"" if i % 3 else "a b"}\n' for i in range(5000)
)


@pytest.mark.parametrize("content", [CSV, CSV + '7,01.03.2026,"8,5",a 5" pipe\n'], ids=["plain", "by DuckDB"])
def test_a_large_file_is_the_same_table(monkeypatch, tmp_path, content):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = read(io.BytesIO(content.encode()), name="x.csv")
    monkeypatch.setattr(reading, "LARGE_BYTES", 1)
    monkeypatch.setattr(reading, "CHUNK_ROWS", 700)
    before = pa.total_allocated_bytes()
    large = read(io.BytesIO(content.encode()), name="x.csv")
    assert large.cells.column("id").num_chunks > 5
    assert pa.total_allocated_bytes() - before < 2 * large.cells.column("id").nbytes
    assert large.schema == whole.schema
    assert large.record == whole.record
    assert large.fingerprint == whole.fingerprint
    assert large.cells.to_pylist() == whole.cells.to_pylist()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [CSV, CSV + '7,01.03.2026,"8,5",a 5" pipe\n'], ids=["plain", "by DuckDB"])
def test_a_large_file_tells_how_much_of_it_is_read(monkeypatch, content):
    shares: list[float] = []
    read(io.BytesIO(content.encode()), name="x.csv", tell=shares.append)
    assert shares == pytest.approx([0.55, 0.7, 0.85, 1.0])  # after each of four columns, the cells being there
    monkeypatch.setattr(reading, "LARGE_BYTES", 1)
    monkeypatch.setattr(reading, "CHUNK_ROWS", 700)
    monkeypatch.setattr(_plain, "PIECE_BYTES", len(content) // 8)
    large: list[float] = []
    read(io.BytesIO(content.encode()), name="x.csv", tell=large.append)
    cells = [share for share in large if share <= reading.CELLS_SHARE + 1e-9]
    assert len(cells) >= 8
    assert cells == sorted(set(cells))
    assert cells[0] < 0.1
    assert cells[-1] == pytest.approx(reading.CELLS_SHARE)
    assert large[len(cells) :] == shares


@pytest.mark.parametrize(
    "content", ["a\n1\n2\n", "a;b\n1;2\n1;2;3\n1;2\n1;2\n1;2\n1;2\n", "a,b\n", "a,b\r\n1,2\n"], ids=repr
)
def test_what_has_to_be_read_whole_still_is(monkeypatch, content):
    whole = read(io.BytesIO(content.encode()), name="x.csv")
    monkeypatch.setattr(reading, "LARGE_BYTES", 1)
    again = read(io.BytesIO(content.encode()), name="x.csv")
    assert (again.record, again.cells.to_pylist()) == (whole.record, whole.cells.to_pylist())


def test_a_saved_table_is_mapped(tmp_path):
    table = read(io.BytesIO(CSV.encode()), name="x.csv")
    table.save(tmp_path / "t.arrow")
    before = pa.total_allocated_bytes()
    loaded = type(table).load(tmp_path / "t.arrow")
    assert pa.total_allocated_bytes() - before < 10_000
    assert loaded.fingerprint == table.fingerprint


def test_a_full_disk_is_a_sentence(monkeypatch, tmp_path):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(pa.ipc, "new_file", full)
    with pytest.raises(EaselError, match=r"No space left on device\. Free some space"):
        spool.on_disk(iter([pa.table({"a": [1]})]))
    assert not list(tmp_path.iterdir())


def test_long_columns_are_judged_by_a_sample_where_that_is_enough(monkeypatch):
    from datasets import infer

    n = 40_000
    cells = pa.table(
        {
            "count": [str(i + 1) for i in range(n)],
            "amount": [f"{i % 977}.5" for i in range(n)],
            "rare": ["same"] * (n - 1) + ["other"],
            "flag": ["yes", "no"] * (n // 2),
            "day": [str(np.datetime64("2020-01-01") + i % 900) for i in range(n)],
        }
    )
    whole = infer.infer_schema(cells)
    monkeypatch.setattr(infer, "SAMPLED_FROM", 1000)
    monkeypatch.setattr(infer, "SAMPLE_ROWS", 3000)
    monkeypatch.setattr(infer, "SAMPLE_BLOCK", 100)
    sampled = infer.infer_schema(cells)
    assert [c.kind for c in sampled] == [c.kind for c in whole]
    assert [c.kind for c in sampled] == [Kind.ID, Kind.NUMERIC, Kind.CATEGORY, Kind.BOOLEAN, Kind.DATETIME]
    assert [c.reason == w.reason for c, w in zip(sampled, whole, strict=True)] == [True, False, True, True, False]
    assert sampled["amount"].reason == "3,000 of 3,000 filled cells are numbers, in a sample of 3,000 rows."


def test_a_column_of_more_text_than_one_array_can_hold_is_a_sentence(monkeypatch):
    monkeypatch.setattr(reading, "MAX_COLUMN_BYTES", 60_000)  # the limit of 2 GB, made small
    source = ("id,note\n" + "".join(f"{i},note {i} of the day\n" for i in range(5000))).encode()
    for large in (1 << 40, 1):
        monkeypatch.setattr(reading, "LARGE_BYTES", large)
        monkeypatch.setattr(reading, "CHUNK_ROWS", 100)  # no chunk comes near the limit
        with pytest.raises(InputError, match=r"^The column note holds more than 2 GB of text\."):
            read(io.BytesIO(source), name="x.csv")
    monkeypatch.setattr(reading, "MAX_COLUMN_BYTES", 200_000)
    assert read(io.BytesIO(source), name="x.csv").n_rows == 5000


def test_rows_are_taken_from_a_column_of_more_than_two_gigabytes():
    piece = pa.array(["x" * 1000] * 20_000)
    cells = pa.table({"note": pa.chunked_array([pa.array(["first"]), *[piece] * 120, pa.array(["last"])])})
    assert cells.column("note").nbytes > 2**31  # one piece of 20 MB, 120 times
    n = cells.num_rows
    rows = rows_aside(None, Dialect(), cells, None, {0: "title", n - 1: "total"})
    assert [(row.text, row.reason) for row in rows] == [("first", "title"), ("last", "total")]
    with pytest.raises(InputError, match=r"^The column note holds more than 2 GB of text\."):
        reading.plain_types(cells)
