"""Text files as banks, SAP, databases, Excel and Markdown write them: what a person would read is read."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.formats._drawn import undrawn
from datasets.formats._text import TextFile
from datasets.read import ReadOptions, read
from datasets.schema import Kind
from tests.datasets.formats.csv_tables import record_of, rows_of, table_of

PEOPLE = [(f"Ann {i}", str(i), f"{i}.50") for i in range(1, 9)]
PLAIN = "name;n;x\n" + "".join(";".join(row) + "\n" for row in PEOPLE)
LINE = "+-------+---+-------+\n"


def drawn(bar="|", outer=True, pad=" "):
    left, right = (f"{bar}{pad}", f"{pad}{bar}") if outer else ("", "")
    rows = (("name", "n", "x"), *PEOPLE)
    first, *others = [f"{left}{f'{pad}{bar}{pad}'.join(f'{cell:<6}' for cell in row)}{right}\n" for row in rows]
    return first, "".join(others)


@pytest.mark.parametrize(
    "text",
    [
        LINE + drawn()[0] + LINE + drawn()[1] + LINE,
        "Sales of May\n\n" + LINE + drawn()[0] + LINE + drawn()[1] + LINE,
        drawn()[0] + "|:---|---:|:--:|\n" + drawn()[1],
        drawn(outer=False)[0] + "------+---+----\n" + drawn(outer=False)[1],
        drawn(outer=False)[0] + "--- | --- | ---\n" + drawn(outer=False)[1],
        drawn()[0] + drawn()[1],
        LINE + drawn(pad="")[0] + LINE + drawn(pad="")[1] + LINE,
        "┌──────┬───┬────┐\n" + drawn("│")[0] + "├──────┼───┼────┤\n" + drawn("│")[1] + "└──────┴───┴────┘\n",
        (LINE + drawn()[0] + LINE + drawn()[1] + LINE).replace("\n", "\r\n"),
    ],
)
def test_a_drawn_table_is_its_cells(text):
    table = table_of(text)
    assert table.names == ("name", "n", "x")
    assert rows_of(text) == rows_of(PLAIN)
    assert sum("drawn with bars" in said for said in table.record.sentences) == 1
    assert table.record.repaired == {}


def test_a_note_below_a_drawn_table_keeps_its_line():
    text = LINE + drawn()[0] + LINE + drawn()[1] + LINE + "8 rows in set (0.00 sec)\n"
    (row,) = table_of(text).record.rows_aside
    assert (row.line, row.reason, row.text.strip("|")) == (13, "note", "8 rows in set (0.00 sec)")


@pytest.mark.parametrize(
    "text",
    [
        "a|b|c\n" + "1|x|y\n" * 9,
        'a | b\n"x | y" | 1\n"z" | 2\n"w" | 3\n',
        "2024-01-01|INFO|started\n" * 9,
        drawn(outer=False)[0] + drawn(outer=False)[1],
        "Page title,Views\n" + "".join(f"Page {i} | ACME,{i * 7}\n" for i in range(29)),
        "|a|,|b|\n" + "|1|,|2|\n" * 9,
        'id,text\n1,"See:\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"\n',
        "| a | b |\n|---|---|\n" + "One word.\n" * 40,
    ],
)
def test_bars_that_draw_nothing(text):
    assert not any("drawn" in said for said in table_of(text).record.sentences)


def test_bars_in_the_text_of_a_csv_file_stay():
    rows = [[str(i), "Home | Kitchen | Pans", f"{i},5"] for i in range(29)]
    assert rows_of("id;cat;price\n" + "".join(";".join(row) + "\n" for row in rows)) == rows
    assert rows_of("id;cat;price\n" + ";".join(rows[0]) + "\n") == rows[:1]
    tabbed = "\tid\tx | y\n" + "".join(f"\t{i}\ta | b\n" for i in range(9))
    assert rows_of(tabbed) == [[None, str(i), "a | b"] for i in range(9)]
    later = "a | b,c\n" + "x | y,1\n" * 600 + '"p ""q"" | r, s",2\n'
    assert rows_of(later)[-1] == ['p "q" | r, s', "2"]


PSQL = " name | n | x \n------+---+---\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            PSQL + " Ann  | 1 | 2\n      | 3 | \n Bo   |   | 5\n",
            [["Ann", "1", "2"], [None, "3", None], ["Bo", None, "5"]],
        ),
        ("| a | b |\n|---|---|\n|  | 1 |\n| x |  |\n| y | 2 |\n", [[None, "1"], ["x", None], ["y", "2"]]),
        ("a | b | c\n--- | --- | ---\n | 1 | \n2 | | 3\n", [[None, "1", None], ["2", None, "3"]]),
        ("| a | b |\n|---|---|\n| x, y | 1,5 |\n", [["x, y", "1,5"]]),
        ("| a | b |\n|---|---|\n", []),
        (PSQL, []),
        ("Sales\n\n+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n", [["1", "2"]]),
        ("+------+\n| name |\n+------+\n| Ann  |\n| Bo   |\n+------+\n", [["Ann"], ["Bo"]]),
        ('| a | b |\n|---|---|\n| 5" x | 1 |\n| y | "2" |\n', [['5" x', "1"], ["y", '"2"']]),
        ("| a | b |\n|---|---|\n| C \\| D | 1 |\n| E | 2 |\n", [["C | D", "1"], ["E", "2"]]),
        ("| a | b |\n|---|---|\n| x | 1 |\n| --- | --- |\n|---|---|\n", [["x", "1"], ["---", "---"], ["---", "---"]]),
        ("-------\n|a |b |\n-------\n|x |1 |\n|- |- |\n-------\n", [["x", "1"], ["-", "-"]]),
        ("|---|---|\n| a | b |\n|---|---|\n| x | 1 |\n|---|---|\n| y | 2 |\n|---|---|\n", [["x", "1"], ["y", "2"]]),
        ("|a |b |\n|1 |2 |\n", [["1", "2"]]),
    ],
)
def test_cells_of_a_drawn_table(text, rows):
    assert rows_of(text) == rows
    record = record_of(text)
    assert "drawn with bars" in record.sentences[0]
    assert (record.repaired, set(record.aside) - {"above the header"}) == ({}, set())


@pytest.mark.parametrize("line", [" Ann  | 1 | 2\n", " Ann  | 1 | 2\n      | 3 | \n"])
def test_the_footer_of_psql_is_told_once(line):
    record = record_of(PSQL + line + "(1 row)\n\n")
    assert record.sentences[1:] == ("1 note below the table was set aside.",)
    assert (record.repaired, record.aside, record.n_rows) == ({}, {"note": 1}, line.count("\n"))


def test_a_quote_that_is_asked_for_is_taken_in_a_drawn_table():
    text = "| a | b |\n|---|---|\n" + "| 'x' | 1 |\n" * 3
    assert rows_of(text, quote="'") == [["x", "1"]] * 3
    assert rows_of(text) == [["'x'", "1"]] * 3


CELLS = st.text(st.sampled_from("ab |-+:\"\t,;'│─"), max_size=6) | st.sampled_from(
    ["a | b", "---", "|", "| a |", "|---|"]
)


@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=12)),
    st.sampled_from(",;\t"),
)
def test_a_file_of_the_csv_module_is_not_drawn(rows, delimiter):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        assert undrawn(TextFile(path, "utf-8", len(rows), 0, 0), ReadOptions(), Path(folder)) is None


@given(
    st.lists(
        st.tuples(*[st.text(st.sampled_from("abc XYZ09.-ä"), min_size=1, max_size=9)] * 3), min_size=3, max_size=20
    )
)
def test_drawing_a_table_changes_nothing(rows):
    cells = [tuple(" ".join(f"v{cell}".split()) for cell in row) for row in rows]
    lines = "".join(f"| {' | '.join(row)} |\n" for row in cells)
    assert rows_of("| one | two | three |\n|---|---|---|\n" + lines) == rows_of(
        "one\ttwo\tthree\n" + "".join("\t".join(row) + "\n" for row in cells)
    )


@pytest.mark.parametrize(
    "body", [[f"{i},5;{i},25;x" for i in range(40)], [f"1,2{i}E+03;+{i},5;y" for i in range(40)], ["1,5;2,5;x,y"] * 40]
)
@pytest.mark.parametrize("said", ["", "sep=;\n", '"sep=;"\n', "sep=;\r\n"])
def test_decimal_commas_below_a_header_without_any(body, said):
    table = table_of(said + "a;b;c\n" + "\n".join(body) + "\n")
    assert (table.names, table.n_rows) == (("a", "b", "c"), 40)
    assert table.record.assumed["delimiter"] == ";"
    assert table.schema["a"].kind in (Kind.NUMERIC, Kind.CONSTANT)


def test_excel_names_a_tab():
    content = ("sep=\t\r\na\tb\r\n" + "".join(f"{i},5\t{i}\r\n" for i in range(40))).encode("utf-16")
    table = read(io.BytesIO(content), name="x.csv")
    assert (table.names, table.n_rows, table.numbers("a")[1]) == (("a", "b"), 40, 1.5)


def test_a_column_called_sep_is_a_column():
    assert table_of("sep,b\n1,2\n3,4\n").names == ("sep", "b")


@pytest.mark.parametrize("delimiter", [None, ";"])
def test_the_line_that_names_the_delimiter_is_no_row(delimiter):
    table = table_of("sep=;\na;b\n1;2\n3;4\n", delimiter=delimiter)
    assert (table.names, table.n_rows, table.record.assumed["delimiter"]) == (("a", "b"), 2, ";")


@pytest.mark.parametrize("delimiter", [None, ","])
def test_a_wrong_name_of_the_delimiter_is_not_obeyed(delimiter):
    table = table_of("sep=;\na,b\n1,2\n3,4\n", delimiter=delimiter)
    assert (table.names, table.n_rows, table.record.assumed["delimiter"]) == (("a", "b"), 2, ",")


@pytest.mark.parametrize("name", ["sep=a", 'sep="', "sep='", "sep=1"])
def test_letters_and_quotes_are_no_delimiters(name):
    assert table_of(name + "\n" + "ab\nac\nad\n").names == (name,)


def bank(lead):
    rows = "".join(f"{i:02d}.01.24;{i:02d}.01.2024;Firma {i};-{i}.000,50;EUR\n" for i in range(1, 28))
    return lead + "Buchungstag;Wertstellung;Auftraggeber;Betrag;Währung\n" + rows


@pytest.mark.parametrize(
    "lead",
    [
        "Kontoauszug;DE12\nZeitraum:;01.01.2024 - 31.03.2024\nNeuer Kontostand;1.234,56 EUR\n\n",
        "Kontoauszug;DE12;;;\nSaldo;1,5;;;\n;;;;\n",
    ],
)
def test_what_a_bank_says_above_its_table_is_left_out(lead):
    table = table_of(bank(lead))
    assert table.names == ("Buchungstag", "Wertstellung", "Auftraggeber", "Betrag", "Währung")
    assert table.n_rows == 27
    assert table.schema["Betrag"].kind is Kind.NUMERIC
    assert table.record.aside["above the header"] >= 2


@pytest.mark.parametrize(
    "text",
    [
        "Person;;Sales;;\nname;city;2023;2024;all\n" + "Ann;Oslo;1;2;3\nBo;Rome;4;5;9\nCy;Bern;1;1;2\n",
        "a;b;;;\n1;2;3;4;5\n6;7;8;9;10\n1;2;3;4;5\n",
        "a;b\n" + "x;y;z;w;1\n" * 8,
    ],
)
def test_short_rows_that_are_no_lead(text):
    assert "above the header" not in record_of(text).aside


def test_files_put_one_after_the_other():
    part = "\ufeffid;wert\n" + "".join(f"{i};{i},5\n" for i in range(30))
    record = read(io.BytesIO((part * 3).encode()), name="x.csv").record
    assert (record.n_rows, record.aside) == (90, {"repeats the header": 2})
    text = '\ufeffa;b\n"x ""y""";1\n\ufeff"z";2\n'
    assert read(io.BytesIO(text.encode()), name="x.csv").texts("a").to_pylist() == ['x "y"', "z"]


def test_a_header_on_every_page():
    pages = "".join("name;amount\n" + "".join(f"n{i};{i}.5\n" for i in range(10)) for _ in range(9))
    assert record_of(pages).aside == {"repeats the header": 8}
    words = "a;b\n" + "x;y\na;b\n" * 9  # no column of numbers: these may be rows
    assert record_of(words).aside == {}


def test_lira_and_trailing_minus():
    table = table_of("a;b\n" + "".join(f"TL {i}.234,50;{i}.000,25{'-' * (i % 2)}\n" for i in range(1, 30)))
    assert table.numbers("a")[0] == 1234.5
    assert table.numbers("b").tolist()[:2] == [-1000.25, 2000.25]


def test_a_word_has_one_script():
    rows = "".join(f"İstanbul ğüş {i % 4};{i};{i:02d}.02.2024\n" for i in range(1, 29))
    table = read(io.BytesIO(("Şehir;n;Tarih\n" + rows).encode("cp1254")), name="x.csv")
    assert table.names == ("Şehir", "n", "Tarih")
    greek = "Όνομα;n\n" + "".join(f"Γιώργος Abc {i};{i}\n" for i in range(1, 29))
    assert read(io.BytesIO(greek.encode("cp1253")), name="x.csv").names == ("Όνομα", "n")


def test_a_delimiter_that_is_asked_for_is_kept():
    text = drawn()[0] + drawn()[1]
    assert table_of(text, delimiter=";").n_columns == 1


def test_quotes_in_a_line_of_another_length_hide_no_rows():
    lead = '"EXTF";700;21;"Batch";12;20240131;;"RE";"";"";1001;1;20240101;4;20240101;20240131\n'
    rows = "".join(f'{i}123,45;"S";{4400 + i % 3};1200;{i % 28 + 1:02d}01;"Bill {i}"\n' for i in range(1, 60))
    assert table_of(lead + "Umsatz;Soll;Konto;Gegenkonto;Belegdatum;Text\n" + rows).n_rows >= 59


def test_the_row_of_the_header_counts_the_line_that_names_the_delimiter():
    text = "sep=;\na;b\n" + "".join(f"{i},5;{i},1\n" for i in range(9))
    assert table_of(text, header_row=2).names == table_of(text).names == ("a", "b")
    assert table_of(text).record.assumed["header_row"] == 2


def test_a_long_row_above_blank_lines_is_set_aside():
    assert record_of("Sales\n\n\na|b\n\n", delimiter="|").aside == {"too many cells": 1}
