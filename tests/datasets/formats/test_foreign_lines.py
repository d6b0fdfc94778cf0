"""Lines as other programs write them: ="00001" for Excel, key=value logs, and a first line about the file itself."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.read import read
from datasets.schema import Kind
from tests.datasets.formats.csv_tables import record_of, rows_of, said, table_of


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_formulas_that_keep_noughts(mark):
    text = f"zip{mark}n\n" + "".join(f'="{i:05d}"{mark}{i}\n' for i in range(30))
    assert rows_of(text)[:2] == [["00000", "0"], ["00001", "1"]]
    assert table_of(text).schema["zip"].kind is Kind.CATEGORY
    assert (
        said(text) == '30 cells are written as a formula that gives a text, such as ="00000"; only the text was read.'
    )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\n"=""0,1""",x\n"=""02""","y,z"\n', [["0,1", "x"], ["02", "y,z"]]),
        ('a,b\n="say ""hi""",x\n="",y\nplain,="09"\n', [['say "hi"', "x"], [None, "y"], ["plain", "09"]]),
        ('a;b\r\n="007";1\r\n="008";2\r\n', [["007", "1"], ["008", "2"]]),
    ],
)
def test_formulas_in_any_spelling(text, rows):
    assert rows_of(text) == rows


@pytest.mark.parametrize("cell", ["=1+2", 'x="1"', '"He wrote =""x"", and left"', '="1"&"2"', "=A1"])
def test_other_formulas_stay(cell):
    assert "formula" not in said(f"a,b\n{cell},1\n{cell},2\n")


@pytest.mark.parametrize("cell", ['x|="a",y', 'x,="a",y', 'x;="a";y'])
def test_marks_that_are_not_the_delimiter_bound_no_formula(cell):
    text = "a\tb\n" + f"{cell}\t1\n" * 9
    assert rows_of(text) == [[cell, "1"]] * 9
    assert rows_of(text + '="07"\t2\n')[-2:] == [[cell, "1"], ["07", "2"]]


@settings(max_examples=10)
@given(st.lists(st.tuples(st.text(st.sampled_from('=",;a0 |\t'), max_size=6), st.integers()), min_size=1, max_size=9))
def test_a_text_that_is_no_formula_never_changes(rows):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([("name", "n"), *((f"v{text}", n) for text, n in rows)])
    assert [row[0] for row in rows_of(buffer.getvalue(), delimiter=",", header_row=1)] == [
        f"v{text}" for text, _ in rows
    ]


def test_formulas_in_a_web_page():
    rows = "".join(f'<tr><td>="{i:04d}"</td><td>{i}</td></tr>' for i in range(9))
    page = f"<table><tr><th>code</th><th>n</th></tr>{rows}</table>"
    assert read(io.BytesIO(page.encode()), name="x.xls").texts("code")[1].as_py() == "0001"


LOG = "".join(f'ts=2024-01-{i:02d}T08:15:30Z level=info msg="to \\"you\\", {i}" took={i * 1.5}\n' for i in range(1, 12))


def test_a_log_of_pairs_is_a_table():
    table = table_of(LOG)
    assert table.names == ("ts", "level", "msg", "took")
    assert [table.schema[name].kind for name in ("ts", "took")] == [Kind.DATETIME, Kind.NUMERIC]
    assert table.texts("msg")[0].as_py() == 'to "you", 1'
    assert "the keys are the columns" in said(LOG)
    shuffled = "took=1 ts=2024-02-01T00:00:00Z msg= level=warn\n"
    assert rows_of(LOG + shuffled)[-1] == ["2024-02-01T00:00:00Z", "warn", None, "1"]


def test_a_log_with_other_keys_is_told():
    text = LOG + "ts=2024-02-01T00:00:00Z error=x\n"
    assert "not all with the same keys" in said(text)


@pytest.mark.parametrize("text", [LOG + "and a line without\n", "a=1\nb=2\nc=3\n", "x=1 y=2\n", "x=1 x=2\n" * 5])
def test_other_lines_are_no_log(text):
    assert "key=value" not in said(text)


@pytest.mark.parametrize(
    "line", ["a=0, b=0, c=x{}", "k=v w={};k2=v x=2", "a=1,{} b=3,4", "a=1|b=2 c={}", "k=v w={}\tq=v x=2"]
)
def test_values_with_marks_of_other_files_are_no_log(line):
    text = "".join(line.format(i) + "\n" for i in range(9))
    assert "key=value" not in said(text)


def test_a_quoted_value_may_hold_any_mark():
    assert rows_of('a="1, 2; 3|4" b=x\n' * 3) == [["1, 2; 3|4", "x"]] * 3


NAMES = [
    "Umsatz",
    "Soll/Haben",
    "WKZ",
    "Kurs",
    "Konto",
    "Gegenkonto",
    "Belegdatum",
    "Text",
    *(f"Art {i}" for i in range(40)),
]
LEAD = '"EXTF";700;21;"Buchungsstapel";12;20240131;;"RE";"";"";1001;1;20240101;4;"WD";1;0;0;"EUR"'


def booking(i):
    return f'{i},{i:02d};"S";"EUR";;{4400 + i % 3};1200;{i % 28 + 1:02d}01;"Rechnung {i}, bezahlt"' + ";" * 40


@pytest.mark.parametrize("n", [3, 60])
def test_a_first_line_about_the_file_itself(n):
    text = f"{LEAD}\n{';'.join(NAMES)}\n" + "".join(f"{booking(i)}\n" for i in range(1, n + 1))
    table = read(io.BytesIO(text.encode("cp1252")), name="EXTF_Buchungsstapel.csv")
    assert (table.names, table.n_rows) == (tuple(NAMES), n)
    assert table.numbers("Umsatz").tolist()[:2] == [1.01, 2.02]
    assert table.record.aside == {"above the header": 1}
    assert table.texts("Belegdatum")[0].as_py() == "0201"


@pytest.mark.parametrize(
    "text",
    [
        "1,2,3,4,5,6\na,b,c,d\nx,y,z,w\nx,y,z,v\n",
        "id7,name\n" + "1,a,b,c\n" * 5,
        "id,name,2019\nanna,berta,carla,dora,emil\n" + "".join(f"p{i},q{i},r{i},s{i},{i}\n" for i in range(9)),
        "id,a,b,c,d,e,2020\nanna,berta,carla,dora,emil\n" + "".join(f"p{i},q{i},r{i},s{i},{i}\n" for i in range(9)),
        "id,2019,2020\nanna,berta,carla,dora,emil\n" + "".join(f"p{i},q{i},r{i},s{i},{i}\n" for i in range(9)),
        "id,1,2\nanna,berta,carla,dora,emil\n" + "".join(f"p{i},q{i},r{i},s{i},{i}\n" for i in range(9)),
    ],
)
def test_short_and_long_first_lines_that_are_no_lead(text):
    assert "above the header" not in record_of(text).aside


@pytest.mark.parametrize("lead", ['"EXTF";2024', "Report;A;2024;A", "Report;;2024", "Report;31.01.2024;17,5"])
def test_what_shows_that_a_first_line_names_no_columns(lead):
    text = f"{lead}\n{';'.join(NAMES)}\n" + "".join(f"{booking(i)}\n" for i in range(1, 9))
    assert table_of(text).names == tuple(NAMES)
