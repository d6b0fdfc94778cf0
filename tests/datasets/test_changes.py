"""What an analyst changes about a table: kinds, words for "not known", repeated rows; on cells of any type."""

import datetime as dt
import json

import numpy as np
import pyarrow as pa
import pytest

from datasets.changes import Changes
from datasets.errors import InputError
from datasets.infer import infer_schema
from datasets.profile import profile
from datasets.record import ReadRecord
from datasets.rows import first_of_equals, may_repeat, n_repeats, row_keys
from datasets.schema import Kind
from datasets.table import Table

DAYS = [dt.date(2024, 1, 1) + dt.timedelta(days=i) for i in range(30)]


@pytest.fixture
def native():
    """Cells as a Parquet file has them."""
    cells = pa.table({
        "n": pa.array([-999, *range(1, 30)], pa.int64()),
        "x": pa.array([-999.0, *np.linspace(0, 1, 29)]),
        "d": pa.array([dt.date(1900, 1, 1), *DAYS[1:]]),
        "c": pa.array(["?!", *"abc" * 9, "a", "b"]),
    })  # fmt: skip
    return Table(cells, infer_schema(cells), ReadRecord("parquet"))


def test_words_for_not_known_hold_for_native_numbers_and_dates(native):
    words = {"n": ("-999",), "x": ("-999",), "d": ("1900-01-01",), "c": ("?!",), "gone": ("x",)}
    changed = Changes(missing=words).apply(native)
    for name in native.names:
        assert changed.missing(name).tolist() == [True] + [False] * 29
        assert not changed.mismatched(name).any()
        assert profile(changed)[name].n_missing == 1
    assert np.isnan(changed.numbers("n")[0])
    assert native.numbers("n")[0] == -999


def test_nothing_changes_nothing(native):
    assert Changes().apply(native) is native
    assert Changes(unique_rows=True).apply(native) is native
    with pytest.raises(InputError, match="There is no kind 'colour'"):
        Changes({"n": "colour"}).apply(native)


def test_of_equal_rows_the_first_one_counts(native):
    doubled = native.take(np.array([5, 1, 5, 0, 1, 5, 7]))
    assert Changes(unique_rows=True).apply(doubled).numbers("n").tolist() == [5, 1, -999, 7]
    keys = row_keys(doubled, doubled.names)
    assert first_of_equals(keys).tolist() == [0, 1, 0, 3, 1, 0, 6]
    assert may_repeat(doubled, doubled.names, dict.fromkeys(doubled.names, 4), 0.4)
    assert n_repeats(doubled, profile(doubled).n_unique) == 3
    assert not may_repeat(native, native.names, dict.fromkeys(native.names, 30), 0.01)


def test_changes_are_plain_data():
    changes = Changes({"a": "text"}, {"b": ("x", "y")}, True)
    assert Changes.from_dict(json.loads(json.dumps(changes.to_dict()))) == changes
    assert changes.of(("b",)) == Changes({}, {"b": ("x", "y")}, True)
    assert hash(changes.key) == hash(Changes.from_dict(changes.to_dict()).key)
    assert Changes.from_dict({}) == Changes()


def test_a_profile_counts_native_cells_by_their_texts():
    cells = pa.table({"x": pa.array([0.0, -0.0, 2.5, None, float("nan"), float("inf")])})
    column = profile(Table(cells, infer_schema(cells), ReadRecord("parquet")).with_kind("x", Kind.NUMERIC))["x"]
    assert (column.n_missing, column.n_mismatched, column.n_unique, column.mode) == (2, 1, 3, "0")
