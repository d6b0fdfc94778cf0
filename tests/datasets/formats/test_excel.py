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
    assert "1 row and 1 empty row above the header left out." in table.record.sentences


PEOPLE = [["name", "city", "amount", "n"]] + [[f"Ann {i}", "Oslo", 1.5, i] for i in range(12)]


@pytest.mark.parametrize(
    ("end", "reasons"),
    [
        ([["Total", None, 18, 66]], ["total"]),
        ([[None, "Summe", 18, 66]], ["total"]),
        ([[], [" "], ["Grand total:", None, 18.5], [], ["As of May"]], ["total", "note"]),
        ([["Source: the office"], [], ["Made by hand"], ["and without care"]], ["note", "note", "note"]),
        (
            [["name", "city", "amount", "n"]] + PEOPLE[1:] * 4 + [["Total", None, 18, 66]],
            ["repeats the header", "total"],
        ),
    ],
)
def test_what_stands_below_a_table_is_set_aside_as_in_a_csv_file(end, reasons):
    rows = [["Sales of May"], [], *PEOPLE, *end]
    table = table_of(rows)
    assert table.names == ("name", "city", "amount", "n")
    assert table.n_rows == len(PEOPLE) - 1 + (48 if "name" in end[0] else 0)
    assert table.schema["n"].kind is Kind.NUMERIC
    assert [row.reason for row in table.record.rows_aside] == ["above the header", *reasons]
    lines = [",".join("" if cell is None else str(cell) for cell in [*row, None, None, None, None][:4]) for row in rows]
    assert all(row.text == lines[row.line - 1] for row in table.record.rows_aside)  # the rows of the sheet, from 1
    text = "\n".join(line if line.strip(" ,") else ",,," for line in lines)
    same = read(io.BytesIO(text.encode()), name="x.csv")
    assert {**same.record.aside, "empty": 0} == {**table.record.aside, "empty": 0}
    assert {said for said in table.record.sentences if "set aside" in said} == {
        said for said in same.record.sentences if "set aside" in said and "empty" not in said
    }
    assert table_of(rows).head(3).texts("name").to_pylist() == same.head(3).texts("name").to_pylist()


def test_totals_among_the_rows_of_a_sheet_are_rows():
    table = table_of(
        [["kind", "city", "n"], ["a", "Oslo", 1], ["Total", "Oslo", 1], ["b", "Rome", 2], ["Total", "Rome", 2]]
    )
    assert (table.n_rows, table.record.n_aside) == (4, 0)


def test_a_line_under_the_header_of_a_sheet_is_set_aside():
    table = table_of([["a", "b"], ["---", "---"], [1, 2], [3, 4]])
    assert (table.n_rows, table.record.aside) == (2, {"line under the header": 1})
    assert table.numbers("a").tolist() == [1, 3]


def test_no_header():
    table = table_of([[1, 2.5, "x"], [2, 3.5, "y"], [3, 4.5, "z"]])
    assert table.names == ("column_1", "column_2", "column_3")
    assert table.n_rows == 3


def test_a_sheet_of_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"Only a workbook has sheets; t\.csv is read as CSV"):
        read(path, options=ReadOptions(sheet="Data"))


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


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ([["Sales of the year"]], "1 row above the header left out."),
        ([["Sales of the year"], []], "1 row and 1 empty row above the header left out."),
        ([[], ["Sales"], [], ["of 2025"], []], "2 rows and 3 empty rows above the header left out."),
    ],
)
def test_empty_rows_above_the_header_are_told_beside_the_others(above, said):
    record = table_of([*above, ["a", "b", "c"], *([i, i * 2, i * 3] for i in range(9))]).record
    assert record.sentences == (said,)
    assert record.assumed["header_row"] == len(above) + 1
    assert sum(record.aside.values()) == sum(map(bool, above))


def test_header_only_and_stopping_early():
    assert table_of(ROWS[:1]).n_rows == 0
    assert read(workbook(Data=ROWS), name="x.xlsx", max_rows=2).n_rows == 2


def test_a_chosen_header_row():
    assert table_of([["x", "y"], ["a", "b"], [1, 2]], header_row=2).names == ("a", "b")


def test_the_header_row_is_the_one_that_excel_shows():
    rows = [[], ["Members of May"], [], ["a", "b", "c"], [1, 2, 3], [], [4, 5, 6], ["Total", 7, 9]]
    table = table_of(rows)
    assert table.names == ("a", "b", "c")
    assert (table.record.assumed["header_row"], table.record.assumed["header_rows"]) == (4, [0, 2, 4, 5, 7, 8])
    assert [(row.line, row.reason) for row in table.record.rows_aside] == [(2, "above the header"), (8, "total")]
    again = table_of(rows, header_row=4)
    assert again.cells.equals(table.cells)
    assert table_of(rows, header_row=5).names == ("1", "2", "3")
    assert table_of(rows, header_row=7).record.assumed["header_row"] == 7
    assert table_of(rows, header_row=0).n_rows == 4
    for row in (1, 3, 6, 9):
        with pytest.raises(
            InputError, match=rf"one of the rows 2 to 8 of the sheet 'Data' .*; row {row} was asked for"
        ):
            table_of(rows, header_row=row)


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


def changed(change, **sheets):
    """A workbook on which something was done that only the library can do."""
    book, file = openpyxl.load_workbook(workbook(**sheets)), io.BytesIO()
    change(book)
    book.save(file)
    book.close()
    file.seek(0)
    return file


def test_every_row_gets_the_value_of_merged_cells():
    rows = [["Sales"], ["region", "month", "sales"], ["North", 1, 5], ["", 2, 6], ["South", 1, 7], ["", 2, None]]

    def merge(book):
        for cells in ("A1:C1", "A3:A4", "A5:A6"):
            book["Data"].merge_cells(cells)

    table = read(changed(merge, Data=rows), name="x.xlsx")
    assert table.names == ("region", "month", "sales")
    assert table.texts("region").to_pylist() == ["North", "North", "South", "South"]
    assert "2 blocks of merged cells: every row gets the value." in table.record.sentences


def test_a_title_over_several_rows_and_columns_stays_a_title():
    rows = [["Sales"], [], ["a", "b", "c"], [1, 2, 3], [4, 5, 6]]
    table = read(changed(lambda book: book["Data"].merge_cells("A1:C2"), Data=rows), name="x.xlsx")
    assert table.names == ("a", "b", "c")
    assert table.n_rows == 2


def test_the_first_sheet_in_sight_with_a_table_is_read():
    sheets = {"Cover": [["A report"], ["of May"]], "Lists": [["x", "y"], [1, 2]], "Data": ROWS}

    def hide(book):
        book["Lists"].sheet_state = "hidden"

    table = read(changed(hide, **sheets), name="x.xlsx")
    assert table.record.assumed["sheet"] == "Data"
    assert table.record.assumed["sheets"] == ["Cover", "Lists", "Data"]
    assert read(changed(hide, **sheets), name="x.xlsx", options=ReadOptions(sheet="Lists")).names == ("x", "y")
    assert read(workbook(Cover=[["A report"], ["of May"]]), name="x.xlsx").record.assumed["sheet"] == "Cover"


def test_errors_in_cells_are_missing_and_formulas_are_their_last_value():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3"><v>0.5</v></c></row></sheetData></worksheet>'
    )
    source, file = workbook(Data=[["x"]]), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    file.seek(0)
    table = read(file, name="x.xlsx")
    assert table.cells.to_pylist() == [{"a": 2, "b": None}, {"a": None, "b": 0.5}]


def test_an_open_document():
    def cell(value):
        kind = f'float" office:value="{value}' if isinstance(value, int) else "string"
        return f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'

    rows = ["name", "age"], ["Ann", 41], ["Bo", 7]
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="People">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    name, kind = f"{space}:manifest:1.0", "application/vnd.oasis.opendocument.spreadsheet"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = f'<manifest:manifest xmlns:manifest="{name}">{entries}</manifest:manifest>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    file.seek(0)
    table = read(file, name="x.ods")
    assert table.record.assumed["sheets"] == ["People"]
    assert table.cells.to_pylist() == [{"name": "Ann", "age": 41}, {"name": "Bo", "age": 7}]


def test_a_password_is_named():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    with pytest.raises(InputError, match=r"x.xlsx is locked by a password\. Save a copy without one\."):
        read(io.BytesIO(content), name="x.xlsx")
