"""Real tables (only where EASEL_SHARED names them): shapes, dialects and kinds."""

import csv

import pytest

from datasets.read import read
from datasets.schema import Kind

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|"}

pytestmark = pytest.mark.slow


def listed(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_have_the_shape_of_the_catalogue(shared):
    wrong = []
    for row in listed(shared / "data" / "CATALOG.csv"):
        table = read(shared / "data" / f"{row['name']}.csv.gz")
        found = (table.n_rows, table.n_columns, table.record.assumed["delimiter"])
        if found != (int(row["rows"]), int(row["cols"]), DELIMITERS[row["sep"]]) or row["target"] not in table.names:
            wrong.append((row["name"], found))
    assert wrong == []


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
