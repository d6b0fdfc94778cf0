"""What a driver gives becomes Arrow that says the same, chunk by chunk and together."""

import datetime as dt
import uuid
from decimal import Decimal

import pyarrow as pa
import pytest

from datasets.databases._rows import chunk_of, column_of, joined

UTC = dt.UTC
EAST = dt.timezone(dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("values", "kind", "found"),
    [
        ([True, None], pa.bool_(), [True, None]),
        ([1, 2**62], pa.int64(), [1, 2**62]),
        ([2**70, 1], pa.string(), [str(2**70), "1"]),
        ([1, 2.5], pa.float64(), [1.0, 2.5]),
        ([Decimal("1.10"), 2, None], pa.decimal128(3, 2), [Decimal("1.10"), Decimal("2.00"), None]),
        ([Decimal("NaN"), Decimal("1.5")], pa.decimal128(2, 1), [None, Decimal("1.5")]),
        ([Decimal("1e100")], pa.string(), [f"{Decimal('1e100'):f}"]),
        ([dt.date(2026, 1, 2)], pa.date32(), [dt.date(2026, 1, 2)]),
        ([dt.datetime(2026, 1, 2, 3)], pa.timestamp("us"), [dt.datetime(2026, 1, 2, 3)]),
        (
            [dt.datetime(2026, 1, 2, 3, tzinfo=EAST)],
            pa.timestamp("us", "UTC"),
            [dt.datetime(2026, 1, 2, 1, tzinfo=UTC)],
        ),
        ([dt.timedelta(hours=1)], pa.int64(), [3600]),
        ([dt.timedelta(seconds=1.5)], pa.float64(), [1.5]),
        ([dt.time(12, 30)], pa.string(), ["12:30:00"]),
        ([b"\x00\xff", None], pa.binary(), [b"\x00\xff", None]),
        ([b"\x00", "a", 1], pa.string(), ["\\x00", "a", "1"]),
        ([[1, Decimal("2.5")], {"a": "é"}], pa.string(), ['[1, "2.5"]', '{"a": "é"}']),
        ([uuid.UUID(int=1)], pa.string(), ["00000000-0000-0000-0000-000000000001"]),
        ([None, None], pa.null(), [None, None]),
    ],
)
def test_a_column(values, kind, found):
    array = column_of(values)
    assert array.type == kind
    assert array.to_pylist() == found


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ([None], [1], pa.int64()),
        ([None], [None], pa.string()),
        ([1], [1.5], pa.float64()),
        ([Decimal("1.25")], [Decimal("1000.5")], pa.decimal128(6, 2)),
        ([1], [Decimal("0.5")], pa.decimal128(20, 1)),
        ([1], ["a"], pa.string()),
        ([b"\x01"], ["a"], pa.string()),
        ([True], [1], pa.string()),
    ],
)
def test_chunks_that_differ_are_joined(first, second, kind):
    table = joined([chunk_of(["x"], [[value] for value in values]) for values in (first, second)])
    assert table.column(0).type == kind
    assert table.num_rows == 2
    assert [v is None for v in table.column(0).to_pylist()] == [v is None for v in (*first, *second)]
