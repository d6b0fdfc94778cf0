import numpy as np
import pyarrow as pa
import pytest

from datasets.explore import Choice, explore, extract
from datasets.explore import _extract as module
from datasets.infer import infer_schema
from datasets.record import ReadRecord
from datasets.table import Table


@pytest.fixture
def table():
    cells = pa.table({"n": pa.array(np.arange(1000, dtype=np.float64)), "word": pa.array(["a", "", "b", None] * 250)})
    return Table(cells, infer_schema(cells), ReadRecord("parquet"))


def test_a_small_table_is_its_own_extract(table):
    rows = extract(table)
    assert rows.table is table
    assert (rows.n_rows, rows.n_sampled) == (1000, 1000)


def test_a_large_table_is_sampled_in_order_and_says_so(table, monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 100)
    monkeypatch.setattr(module, "LEAST_ROWS", 10)
    rows = extract(table)
    assert (rows.n_rows, rows.n_sampled) == (1000, 100)
    assert (np.diff(rows.numbers("n")) > 0).all()
    assert extract(table).numbers("n").tolist() == rows.numbers("n").tolist()
    seen = explore(rows, Choice("distribution", x="n")).seen
    assert (seen.n_rows, seen.n_sampled, seen.n_shown) == (1000, 100, 100)
    again = extract(rows.table, 1000)
    assert again.table is rows.table
    assert again.n_rows == 1000


def test_words_are_codes_and_missing_is_none_of_them(table):
    words = extract(table).words("word")
    assert words.labels.to_pylist() == ["a", "b"]
    assert words.codes[:4].tolist() == [0, -1, 1, -1]


def test_numbers_too_large_to_square_count_as_missing():
    cells = pa.table({"n": pa.array([1e200, 2.0, -1e160, 3.0])})
    rows = extract(Table(cells, infer_schema(cells), ReadRecord("parquet")))
    assert rows.known("n").tolist() == [False, True, False, True]
