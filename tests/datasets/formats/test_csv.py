"""CSV as it comes: dialects, encodings, headers, rows of odd lengths. Nothing is lost without a sentence."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import InputError
from datasets.read import ReadOptions, read


def table_of(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    return read(io.BytesIO(content), name="x.csv", options=ReadOptions(**options))


def rows_of(text, **options):
    table = table_of(text, **options)
    return [list(row.values()) for row in table.cells.to_pylist()]


def said(text, **options):
    return " ".join(table_of(text, **options).record.sentences)


PEOPLE = "name,city,age\nAnn,Oslo,41\nBo,Rome,7\nCy,Bern,30\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "~", "^"])
def test_delimiters(delimiter):
    table = table_of(PEOPLE.replace(",", delimiter))
    assert table.names == ("name", "city", "age")
    assert table.n_rows == 3
    assert table.record.assumed["delimiter"] == delimiter


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end):
    assert rows_of(PEOPLE.replace("\n", end)) == rows_of(PEOPLE)
    assert rows_of(PEOPLE.replace("\n", end).rstrip()) == rows_of(PEOPLE)


def test_mixed_line_ends():
    assert rows_of("a,b\r\n1,2\n3,4\r5,6\n") == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_quotes():
    text = 'a,b\n"x, y","say ""hi"""\n"two\nlines",3\n5" pipe,\'q\'\n'
    assert rows_of(text) == [["x, y", 'say "hi"'], ["two\nlines", "3"], ['5" pipe', "'q'"]]


def test_quotes_that_begin_far_below():
    text = "a,b\n" + "1,2\n" * 30_000 + '"x, y",3\n'
    assert rows_of(text)[-1] == ["x, y", "3"]


def test_escapes_by_backslash():
    assert rows_of('a;b\n"say \\"hi\\"";1\n"no";2\n"yes";3\n')[0] == ['say "hi"', "1"]


def test_cells_stay_as_they_are():
    assert rows_of("a,b,c\n007, x ,1.0\n1e5,,NA\n") == [["007", " x ", "1.0"], ["1e5", None, "NA"]]
    assert rows_of('a,b\n"",1\n" ",2\n') == [[None, "1"], [" ", "2"]]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name;n\nMüller;1\nGarçon;2\n".encode("utf-8-sig"), "utf-8"),
        ("name;n\nMüller;1\nGarçon;2\n".encode("utf-16"), "utf-16"),
        ("name;n\nMüller;1\nGarçon;2\n".encode("utf-16-le"), "utf-16-le"),
        ("name;n\nMüller;1\nGarçon;2\n".encode("utf-16-be"), "utf-16-be"),
        ("name;n\nMüller;1\nGarçon;2\n".encode("windows-1252"), "windows-1252"),
    ],
)
def test_encodings(content, encoding):
    table = table_of(content)
    assert table.names == ("name", "n")
    assert table.texts("name").to_pylist() == ["Müller", "Garçon"]
    assert table.record.assumed["encoding"] == encoding
    assert ("converted" in " ".join(table.record.sentences)) == (encoding != "utf-8")


def test_all_bytes_are_some_text_in_windows_1252():
    content = b"a,b\n" + b"".join(bytes([i]) + b",1\n" for i in range(128, 256))
    assert table_of(content).n_rows == 128


def test_a_chosen_encoding():
    content = "a,b\nПривет,1\n".encode("cp1251")
    assert table_of(content, encoding="cp1251").texts("a").to_pylist() == ["Привет"]
    with pytest.raises(InputError, match="There is no encoding 'klingon'"):
        table_of(content, encoding="klingon")
    with pytest.raises(InputError, match="not in the encoding ascii"):
        table_of(content, encoding="ascii")


def test_an_odd_letter_far_below():
    content = b"a,b\n" + b"x,1\n" * 400_000 + "é,2\n".encode("latin-1")
    table = table_of(content)
    assert table.n_rows == 400_001
    assert table.texts("a")[400_000].as_py() == "é"


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


def test_rows_of_odd_lengths_are_counted():
    rows = "".join(f"{i},x,{i}\n" for i in range(20))
    text = "a,b,c\n" + rows + "1,2\n" + "1,2,3,4\n" + "1,2,3,,\n"
    table = table_of(text)
    assert table.names == ("a", "b", "c")
    assert table.n_rows == 22
    assert "1 row has fewer than 3 cells" in " ".join(table.record.sentences)
    assert "1 row has more than 3 cells and was set aside" in " ".join(table.record.sentences)


def test_many_longer_rows_make_the_table_wider():
    table = table_of("a,b\n" + "1,2,3\n4,5\n" * 20)
    assert table.n_rows == 40
    assert table.names == ("a", "b", "column_3")


def test_row_names_without_a_name():
    table = table_of("x,y\nAnn,1,2\nBo,3,4\n")
    assert table.names == ("column_1", "x", "y")
    assert "one name fewer" in " ".join(table.record.sentences)
    assert table_of("x,y\n1,2,\n3,4,\n").names == ("x", "y")


def test_unclosed_quotes_do_not_hide():
    assert rows_of('a,b\n1,2\n"3,4\n5,6\n') == [["1", "2"], ['"3', "4"], ["5", "6"]]
    assert rows_of('a,b\n1,2\n"3,4\n5",6\n7,8\n') == [["1", "2"], ["3,4\n5", "6"], ["7", "8"]]
    assert rows_of('a,b,c\n1,"2,3\n4,5,6\n7,8,9"\n') == [["1", '"2', "3"], ["4", "5", "6"], ["7", "8", '9"']]
    assert table_of('a,b\n1,2\n"3,4\n5,6\n').record.repaired == {"quote read as text": 1}


def test_blank_lines():
    assert rows_of("a,b\n1,2\n\n3,4\n\n\n") == [["1", "2"], ["3", "4"]]
    assert rows_of("a\n1\n\n3\n\n\n") == [["1"], [None], ["3"]]
    with pytest.raises(InputError, match="blank lines only"):
        table_of("\n\n\n")


def test_prose_with_commas_is_one_column():
    table = table_of("review\nGood, cheap, fast\nBad\nNot bad, really\nOh, well, no, yes\n")
    assert table.names == ("review",)
    assert table.n_rows == 4


def test_chosen_delimiter_and_quote():
    assert table_of("a;b,c\n1;2,3\n", delimiter=",").names == ("a;b", "c")
    assert rows_of('a,b\n"x,1\ny",2\n', quote="") == [['"x', "1"], ['y"', "2"]]
    assert rows_of("a,b\n'x,y',1\n'z',2\n", quote="'") == [["x,y", "1"], ["z", "2"]]


def check(content):
    """A table, or a sentence that says why not."""
    try:
        table = table_of(content)
    except InputError as error:
        return str(error).endswith(".")
    return len(set(table.names)) == table.n_columns >= 1


@settings(max_examples=60)
@given(st.text(alphabet="ab1,;\t\"'\\\n\r #|", max_size=60))
def test_any_small_text_is_a_table_or_a_sentence(text):
    assert check(text)


def record_of(text, **options):
    return table_of(text, **options).record


def aside(text, **options):
    return [(row.line, row.reason, row.text) for row in record_of(text, **options).rows_aside]


def test_what_is_set_aside_is_counted_and_kept_with_its_line():
    rows = "".join(f"{i},x,{i}\n" for i in range(20))
    text = "# made by hand\nReport of May\n\na,b,c\n" + rows + "# a remark\n1,2,3,4\n\nTotal,,190\n"
    record = record_of(text)
    assert record.n_rows == 20
    assert record.aside == {"comment": 2, "above the header": 1, "too many cells": 1, "total": 1}
    assert aside(text) == [
        (1, "comment", "# made by hand"),
        (2, "above the header", "Report of May"),
        (25, "comment", "# a remark"),
        (26, "too many cells", "1,2,3,4"),
        (28, "total", "Total,,190"),
    ]


def test_lines_of_rows_set_aside_at_full_speed():
    rows = "".join(f'{i},"x\ny",{i}\n' for i in range(60))
    assert aside("Title,,\na,b,c\n" + rows + "a,b,c\n5,x,5\nSource: the office,,\n,,\n") == [
        (1, "above the header", "Title,,"),
        (123, "repeats the header", "a,b,c"),
        (125, "note", "Source: the office,,"),
        (126, "empty", ",,"),
    ]


@pytest.mark.parametrize(
    "end",
    [
        "Total,,30\n",
        "Gesamt,,30\n",
        "合計,,30\n",
        "Source: the statistical office,,\n",
        ",,\n,,\n",
        "Grand total:,,30\n\n,,\nNote: made by hand\n",
    ],
)
def test_what_stands_below_a_table(end):
    body = "name,city,n\n" + "".join(f"Ann {i},Oslo,{i}\n" for i in range(8))
    table = table_of(body + end)
    assert table.n_rows == 8
    assert table.record.n_aside == len([line for line in end.split("\n") if line])
    assert rows_of(body + end) == rows_of(body)


@pytest.mark.parametrize(
    "text",
    [
        "name,city,n\nAnn,Oslo,1\nTotal,Oslo,2\nBo,Rome,3\nTotal,Rome,3\n",  # totals among the rows are rows
        "name,city,n\nAnn,Oslo,1\nBo,Rome,3\nTotal,Rome,x\n",
        "a,b,c\n1,2,3\n4,5,6\n7\n",  # a row cut short is no note
        "text\nGood\nTotal\n",
    ],
)
def test_what_only_looks_like_an_end(text):
    assert table_of(text).n_rows == text.count("\n") - 1
    assert table_of(text).record.n_aside == 0


def test_a_line_under_the_header():
    assert rows_of("a\tb\n----\t---\n1\t2\n3\t4\n") == [["1", "2"], ["3", "4"]]
    assert aside("a\tb\n----\t---\n1\t2\n3\t4\n") == [(2, "line under the header", "----\t---")]


def test_quotes_within_cells_are_text():
    text = 'a,b,c\n1,"say "hi" now",2\n3,"5" pipe",4\n5,"x",6\n'
    assert rows_of(text) == [["1", 'say "hi" now', "2"], ["3", '5" pipe', "4"], ["5", "x", "6"]]
    assert record_of(text).repaired == {"quote read as text": 2}


@pytest.mark.parametrize("delimiter", ["||", "::", "|~|", ";;"])
def test_delimiters_of_several_characters(delimiter):
    table = table_of(PEOPLE.replace(",", delimiter))
    assert table.names == ("name", "city", "age")
    assert table.record.assumed["delimiter"] == delimiter


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


TEXTS = {
    "shift_jis": "名前,都市\n山田太郎,東京\n鈴木花子,大阪\n佐藤,京都\n",
    "gb18030": "姓名,城市\n张三,北京\n李四,上海\n王小明,广州\n",
    "big5": "姓名,城市\n張三,臺北\n李四,高雄\n王小明,臺中\n",
    "euc_kr": "이름,도시\n김철수,서울\n이영희,부산\n박민수,대구\n",
    "koi8_r": "имя,город\nИван,Москва\nОльга,Казань\nПётр,Самара\n",
    "cp1251": "имя,город\nИван,Москва\nОльга,Казань\nПётр,Самара\n",
    "cp1250": "imię,miasto\nŁukasz,Łódź\nŻaneta,Gdańsk\nStanisław,Kraków\nWłodzimierz,Białystok\n",
    "cp1253": "όνομα,πόλη\nΓιώργος,Αθήνα\nΜαρία,Θεσσαλονίκη\nΕλένη,Πάτρα\n",
    "cp1252": "prénom,ville\nJosé,Besançon\nHélène,Orléans\nFrançois,Nîmes\n",
    "utf_16_le": "имя,город\nИван,Москва\nОльга,Казань\n",
    "utf-16-le": "imię,miasto\nŁukasz,Łódź\nŻaneta,Gdańsk\nStanisław,Kraków\n",
    "utf_16_be": "姓名,城市\n张三,北京\n李四,上海\n",
    "utf_32_le": "prénom,ville\nJosé,Besançon\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_older_encodings(encoding):
    text = TEXTS[encoding]
    assert rows_of(text.encode(encoding)) == rows_of(text)


def test_little_evidence_is_read_as_windows_1252():
    assert rows_of("a,b\nCafé,1\nx,2\n".encode("cp1252")) == [["Café", "1"], ["x", "2"]]
    assert table_of("name\xa0,n\xa0\nx,2\n".encode("cp1252")).names == ("name\xa0", "n\xa0")


def test_a_few_bytes_that_are_not_utf_8():
    content = "name,n\nMüller,1\nGarçon,2\nÄrger,3\nŁódź,4\n".encode() + b"Caf\xe9,5\n"
    table = table_of(content)
    assert table.texts("name").to_pylist() == ["Müller", "Garçon", "Ärger", "Łódź", "Café"]
    assert table.record.assumed["encoding"] == "utf-8"
    assert table.record.repaired == {"byte in another encoding": 1}


def test_zero_bytes_within_a_text():
    assert rows_of(b"col1|col2\nval\x001|x\nval2|y\n") == [["val\x001", "x"], ["val2", "y"]]


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
