"""Text files whose columns are aligned by blanks: read where every line shows it, left as they are elsewhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.schema import Kind
from tests.datasets.formats.csv_tables import aside, rows_of, said, table_of

ROWS = [
    ("Ann", "New York", "5"),
    ("Alexander", "Rome", "17"),
    ("Bo", "Los Angeles", "123"),
    ("Cy", "Bern", "4"),
    ("Dora", "San Jose", "99"),
]
LINES = "".join(f"{name:<11}{city:<12}{n:>6}\n" for name, city, n in ROWS)
PLAIN = f"{'First name':<11}{'City':<12}{'Qty':>6}\n{LINES}"
RULED = f"{'name':<11}{'city':<12}{'qty':>6}\n---------- ----------- ------\n{LINES}"


@pytest.mark.parametrize("text", [PLAIN, RULED, PLAIN.replace("\n", "\r\n"), "Sales of May\n\n" + RULED, RULED + "\n"])
def test_aligned_columns(text):
    table = table_of(text)
    assert [list(row.values()) for row in table.cells.to_pylist()] == [list(row) for row in ROWS]
    assert "aligned by blanks" in said(text)
    assert table.schema[table.names[2]].kind is Kind.NUMERIC
    assert table.record.repaired == {}


def test_names_of_two_words_are_one_name():
    assert table_of(PLAIN).names == ("First name", "City", "Qty")


def test_what_a_database_says_below_is_a_note():
    assert aside(RULED + "\n(5 rows affected)\n") == [(9, "note", "(5 rows affected)")]
    assert (
        aside(RULED + "\n5 rows selected.\nElapsed: 00:00:01.02 and something that goes over all columns\n")[0][0] == 9
    )


def test_columns_with_a_blank_cell_and_single_blanks_between():
    text = "                   mpg cyl  disp\n" + "".join(
        f"{car:<18}{mpg:>4}{cyl:>4}{disp:>6}\n"
        for car, mpg, cyl, disp in [
            ("Mazda RX4", "21.0", "6", "160.0"),
            ("Mazda RX4 Wag", "21.0", "6", ""),
            ("Datsun 710", "9.8", "4", "108.0"),
            ("Hornet 4 Drive", "21.4", "12", "258.0"),
            ("Valiant", "18.1", "6", "225.0"),
        ]
    )
    assert rows_of(text)[1:3] == [["Mazda RX4 Wag", "21.0", "6", None], ["Datsun 710", "9.8", "4", "108.0"]]


def test_a_restructured_text_table():
    text = "=====  =====\nA      B\n=====  =====\n1      x y\n2      z\n=====  =====\n"
    assert rows_of(text) == [["1", "x y"], ["2", "z"]]


@pytest.mark.parametrize(
    "text",
    [
        "It was the best of times.\nIt was the worst of times.\nHello there my friend.\nYes.  No.\nSo it goes.\nEnd\n",
        "time\n" + "".join(f"2024-01-{i:02d} 08:15:30\n" for i in range(1, 20)),
        "name\nAnn Lee\nBob Ray\nCy Fox\nDee Poe\nEve Orr\nFay Kim\n",
        "phone\n" + "".join(f"030 {i}5678 12\n" for i in range(1, 9)),
        PLAIN + "a line that goes on over every gap of them\n",
        RULED + "Someone whose name is longer than its column\n",
        PLAIN.replace("New York", "New\tYork"),
        "a     b\n1     2\n",
        "    indented text\n    that says\n    nothing at all\n    in several\n    lines of it\n",
    ],
)
def test_what_only_looks_aligned_is_left_as_it_is(text):
    assert "aligned" not in said(text)


HOUSES = "".join(f"{i / 7:8.5f} {i * 3:5d}.0 {i / 9:6.2f} {200 + i:4d}.0 {19 + i / 10:5.2f}\n" for i in range(1, 40))
TESTED = "name       sex n   m\n" + "".join(
    f"{name:<11}{'MF'[i % 2]} {i}   {i * 7}\n" for i, (name, *_) in enumerate(ROWS)
)


@pytest.mark.parametrize(
    "text",
    [
        "address\n" + "".join(f"{990 + i % 9} Main St  Apt {i}\n" for i in range(1, 30)),
        "name\n" + "".join(f"Dr  {name:<6} Smith\n" for name in ("Bob", "Ann", "Carl", "Eve", "Al", "Fay")),
        "id what      n m\n" + "".join(f"{i}  item {i % 3:<5}M {i}\n" for i in range(1, 9)) + "9  it       M 0\n",
        "".join(f"{i:<4}{i * 900:>6} {i * 70:>5}   {'x' * (i % 3 + 1)}\n" for i in range(1, 9))
        + "9    1 2 3 4   y z\n",
    ],
)
def test_blanks_that_may_be_text_cut_nothing(text):
    assert "aligned" not in said(text)


def test_neighbours_are_never_one_column():
    assert rows_of(HOUSES, header_row=0) == [line.split() for line in HOUSES.splitlines()]
    counts = "".join(f"{979 + i:>5} {i % 2} {i % 3} {i % 4}   {24 + i}\n" for i in range(30))
    assert rows_of(counts, header_row=0) == [line.split() for line in counts.splitlines()]
    assert table_of(TESTED).names == ("name", "sex", "n", "m")
    assert rows_of(TESTED)[1] == ["Alexander", "F", "1", "7"]


def test_a_delimiter_that_is_asked_for_or_found_wins():
    assert "aligned" not in said(PLAIN, delimiter=";")
    assert "aligned" not in said("a;    b;  c\n" + "x;    1;  2\ny;   10;  3\n" * 9)


CELLS = st.text(st.sampled_from("abcXYZ09.,;-äж"), min_size=1, max_size=9)


@settings(max_examples=6)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=5, max_size=20))
def test_any_padded_table_comes_back(rows):
    rows = [("one", "two", "three"), *(("v" + a, "v" + b, "v" + c) for a, b, c in rows)]
    first, *lines = [f"{a:<12}{b:<12}{c}\n" for a, b, c in rows]
    ruled = f"{first}----------  ----------  ----------\n{''.join(lines)}"
    assert rows_of(ruled) == rows_of("".join("\t".join(row) + "\n" for row in rows))


@pytest.mark.parametrize("number", ["{:.2f}", "{:.2f} €", "1.{:06.2f}"])
def test_decimal_commas_cut_no_aligned_row(number):
    rows = [(f"K{i}", ("Köln", "Ulm")[i % 2], number.format(i * 13.37).replace(".", ",")) for i in range(1, 30)]
    rows = [(a, b, c.replace(",", ".", c.count(",") - 1)) for a, b, c in rows]
    text = "".join(f"{a:<8}{b:<10}{c:>14}\n" for a, b, c in [("Kunde", "Ort", "Preis"), *rows])
    table = table_of(text)
    assert table.names == ("Kunde", "Ort", "Preis")
    assert [tuple(row.values()) for row in table.cells.to_pylist()] == rows
    assert table.schema["Preis"].number.decimal == ","


@pytest.mark.parametrize(
    "layout", ["{:>10}{:>10}{:>12}\n", "{:<10}{:<10}{:<12}\n", "{:>7}{:>7}{:>9}\n"], ids=["right", "left", "narrow"]
)
@pytest.mark.parametrize("first", ["K{:.0f}", "{:.0f}"], ids=["name", "whole"])
def test_decimal_commas_cut_no_aligned_row_without_a_header(layout, first):
    numbers = [(first.format(i * 3.21), f"{i * 13.37:.2f}", f"{i * 101.9:,.2f}") for i in range(1, 30)]
    marks = str.maketrans(",.", ".,")
    rows = [tuple(cell.translate(marks) for cell in row) for row in numbers]
    table = table_of("".join(layout.format(*row) for row in rows))
    assert table.names == ("column_1", "column_2", "column_3")
    assert [tuple(row.values()) for row in table.cells.to_pylist()] == rows
    assert [table.schema[name].number.decimal for name in table.names[1:]] == [",", ","]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{i},{i + 1},{i * 7}\n" for i in range(1, 30)),
        "".join(f"{i:>3},{i * 3:>5},{i * 7:>6}\n" for i in range(1, 30)),
        "".join(f"2024-01-{i:02d} 08:15:00,{i},{i * 7}\n" for i in range(1, 30)),
        "".join(f"2024-01-{i:02d}  08:15,{i},{i * 7}\n" for i in range(1, 30)),
        "".join(f"{i}:{i + 10},{i} {i * 7}  {i * 3},{i}\n" for i in range(1, 30)),
    ],
)
def test_commas_between_cells_without_a_header_go_on_cutting(text):
    assert table_of(text).n_columns == 3


@pytest.mark.parametrize("mark", ["~", ":", " ", "#"])
def test_decimal_commas_cut_no_row_between_rare_delimiters(mark):
    rows = [["Kunde", "Preis", "Menge"], *([f"K{i}", f"{i},{i}5", str(i)] for i in range(1, 9))]
    assert rows_of("".join(mark.join(row) + "\n" for row in rows)) == rows[1:]


@pytest.mark.parametrize(
    ("text", "n_columns"),
    [
        ("start,end\n" + "".join(f"08:1{i},09:1{i}\n" for i in range(9)), 2),
        ("May\n" + "".join(f"08:1{i},5,09:1{i}\n" for i in range(9)), 3),
        ("two titles\n" + "".join(f"10 2{i},30 4{i}\n" for i in range(9)), 2),
        ("a of  b\n" + "".join(f"2024-01-0{i} 08:15,3,2024-01-06  09:15\n" for i in range(1, 9)), 3),
    ],
)
def test_commas_between_cells_go_on_cutting(text, n_columns):
    assert table_of(text).n_columns == n_columns
