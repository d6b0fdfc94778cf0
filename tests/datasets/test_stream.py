"""A file read in chunks has the cells of the same file read at once, in the same order."""

from __future__ import annotations

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import InputError
from datasets.read import read
from datasets.stream import stream

N = 5_000
REGULAR = "n,text,empty\n" + "".join(f'{i},"a, ""{i}""\nb",\n' for i in range(N))


def taken(path, **kwargs):
    with stream(path, chunk_rows=700, **kwargs) as found:
        return found, list(found.chunks)


@pytest.mark.parametrize(
    "content",
    [
        REGULAR,
        REGULAR.replace(",", ";"),
        REGULAR + "7,too short\n",
        REGULAR.replace("\n", "\r\n", 1),
        "a,b\n",
        "a,b\n1,\n",
        "a,a,\n1,2,3\n",
        "1,2.5\n3,4.5\n",
        "Title,,\na,b,c\n---,---,---\n" + "1,2,3\n" * 3_000 + "a,b,c\n4,5,6\nTotal,,9\n,,\n",
    ],
    ids=[
        "quoted",
        "semicolons",
        "ragged",
        "mixed line ends",
        "header only",
        "one row",
        "double names",
        "no header",
        "rows set aside",
    ],
)
def test_chunks_are_the_table(tmp_path, content):
    path = tmp_path / "rows.csv"
    path.write_bytes(content.encode())
    whole = read(path)
    found, chunks = taken(path)
    assert found.names == whole.names
    assert found.record == whole.record
    assert len(found.record.rows_aside) == len(whole.record.rows_aside)
    assert all(chunk.num_rows <= 700 for chunk in chunks)
    rows = pa.concat_tables(chunks) if chunks else whole.cells.slice(0, 0)
    assert rows.to_pydict() == whole.cells.to_pydict()


def test_parquet_comes_in_chunks(tmp_path):
    path = tmp_path / "rows.parquet"
    cells = pa.table({"n": range(N), "text": pa.array(["a", None] * (N // 2)).dictionary_encode()})
    pq.write_table(cells, path, row_group_size=999)
    found, chunks = taken(path)
    whole = read(path)
    assert found.record == whole.record
    assert len(chunks) >= N // 700
    assert pa.concat_tables(chunks).equals(whole.cells)


def test_packed_and_in_another_encoding(tmp_path):
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress("name;n\nMüller;1\nGarçon;2\n".encode("windows-1252")))
    found, chunks = taken(path)
    assert found.record.assumed["encoding"] == "windows-1252"
    assert chunks[0].to_pydict() == {"name": ["Müller", "Garçon"], "n": ["1", "2"]}


def test_a_large_file_keeps_its_order(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("n,x\n" + "".join(f"{i},{i % 7}\n" for i in range(300_000)))
    _, chunks = taken(path)
    numbers = [text for chunk in chunks for text in chunk.column("n").to_pylist()]
    assert numbers == [str(i) for i in range(300_000)]


def test_no_file_is_a_sentence(tmp_path):
    with pytest.raises(InputError, match="There is no file"), stream(tmp_path / "none.csv", chunk_rows=10):
        pass
