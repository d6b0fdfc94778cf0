"""Arrow and Feather: files, streams, the old Feather; types stay, damage is a sentence."""

import datetime as dt
import io
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import feather

from datasets.errors import InputError
from datasets.read import read
from datasets.stream import stream

TABLE = pa.table(
    {
        "n": pa.array([1, None, 3], pa.int32()),
        "price": pa.array([Decimal("1.10"), Decimal("2.25"), None]),
        "day": pa.array([dt.date(2026, 1, 2)] * 3),
        "city": pa.array(["Oslo", "Rome", None]).dictionary_encode(),
    },
    metadata={"made": "by a test"},
)


def as_file(table=TABLE):
    file = io.BytesIO()
    with pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    file.seek(0)
    return file


def as_stream(table=TABLE):
    file = io.BytesIO()
    with pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)
    file.seek(0)
    return file


def as_feather(table=TABLE):
    file = io.BytesIO()
    feather.write_feather(table, file, compression="zstd")
    file.seek(0)
    return file


@pytest.mark.parametrize("write", [as_file, as_stream, as_feather])
def test_columns_keep_their_types(write):
    table = read(write(), name="x.bin")
    assert table.record.format == "arrow"
    assert table.cells.column("n").to_pylist() == [1, None, 3]
    assert table.texts("price").to_pylist() == ["1.1", "2.25", ""]
    assert table.cells.column("day").type == pa.date32()
    assert table.texts("city").to_pylist() == ["Oslo", "Rome", ""]


@pytest.mark.parametrize("write", [as_file, as_stream])
def test_no_rows_and_no_columns(write):
    assert read(write(TABLE.slice(0, 0)), name="x").n_rows == 0
    with stream(write(TABLE.slice(0, 0)), name="x", chunk_rows=5) as flow:
        assert (flow.names, flow.record.n_rows) == (("n", "price", "day", "city"), 0)
    with pytest.raises(InputError, match="at least one column"):
        read(write(pa.table({})), name="x")


def test_what_only_begins_like_one():
    for head in (b"ARROW1\0\0", b"\xff\xff\xff\xff", b"FEA1"):
        with pytest.raises(InputError, match="is a damaged Arrow file"):
            read(io.BytesIO(head + b"x" * 500), name="x.arrow")
