"""Parquet: stored types are kept."""

import datetime as dt
import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import InputError
from datasets.read import read
from datasets.schema import Kind

CELLS = pa.table(
    {
        "n": pa.array([1, None, 3]),
        "f": pa.array([0.5, float("nan"), 2.0]),
        "word": pa.array(["a", None, "b"]).dictionary_encode(),
        "day": pa.array([dt.date(2024, 1, 5), None, dt.date(2024, 1, 6)]),
        "money": pa.array([Decimal("1.50"), Decimal("2.00"), None]),
        "yes": pa.array([True, False, None]),
        "many": pa.array([[1], [], None]),
    }
)


def file_of(cells, **options):
    file = io.BytesIO()
    pq.write_table(cells, file, **options)
    file.seek(0)
    return file


def test_types_are_kept():
    table = read(file_of(CELLS), name="x.parquet")
    assert table.record.format == "parquet"
    assert table.record.assumed == {}
    kept = ["n", "day", "money", "yes"]
    assert table.cells.select(kept).equals(CELLS.select(kept))
    assert table.cells.column("f").type == pa.float64()
    assert table.texts("word").to_pylist() == ["a", "", "b"]
    assert table.texts("money").to_pylist() == ["1.5", "2", ""]
    assert table.texts("many").to_pylist() == ["[1]", "[]", ""]
    assert table.schema["day"].kind is Kind.DATETIME
    assert table.schema["yes"].kind is Kind.BOOLEAN
    assert table.missing("f").tolist() == [False, True, False]


def test_stopping_early():
    cells = pa.table({"a": range(1000)})
    table = read(file_of(cells, row_group_size=100), name="x.parquet", max_rows=150)
    assert table.cells.column("a").to_pylist() == list(range(150))


def test_no_rows():
    assert read(file_of(CELLS.slice(0, 0)), name="x.parquet").n_rows == 0


@pytest.mark.parametrize("content", [b"PAR1" + b"x" * 50, file_of(CELLS).getvalue()[:200], b"PAR1"])
def test_damaged_files(content):
    with pytest.raises(InputError, match="damaged Parquet file"):
        read(io.BytesIO(content), name="x.parquet")


def test_no_columns():
    with pytest.raises(InputError, match="at least one column"):
        read(file_of(pa.table({})), name="x.parquet")
