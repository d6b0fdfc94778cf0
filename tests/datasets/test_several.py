"""Files with the same columns are one table; others are refused by name."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import InputError
from datasets.read import read
from datasets.set_aside import as_csv
from datasets.stream import stream

JANUARY = "day,amount,shop\n2026-01-03,1.5,north\n2026-01-04,2.5,south\n"
FEBRUARY = "shop,day,amount\neast,2026-02-01,7\n"


@pytest.fixture
def months(tmp_path: Path) -> Path:
    folder = tmp_path / "sales"
    folder.mkdir()
    (folder / "2026-01.csv").write_text(JANUARY)
    (folder / "2026-02.csv.gz").write_bytes(gzip.compress(FEBRUARY.encode()))
    (folder / "notes.txt").write_text("These are the sales.")
    (folder / ".hidden.csv").write_text("other\n1\n")
    return folder


def test_a_folder_is_one_table_with_the_columns_of_its_first_file(months: Path) -> None:
    table = read(months)
    assert table.names == ("day", "amount", "shop")
    assert table.texts("shop").to_pylist() == ["north", "south", "east"]
    assert table.numbers("amount").tolist() == [1.5, 2.5, 7.0]
    assert table.record.assumed["files"] == ["2026-01.csv", "2026-02.csv.gz"]
    assert table.record.sentences[0] == "Not read, since they hold no table by their names: notes.txt."
    assert table.record.sentences[1].startswith("2 files with the same columns are read as one table: 2026-01.csv")


def test_a_zip_file_of_several_is_one_table(months: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/sales.csv", JANUARY)
        archive.writestr("b/sales.csv", FEBRUARY)
        archive.write(months / "notes.txt", "notes.txt")
    packed.seek(0)
    assert read(packed, name="sales.zip").n_rows == 3


def test_of_the_first_rows_only_as_many_files_are_read_as_are_needed(months: Path) -> None:
    (months / "2026-03.csv").write_text("something,else\n1,2\n")
    assert read(months, max_rows=3).n_rows == 3
    with pytest.raises(InputError) as refused:
        read(months)
    said = str(refused.value)
    assert "2026-03.csv lacks day, amount, shop" in said
    assert "2026-03.csv has something, else, which 2026-01.csv has not" in said


def test_a_column_of_two_types_is_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"code": [1, 2], "x": [1.0, 2.0]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"code": ["A", "B"], "x": [3.0, 4.0]}), tmp_path / "b.parquet")
    table = read(tmp_path)
    assert table.texts("code").to_pylist() == ["1", "2", "A", "B"]
    assert table.numbers("x").tolist() == [1.0, 2.0, 3.0, 4.0]


def test_a_folder_can_be_read_in_chunks(months: Path) -> None:
    with stream(months, chunk_rows=2) as flowing:
        assert flowing.names == ("day", "amount", "shop")
        assert [chunk.num_rows for chunk in flowing.chunks] == [2, 1]


def test_an_archive_in_an_archive_is_not_looked_into(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", JANUARY)
        archive.writestr("b.csv", JANUARY)
    for name in ("one.zip", "two.zip"):
        (tmp_path / name).write_bytes(inner.getvalue())
    with pytest.raises(InputError, match=r"one\.zip holds several files"):
        read(tmp_path)


def test_one_table_among_notes_is_just_that_table(months: Path) -> None:
    (months / "2026-02.csv.gz").unlink()
    table = read(months)
    assert table.n_rows == 2
    assert table.record.sentences == ("Not read, since they hold no table by their names: notes.txt.",)
    assert "files" not in table.record.assumed


def test_members_of_one_name_never_take_each_others_place() -> None:
    packed = io.BytesIO()
    names = ("a/sales.csv", "b/sales.csv", "sales 2 3.csv", "sales 2.csv", "sales.csv")
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, JANUARY)
    packed.seek(0)
    assert read(packed, name="sales.zip").n_rows == 2 * len(names)


def test_rows_set_aside_of_several_files_say_which_one(tmp_path):
    (tmp_path / "a.csv").write_text("a,b,c\n" + "1,2,3\n" * 9 + "Total,,27\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("a,b,c\n" + "1,2,3\n" * 9 + "1,2,3,4\n", encoding="utf-8")
    record = read(tmp_path).record
    assert record.aside == {"total": 1, "too many cells": 1}
    assert [(row.file, row.line) for row in record.rows_aside] == [("a.csv", 11), ("b.csv", 11)]
    assert as_csv(record.rows_aside).splitlines()[0] == "line,reason,text,file"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{:<10}  {:>6}  {:<6}\n", "Read as before: columns aligned by blanks."),
        ("{}~{}~{}\n", "Read as before: the delimiter '~'."),
        ("day={} amount={} shop={}\n", None),
    ],
)
def test_a_file_of_one_row_is_read_as_the_first_one_of_its_folder(tmp_path: Path, line: str, said: str | None) -> None:
    header = "" if "=" in line else line.format("day", "amount", "shop")
    rows = [line.format(f"2026-01-{day:02d}"[2:], day * 7, "north" if day % 2 else "sea") for day in range(3, 15)]
    (tmp_path / "a.log").write_text(header + "".join(rows))
    (tmp_path / "b.log").write_text(header + line.format("26-02-01", 9, "hill"))
    table = read(tmp_path)
    assert table.names == ("day", "amount", "shop")
    assert table.n_rows == 13
    assert [cells[-1] for cells in table.cells.to_pydict().values()] == ["26-02-01", "9", "hill"]
    assert (f"b.log: {said}" in table.record.sentences) is (said is not None)


def test_a_file_that_fits_in_no_way_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("day~amount\n" + "".join(f"2026-01-{d}~{d}\n" for d in range(10, 30)))
    (tmp_path / "b.txt").write_text("other;things\n1;2\n")
    with pytest.raises(InputError, match=r"b\.txt lacks day, amount"):
        read(tmp_path)


def test_files_without_headers_are_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "1.csv").write_text("1,2.5,9\n3,4.5,8\n5,6.5,7\n")
    (folder / "2.csv").write_text("7,8.5,6\n9,1.5,5\n2,3.5,4\n")
    (folder / "3.csv").write_text("7,8.5,6\n")
    table = read(folder)
    assert table.n_rows == 7
    assert table.numbers(table.names[1]).tolist() == [2.5, 4.5, 6.5, 8.5, 1.5, 3.5, 8.5]
