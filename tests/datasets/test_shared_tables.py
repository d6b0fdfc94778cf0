"""Real tables (only where EASEL_SHARED names them): which columns are ids, and which are dates, by their names."""

import pytest

from datasets.read import read
from datasets.schema import Kind

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("table", "ids", "dates"),
    [
        ("telco_churn", {"customerID"}, set()),
        ("kc_house", {"id"}, {"date"}),
        ("ames_housing", {"Order", "PID"}, set()),
        ("melbourne_housing", {"column_1", "Address"}, {"Date"}),
        ("superstore_orders", {"Row ID", "Order ID"}, {"Order Date", "Ship Date"}),
        ("airline_tweets", {"tweet_id"}, {"tweet_created"}),
        ("bank_churners", {"CLIENTNUM"}, set()),
        ("california_housing", set(), set()),
        ("daily_revenue", set(), {"date"}),
    ],
)
def test_kinds_of_real_columns(shared, table, ids, dates):
    schema = read(shared / "data" / f"{table}.csv.gz").schema
    assert {column.name for column in schema if column.kind is Kind.ID} == ids
    assert {column.name for column in schema if column.kind is Kind.DATETIME} == dates
