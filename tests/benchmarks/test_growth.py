from __future__ import annotations

import pytest

from benchmarks.automl.growth import made_up, report


@pytest.mark.parametrize("columns", [5, 13, 50])
def test_a_made_up_table_has_its_size_and_both_answers(columns):
    table = made_up(400, columns, 1)
    assert (table.num_rows, table.num_columns) == (400, columns + 1)
    assert set(table["answer"].to_pylist()) == {"yes", "no"}
    assert table.equals(made_up(400, columns, 1))
    assert not table.equals(made_up(400, columns, 2))


def test_the_report_is_a_table():
    line = {"rows": 1000, "columns": 50, "file_mb": 0.4, "budget_s": 60.0, "seconds": 58.2, "peak_mb": 700}
    text = report([line | {"bundle_mb": 3.2, "auc": 0.9, "linear_auc": 0.8}])
    assert "| 1,000 x 50 | 0 | 60 | 58.2 | 700 | 3.2 | 0.9000 | 0.8000 |" in text
