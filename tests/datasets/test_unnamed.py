"""A table whose cells were put on disk to be read is saved where it lies, and by a copy where that cannot be."""

import gc
import io
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pytest

from datasets import read as reading
from datasets import spool, unnamed
from datasets.atomic import write_atomically
from datasets.read import read
from datasets.table import Table

pytestmark = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="This system has no files without a name.")
ROWS = "".join(f'{i},{1 + i % 28:02d}.03.2026,"{i},5",{"" if i % 3 else "a b"}\n' for i in range(5000))
CSV = "id,when,amount,note\n" + ROWS


@pytest.fixture
def large(monkeypatch, tmp_path):
    """Reads a small file as large ones are read, the folder for temporary files being `tmp_path`."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(reading, "LARGE_BYTES", 1)
    monkeypatch.setattr(reading, "CHUNK_ROWS", 700)
    return lambda content: read(io.BytesIO(content.encode()), name="x.csv")


def saved_by(monkeypatch, table: Table, path) -> str:
    """How the table was saved: as a copy, or with a name for the file where it lies."""
    copies: list[object] = []

    def copied(target: str | Path, write: Callable[[BinaryIO], object]) -> None:
        copies.append(target)
        write_atomically(target, write)

    with monkeypatch.context() as patch:
        patch.setattr(spool, "write_atomically", copied)
        table.save(path)
    loaded = Table.load(path)
    assert loaded.cells.equals(table.cells)
    assert (loaded.schema, loaded.record) == (table.schema, table.record)
    assert pa.ipc.open_file(path).read_all().column_names == list(table.names)
    return "copy" if copies else "name"


@pytest.mark.parametrize(
    "content",
    [CSV, "Orders of March\n\n" + CSV, ROWS, CSV + '7,01.03.2026,"8,5",a 5" pipe\n'],
    ids=["plain", "title", "no header", "by DuckDB"],
)
def test_the_file_gets_the_name(large, monkeypatch, tmp_path, content):
    table = large(content)
    assert saved_by(monkeypatch, table, tmp_path / "t.arrow") == "name"
    assert [path.name for path in tmp_path.iterdir()] == ["t.arrow"]
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "t.arrow").stat().st_mode == plain.stat().st_mode
    with (tmp_path / "t.arrow").open("rb") as file:  # a reader that knows no footer finds the same
        file.seek(8)
        assert pa.ipc.open_stream(file).read_all().equals(table.cells)


def test_it_gets_one_name_only(large, monkeypatch, tmp_path):
    table = large(CSV)
    table.save(tmp_path / "t.arrow")
    before = (tmp_path / "t.arrow").read_bytes()
    other = table.with_kind("note", "text")
    assert saved_by(monkeypatch, other, tmp_path / "other.arrow") == "copy"
    assert (tmp_path / "t.arrow").read_bytes() == before


def test_what_stood_there_is_replaced(large, monkeypatch, tmp_path):
    (tmp_path / "t.arrow").write_text("older")
    assert saved_by(monkeypatch, large(CSV), tmp_path / "t.arrow") == "name"


@pytest.mark.parametrize("change", ["rows left out", "other order", "longer words", "total at the end"])
def test_other_cells_are_copied(large, monkeypatch, tmp_path, change):
    table = large(CSV + ('Total,,"12497500,0",\n' if change == "total at the end" else ""))
    if change == "rows left out":
        table = table.head(1500)
    if change == "other order":
        table = Table(pa.concat_tables([table.cells.slice(2000), table.cells]), table.schema, table.record)
    if change == "longer words":
        table = table.with_missing("note", ["x" * 300_000])
    assert saved_by(monkeypatch, table, tmp_path / "t.arrow") == "copy"


def test_another_disk_gets_a_copy(large, monkeypatch, tmp_path):
    def elsewhere(*_: object, **__: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", elsewhere)
    assert saved_by(monkeypatch, large(CSV), tmp_path / "t.arrow") == "copy"
    assert [path.name for path in tmp_path.iterdir()] == ["t.arrow"]


def test_where_no_file_can_be_without_a_name(large, monkeypatch, tmp_path):
    monkeypatch.delattr(os, "O_TMPFILE")
    table = large(CSV)
    assert not list(tmp_path.iterdir())
    assert saved_by(monkeypatch, table, tmp_path / "t.arrow") == "copy"


def test_the_file_goes_with_the_table(large, tmp_path):
    gc.collect()
    before = n_without_name()
    table = large(CSV)
    assert n_without_name() > before
    del table
    gc.collect()
    assert n_without_name() == before
    assert not list(tmp_path.iterdir())


def n_without_name() -> int:
    """How many files of this process have no name."""
    found = 0
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # that of the folder itself is closed by now
            found += str(one.readlink()).endswith("(deleted)")
    return found


def test_a_full_disk_leaves_the_cells_as_they_were(large, monkeypatch, tmp_path):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    table = large(CSV)
    cells = table.cells.to_pylist()
    monkeypatch.setattr(os, "pwrite", full)
    assert not unnamed.named(table.cells, tmp_path / "t.arrow")
    assert not list(tmp_path.iterdir())
    assert table.cells.to_pylist() == cells
