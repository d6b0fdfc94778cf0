"""Cells of tables in markup that go over several rows and columns, and headers of several lines."""

import io

import pytest

from datasets.read import read


def table_of(page):
    return read(io.BytesIO(page.encode()), name="report.xls")


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
