"""109 real tables (only where EASEL_SHARED names them): their shape is the catalogue's, and the kinds of their columns
are those that a person agreed with."""

import csv
import json

import pytest

from datasets.read import read
from tests.golden.make_kinds import FILE, kinds

GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|"}


@pytest.fixture(scope="module")
def catalogue(shared):
    """What the catalogue says of each table, by its name."""
    with (shared / "data" / "CATALOG.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_all_tables_are_in_the_file_and_the_doubtful_columns_among_them():
    assert len(GOLDEN["tables"]) == 109
    for table, columns in GOLDEN["doubtful"].items():
        known = {key for keys in GOLDEN["tables"][table].values() for key in keys}
        assert set(columns) <= known
        assert all(columns.values())


@pytest.mark.slow
def test_every_table_of_the_catalogue_is_in_the_file(catalogue):
    assert catalogue.keys() == GOLDEN["tables"].keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", GOLDEN["tables"])
def test_shape_and_kinds_are_those_agreed_with(shared, catalogue, name):
    told, table = catalogue[name], read(shared / "data" / f"{name}.csv.gz")
    shape = (int(told["rows"]), int(told["cols"]), DELIMITERS[told["sep"]])
    assert (table.n_rows, table.n_columns, table.record.assumed["delimiter"]) == shape
    assert told["target"] in table.names
    assert kinds(table) == GOLDEN["tables"][name]
