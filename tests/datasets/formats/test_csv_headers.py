"""The header of a CSV file: there or not, below titles, of several lines, or chosen."""

import io

import pytest

from datasets.errors import InputError
from datasets.read import ReadOptions, read
from datasets.stream import stream
from tests.datasets.formats.csv_tables import PEOPLE, aside, rows_of, said, table_of

HEADERS = {
    "numbers below": (PEOPLE, True),
    "text only": ("name,city\nAnn,Oslo\nBo,Rome\n", True),
    "text only, values repeat": ("colour,size\nred,big\nred,small\nblue,big\n", True),
    "years as names": ("country,2019,2020,2021\nNO,1,2,3\nSE,4,5,6\n", True),
    "positions as names": ("0,1,2\n5,6,7\n8,9,1\n", True),
    "one row": ("a,b\n1,2\n", True),
    "one column": ("text\nhello, you\nhi\n", True),
    "no header, numbers": ("5,1.5,x\n6,2.5,y\n7,3.5,z\n", False),
    "no header, text": ("red,big\nblue,big\nred,small\nred,big\nblue,small\n", False),
}


@pytest.mark.parametrize("case", HEADERS)
def test_headers(case):
    text, present = HEADERS[case]
    table = table_of(text)
    assert table.record.assumed["header"] is present
    assert table.n_rows == text.count("\n") - present
    if not present:
        assert table.names[0] == "column_1"
        assert "looks like data" in " ".join(table.record.sentences)


def test_a_chosen_header_row():
    text = "made on Monday,,\nx,y,z\n1,2,3\n"
    assert table_of(text, header_row=2).names == ("x", "y", "z")
    assert table_of(text, header_row=0).n_rows == 3
    assert table_of(PEOPLE, header_row=1).names == ("name", "city", "age")
    for row in (-1, 9):
        with pytest.raises(InputError, match="The header must be one of the"):
            table_of(text, header_row=row)


def test_titles_and_comments_above_the_header():
    text = "Report of May\n\n" + PEOPLE
    assert table_of(text).names == ("name", "city", "age")
    assert "1 row above the header left out" in said(text)
    text = "# made by hand\n# on Monday\n" + PEOPLE
    assert table_of(text).names == ("name", "city", "age")
    assert "2 comment lines at the top left out" in said(text)
    assert table_of("#id,name\n1,Ann\n2,Bo\n").names == ("#id", "name")


def test_a_header_that_stands_again():
    rows = "".join(f"{i},{i * i},x{i}\n" for i in range(100))
    table = table_of("a,b,c\n" + rows + "a,b,c\n" + rows)
    assert table.n_rows == 200
    assert "1 row repeats the header" in " ".join(table.record.sentences)


def test_row_names_without_a_name():
    table = table_of("x,y\nAnn,1,2\nBo,3,4\n")
    assert table.names == ("column_1", "x", "y")
    assert "one name fewer" in " ".join(table.record.sentences)
    assert table_of("x,y\n1,2,\n3,4,\n").names == ("x", "y")


def test_a_line_under_the_header():
    assert rows_of("a\tb\n----\t---\n1\t2\n3\t4\n") == [["1", "2"], ["3", "4"]]
    assert aside("a\tb\n----\t---\n1\t2\n3\t4\n") == [(2, "line under the header", "----\t---")]


def test_lines_without_cells_above_a_table():
    text = "some text\nwritten by hand\n\nmore of it\n" + PEOPLE
    table = table_of(text)
    assert (table.names, table.n_rows) == (("name", "city", "age"), 3)
    assert table.record.assumed["header_row"] == 4
    assert table_of(text, header_row=4).names == table.names
    assert table_of(text, header_row=2).names[0] == "written by hand"
    assert table_of(text, header_row=0).n_rows == 4


def test_remarks_are_no_headers_and_headers_no_remarks():
    assert table_of("#CHROM\tPOS\tINFO\n1\t2\ta,b;c\n1\t3\ta,b\n").names == ("#CHROM", "POS", "INFO")
    assert table_of("##0\n12.5\n").names == ("##0",)
    assert table_of("# in grams\nweight\n12.5\n").names == ("weight",)


@pytest.mark.parametrize(
    ("first", "header"),
    [("Dec 8, 2022", False), ("2022-12-08 11:00", False), ("day", True), ("+49 151 1234567", False), ("2022", True)],
)
def test_a_first_row_written_like_the_others_is_data(first, header):
    rows = {"+": "+49 171 7654321", "2": "2022-12-09 12:00"}.get(first[0], "Jan 10, 2023")
    table = table_of(f'"{first}"\n' + f'"{rows}"\n' * 3)
    assert table.record.assumed["header"] is header


@pytest.mark.parametrize(
    ("top", "names"),
    [
        (
            "Region,Sales,,Cost\n,2024 plan,2024 real,in EUR\n",
            ("Region", "Sales 2024 plan", "Sales 2024 real", "Cost in EUR"),
        ),
        ("city,temp,wind,\n,degC,km/h,\n", ("city", "temp degC", "wind km/h", "column_4")),
        ("Shop,Sales,,\n,North,,South\n,pieces,EUR,pieces\n", None),
        ("city,a,b,c\nunknown,-,NA,n/a\n", ("city", "a", "b", "c")),
        ("city,a,b,c\nOslo,x,y,3\n", ("city", "a", "b", "c")),
    ],
    ids=["spanning", "units", "three lines", "missing words", "a number"],
)
def test_a_header_of_several_lines(top, names):
    rows = "".join(f"{city},{i},{i + 1}.5,{i + 2}\n" for i, city in enumerate(["Oslo", "Rome", "Bern", "Oslo", "Lyon"]))
    table = read(io.BytesIO((top + rows).encode()), name="x.csv")
    n_lines = top.count("\n")
    if names is None:
        assert table.n_rows == 5
        assert table.names[1:] == ("Sales North pieces", "Sales North EUR", "Sales South pieces")
        assert any("3 lines" in sentence for sentence in table.record.sentences)
        assert (table.record.assumed["header_row"], table.record.assumed["header_lines"]) == (3, 3)
        return
    assert table.names == names
    assert table.n_rows == 5 + (0 if "lines" in " ".join(table.record.sentences) else n_lines - 1)
    asked = read(io.BytesIO((top + rows).encode()), name="x.csv", options=ReadOptions(header_row=1))
    assert asked.n_rows == 5 + n_lines - 1


def test_a_quoted_title_of_two_lines_costs_no_row():
    text = '"Sales report\nfor 2024"\nname,n,x\na,1,2\nb,2,3\nc,3,5\nd,3,9\n'
    table = table_of(text)
    assert table.names == ("name", "n", "x")
    assert table.n_rows == 4
    assert rows_of(text)[0] == ["a", "1", "2"]
    with stream(io.BytesIO(text.encode()), name="x.csv", chunk_rows=2) as found:
        assert (found.names, found.record.n_rows) == (table.names, 4)
