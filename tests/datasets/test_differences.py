"""What changed between two versions of a table."""

from __future__ import annotations

from pathlib import Path

from datasets.differences import differences
from datasets.read import read
from datasets.schema import Kind
from datasets.table import Table


def table(path: Path, header: str, *lines: str) -> Table:
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return read(path)


def test_columns_kinds_rows_and_order(tmp_path: Path) -> None:
    before = table(tmp_path / "a.csv", "id,age,plan,gone", *(f"c{i},{i % 7},basic{i % 2},x{i % 3}" for i in range(40)))
    after = table(tmp_path / "b.csv", "plan,age,id,new", *(f"pro{i % 2},a{i % 5},c{i},{i}" for i in range(50)))
    found = differences(before, after)
    assert (found.added, found.removed, found.reordered, found.same) == (("new",), ("gone",), True, False)
    assert (found.rows_before, found.rows_after) == (40, 50)
    assert ("age", Kind.NUMERIC, Kind.CATEGORY) in found.kinds


def test_the_same_again(tmp_path: Path) -> None:
    lines = [f"{i},x{i % 2}" for i in range(20)]
    found = differences(table(tmp_path / "a.csv", "a,b", *lines), table(tmp_path / "b.csv", "a,b", *lines))
    assert found.same
    assert (found.added, found.removed, found.kinds, found.reordered) == ((), (), (), False)
