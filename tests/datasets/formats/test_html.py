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


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<td colspan=200 rowspan=99999>x" * 200 + "<tr>" * 25_000 + "<tr><td>1<td>2</table>",
        "<table><tr>" + "<td>x" * 9_000 + "<tr><td>1" * 9_000 + "</table>",
        SPREADSHEET.format(rows="<Row>" + '<Cell ss:Index="99999"/>' * 20_000 + "</Row><Row><Cell/></Row>"),
    ],
)
def test_a_page_that_asks_for_too_many_cells_is_refused_at_once(page):
    begun = time.process_time()
    with pytest.raises(InputError, match=r"Export the table again, as CSV|10,000 columns at most"):
        table_of(page)
    assert time.process_time() - begun < 5


def test_many_cells_over_many_rows_are_read():
    rows = "".join(f"<tr><td rowspan=50>{i}<td>1</tr>" + "<tr><td>2</tr>" * 49 for i in range(40))
    assert table_of(f"<table><tr><th>a<th>b</tr>{rows}</table>").n_rows == 2_000


def test_cells_over_several_rows_in_an_xml_spreadsheet():
    rows = '<Row><Cell ss:MergeDown="1"><Data>x</Data></Cell><Cell><Data>1</Data></Cell></Row><Row><Cell ss:Index="2">'
    rows = "<Row><Cell><Data>a</Data></Cell><Cell><Data>b</Data></Cell></Row>" + rows + "<Data>2</Data></Cell></Row>"
    assert table_of(SPREADSHEET.format(rows=rows)).cells.to_pydict() == {"a": ["x", "x"], "b": ["1", "2"]}


def test_what_has_no_end_behind_the_table_does_no_harm():
    assert table_of(f"<html><table>{HEAD}{ROWS}</table><!-- written by").n_rows == 8


def test_the_commands_say_that_pages_can_be_read():
    assert "HTML" in DATA_HELP
