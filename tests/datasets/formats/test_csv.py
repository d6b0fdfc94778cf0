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


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs", "Cc"]), max_size=9)


@settings(max_examples=40)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=9), st.sampled_from([",", ";", "\t"]))
def test_what_was_written_is_read(rows, delimiter):
    import csv

    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["first", "second", "third"], *rows])
    found = rows_of(file.getvalue(), delimiter=delimiter, header_row=1)
    assert found == [[cell or None for cell in row] for row in rows]


def check(content):
    """A table, or a sentence that says why not."""
    try:
        table = table_of(content)
    except InputError as error:
        return str(error).endswith(".")
    return len(set(table.names)) == table.n_columns >= 1


@settings(max_examples=60)
@given(st.binary(max_size=100))
def test_any_bytes_are_a_table_or_a_sentence(content):
    assert check(content)


@settings(max_examples=60)
@given(st.text(alphabet="ab1,;\t\"'\\\n\r #|", max_size=60))
def test_any_small_text_is_a_table_or_a_sentence(text):
    assert check(text)
