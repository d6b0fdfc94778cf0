"""The kinds of the columns of 109 real tables, as a person agreed with them (only where EASEL_SHARED names them)."""

import json

import pytest

from tests.golden.make_kinds import FILE, kinds

GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))


def test_all_tables_are_in_the_file_and_the_doubtful_columns_among_them():
    assert len(GOLDEN["tables"]) == 109
    for table, columns in GOLDEN["doubtful"].items():
        known = {key for keys in GOLDEN["tables"][table].values() for key in keys}
        assert set(columns) <= known
        assert all(columns.values())


@pytest.mark.slow
@pytest.mark.parametrize("table", GOLDEN["tables"])
def test_the_kinds_are_those_agreed_with(shared, table):
    assert kinds(shared / "data" / f"{table}.csv.gz") == GOLDEN["tables"][table]
