"""Workbooks: types, sheets, titles, and what is no workbook."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from datasets.errors import InputError
from datasets.read import ReadOptions, read
from datasets.schema import Kind


def workbook(**sheets):
    """The bytes of a workbook with these sheets, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    book.close()
    file.seek(0)
    return file


def table_of(rows, **options):
    return read(workbook(Data=rows), name="x.xlsx", options=ReadOptions(**options))


ROWS = [
    ["name", "age", "height", "member", "since", "code"],
    ["Ann", 41, 1.71, True, dt.datetime(2024, 1, 5), "007"],
    ["Bo", 7, None, False, dt.datetime(2023, 12, 31, 10, 30), 8],
    [None, 30, 1.8, True, None, 9.5],
]


def test_values_keep_their_type():
    table = table_of(ROWS)
    assert table.record.format == "excel"
    assert table.names == ("name", "age", "height", "member", "since", "code")
    assert table.cells.column("age").to_pylist() == [41, 7, 30]
    assert table.cells.column("height").to_pylist() == [1.71, None, 1.8]
    assert table.cells.column("member").to_pylist() == [True, False, True]
    assert table.cells.column("since").to_pylist() == [dt.datetime(2024, 1, 5), dt.datetime(2023, 12, 31, 10, 30), None]
    assert table.texts("code").to_pylist() == ["007", "8", "9.5"]
    assert table.texts("name").to_pylist() == ["Ann", "Bo", ""]
    assert table.schema["since"].kind is Kind.DATETIME


def test_titles_and_empty_rows_and_columns():
    table = table_of([["Members of May"], [], ["a", None, "b", "c"], [1, None, 2, 3], [], [4, None, 5, 6]])
    assert table.names == ("a", "b", "c")
    assert table.cells.to_pylist() == [{"a": 1, "b": 2, "c": 3}, {"a": 4, "b": 5, "c": 6}]
    assert "1 row above the header" in " ".join(table.record.sentences)


def test_no_header():
    table = table_of([[1, 2.5, "x"], [2, 3.5, "y"], [3, 4.5, "z"]])
    assert table.names == ("column_1", "column_2", "column_3")
    assert table.n_rows == 3


def test_sheets():
    book = workbook(Empty=[], First=[["a"], [1]], Second=[["b"], [2], [3]])
    table = read(book, name="x.xlsx")
    assert table.names == ("a",)
    assert "3 sheets" in table.record.sentences[0]
    assert table.record.assumed["sheets"] == ["Empty", "First", "Second"]
    book.seek(0)
    assert read(book, name="x.xlsx", options=ReadOptions(sheet="Second")).n_rows == 2
    book.seek(0)
    with pytest.raises(InputError, match=r"no sheet 'Third'.*Empty, First, Second"):
        read(book, name="x.xlsx", options=ReadOptions(sheet="Third"))


def test_an_empty_workbook():
    with pytest.raises(InputError, match="is empty"):
        table_of([])


def test_header_only_and_stopping_early():
    assert table_of(ROWS[:1]).n_rows == 0
    assert read(workbook(Data=ROWS), name="x.xlsx", max_rows=2).n_rows == 2


def test_a_chosen_header_row():
    assert table_of([["x", "y"], ["a", "b"], [1, 2]], header_row=2).names == ("a", "b")


def other_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    "content", [other_zip(), workbook(Data=ROWS).getvalue()[:900], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_workbook(content):
    with pytest.raises(InputError, match=r"damaged|Word document"):
        read(io.BytesIO(content), name="x.xlsx")
