"""Tables in web pages, and in the XML and HTML that other programs call .xls."""

import io
import time

import pytest

from app.reading import DATA_HELP
from datasets.errors import InputError
from datasets.read import read
from datasets.record import ReadOptions

ROWS = "".join(f"<tr><td>Müller &amp; S&ouml;hne {i}</td><td>{i},50</td><td>x<br>y</td></tr>" for i in range(1, 9))
HEAD = "<tr><th>Name<th>Betrag<th>Art</tr>"
SPREADSHEET = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    "<Worksheet><Table>{rows}</Table></Worksheet></Workbook>"
)


def table_of(text, name="report.xls", options=None):
    content = text if isinstance(text, bytes) else text.encode()
    return read(io.BytesIO(content), name=name, options=options)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>\n<html>", "<HTML><head><style>td {x: y}</style><title>T</title></head>", ""]
)
def test_a_page_saved_as_a_workbook(encoding, start):
    table = table_of(f"{start}<table><thead>{HEAD}</thead>{ROWS}</table>".encode(encoding))
    assert table.record.format == "html"
    assert (table.names, table.n_rows) == (("Name", "Betrag", "Art"), 8)
    assert table.texts("Name").to_pylist()[0] == "Müller & Söhne 1"
    assert table.numbers("Betrag").tolist()[:2] == [1.5, 2.5]
    assert table.texts("Art").to_pylist()[0] == "x y"


def test_the_encoding_that_a_page_names():
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><table>{HEAD}{ROWS}</table>'
    assert table_of(page.replace("Müller", "Żółć").encode("iso-8859-2")).texts("Name")[0].as_py().startswith("Żółć")


def test_the_largest_table_is_read():
    menu = "<table><tr><td>Home</td><td>Help</td></tr><tr><td>a</td><td>b</td></tr></table>"
    table = table_of(f"<html><table><tr><td>{menu}<table>{HEAD}{ROWS}</table></td></tr></table></html>")
    assert table.n_rows == 8
    assert "The file has 2 tables; the largest was read." in table.record.sentences


def test_cells_over_several_rows_and_columns():
    table = table_of(
        "<table><tr><td>a<td>b<td>c</tr><tr><td rowspan=3>x<td>1<td>2</tr><tr><td>3<td>4</tr><tr><td colspan=2>5</tr>"
        "<tr><td>y<td>6<td>7</tr></table>"
    )
    assert table.cells.to_pydict() == {
        "a": ["x", "x", "x", "y"],
        "b": ["1", "3", "5", "6"],
        "c": ["2", "4", None, "7"],
    }


def test_an_xml_spreadsheet():
    head = "".join(f'<Cell><Data ss:Type="String">{name}</Data></Cell>' for name in "abc")
    rows = "".join(
        f'<Row><Cell><Data ss:Type="Number">{i}.5</Data></Cell><Cell ss:Index="3"><Data>x{i % 2}</Data></Cell></Row>'
        for i in range(9)
    )
    table = table_of(SPREADSHEET.format(rows=f"<Row>{head}</Row>{rows}"))
    assert table.numbers("a").tolist() == [i + 0.5 for i in range(9)]
    assert table.texts("c").to_pylist()[:2] == ["x0", "x1"]
    assert table.record.assumed.keys().isdisjoint({"delimiter", "quote"})


def test_titles_and_totals_are_set_aside_as_elsewhere():
    title, total = "<tr><td colspan=3>Sales of May</td></tr>", "<tr><td>Summe<td>36,00<td></tr>"
    table = table_of(f"<table>{title}{HEAD}{ROWS}{total}</table>")
    assert table.record.aside == {"above the header": 1, "total": 1}
    assert table_of(f"<table>{HEAD}{ROWS}</table>", options=ReadOptions(header_row=0)).n_rows == 9


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>Please log in</body></html>",
        "<html><table><tr><td>one cell</td></tr></table></html>",
        f"<html><table>{HEAD}{ROWS}",
        SPREADSHEET.format(rows=""),
    ],
)
def test_a_page_without_a_whole_table_is_refused(page):
    with pytest.raises(InputError, match=r"without a whole table.*Export"):
        table_of(page)


def test_cells_read_at_once_are_as_those_read_tag_by_tag():
    quick = '<tr><TD class=x align="right">1 &lt; &eacute;\n 2</td>  <td title="a b">x</Td><td ROWSPAN=2>y</td></tr>'
    slow = "<tr><td title='>'>3<b>4</b></td><td>z</td></tr><tr><td>5<comment>6</comment><td>7<td>8</tr>"
    assert table_of(f"<table><tr><td>a<td>b<td>c</tr>{quick}{slow}</table>").cells.to_pydict() == {
        "a": ["1 < é 2", "34", "5"],
        "b": ["x", "z", "7"],
        "c": ["y", "y", "8"],
    }


def rows_of(*rows):
    cells = table_of(f"<table><tr><td>a<td>b<td>c<td>d{''.join(rows)}</table>").cells
    return list(zip(*cells.to_pydict().values(), strict=True))


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (
            ("<tr><td rowspan=3>N</td><td rowspan=3>Oslo</td><td>1</td><td>2</td>", "<tr><td>3<td>4", "<tr><td>5<td>6"),
            [("N", "Oslo", "1", "2"), ("N", "Oslo", "3", "4"), ("N", "Oslo", "5", "6")],
        ),
        (
            ("<tr><td rowspan=2 colspan=2>Both</td><td>1</td><td>2</td>", "<tr><td>3<td>4"),
            [("Both", None, "1", "2"), ("Both", None, "3", "4")],
        ),
        (
            ("<tr><td>1<td rowspan=3>x<td>2<td rowspan=2>y", "<tr><td>3<td>4", "<tr><td>5<td>6<td>7"),
            [("1", "x", "2", "y"), ("3", "x", "4", "y"), ("5", "x", "6", "7")],
        ),
        (
            ("<tr><td>1<td>2<td>3<td rowspan=2>x", "<tr><td>4", "<tr><td>5<td>6<td>7<td>8"),
            [("1", "2", "3", "x"), ("4", None, None, "x"), ("5", "6", "7", "8")],
        ),
        (
            ("<tr><td>1<td>2<td rowspan=2>x<td>3", "<tr><td colspan=4>4", "<tr><td>5<td>6<td>7<td>8"),
            [("1", "2", "x", "3"), ("4", None, "x", None), ("5", "6", "7", "8")],
        ),
    ],
)
def test_cells_that_reach_down_keep_their_column(rows, cells):
    assert rows_of(*rows) == cells


PIVOT = "".join(f"<tr><th>R{i % 2}</th><td>City {i}</td><td>{i}.5</td><td>{i * 7}</td></tr>" for i in range(1, 6))


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (
            "<tr><th rowspan=2>Region<th rowspan=2>City<th colspan=2>Sales</tr><tr><th>2023<th>2024</tr>",
            ("Region", "City", "Sales 2023", "Sales 2024"),
        ),
        (
            "<tr><th colspan=4>All of it</tr><tr><th rowspan=2>Region<th colspan=2>Sales<th></tr>"
            "<tr><th>City<th>2023<th>Note</tr>",
            ("Region", "Sales City", "Sales 2023", "Note"),
        ),
        (
            "<tr><th></th><th></th><th colspan=2>Sales</th></tr><tr><th>Year</th><th></th><th>2023</th><th>2024</th>"
            "</tr><tr><th>Region</th><th>City</th><th></th><th></th></tr>",
            ("Year Region", "City", "Sales 2023", "Sales 2024"),
        ),
    ],
)
def test_rows_of_header_cells_are_one_header(head, names):
    table = table_of(f"<table><thead>{head}</thead>{PIVOT}</table>")
    assert (table.names, table.n_rows) == (names, 5)
    n_above = head.count("All of it")
    n_lines = head.count("</tr>") - n_above
    assert f"The header has {n_lines} lines; the names are put together from them." in table.record.sentences
    assert (table.record.assumed["header_row"], table.record.assumed["header_lines"]) == (n_above + 1, 1)
    assert table.texts("Region" if "Region" in names else names[0]).to_pylist() == ["R1", "R0", "R1", "R0", "R1"]


def test_a_header_cell_below_the_header_begins_a_part_of_the_table():
    part = "<tr><th colspan=4>North</th></tr>"
    table = table_of(f"<table><tr><th>Region<th>City<th>Sales<th>Number</tr>{part}{PIVOT}</table>")
    assert table.names == ("Region", "City", "Sales", "Number")


def test_a_column_of_numbers_called_by_their_sign():
    rows = "".join(f"<tr><td>{i}<td>{i},5<td>x</tr>" for i in range(5))
    table = table_of(f"<table><tr><th>#<th>Width, height<th>Art</tr>{rows}</table>")
    assert (table.names, table.n_rows) == (("#", "Width, height", "Art"), 5)
    assert table_of('#,"Width, height",Art\n1,2,x\n2,3,y\n', "t.csv").names == ("#", "Width, height", "Art")
    assert table_of('# by "Ann, Bob", 2020\na,b\n1,2\n2,3\n', "t.csv").names == ("a", "b")


@pytest.mark.parametrize("names", ["<header1>,<b>", "<body_mass>,<b>", "<table>,n", "<body>;n", "<html>\tn"])
def test_names_like_tags_make_no_web_page(names):
    mark = next(mark for mark in ",;\t" if mark in names)
    table = table_of(f"{names}\n1,2\n3,4\n".replace(",", mark), "t.csv")
    assert (table.record.format, table.names) == ("csv", tuple(names.split(mark)))


@pytest.mark.parametrize(
    "start",
    [
        "<!-- saved from url=(0014)about:internet -->\n<html><body>",
        "\n<!-- a -->\n<!-- b > --><table border=1>",
        "<style>td {x: y}</style>",
        "<body><p>",
    ],
)
def test_a_page_is_told_by_its_tags(start):
    table = table_of(f"{start}<table>{HEAD}{ROWS}</table>")
    assert (table.record.format, table.n_rows) == ("html", 8)


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>1</td></tr>" + "<!--" * 20000,
        "<table><tr>" + "<a " * 8000,
        "<table><tr>" + "<td a='" * 8000,
        "<table><tr>" + "</td" * 20000,
        "<table><tr>" + "<![if" * 20000,
        "<table><tr><script>" + "</tr" * 20000,
        "<table><tr><td>&#" + "9" * 5000 + ";<td>2</table>",
        f"<html><table>{HEAD}{ROWS}</table><table><tr><td title='x>1</td>{ROWS}</table>",
    ],
)
def test_a_damaged_page_is_refused_at_once(page):
    begun = time.perf_counter()
    with pytest.raises(InputError, match=r"is a damaged web page.*Export the table again"):
        table_of(page)
    assert time.perf_counter() - begun < 2


def test_what_has_no_end_behind_the_table_does_no_harm():
    assert table_of(f"<html><table>{HEAD}{ROWS}</table><!-- written by").n_rows == 8


def test_the_commands_say_that_pages_can_be_read():
    assert "HTML" in DATA_HELP
