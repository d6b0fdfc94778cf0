"""CSV as it comes: delimiters, line ends, quotes, cells. Nothing is lost without a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import InputError
from tests.datasets.formats.csv_tables import PEOPLE, record_of, rows_of, table_of


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


def test_quotes_within_cells_are_text():
    text = 'a,b,c\n1,"say "hi" now",2\n3,"5" pipe",4\n5,"x",6\n'
    assert rows_of(text) == [["1", 'say "hi" now', "2"], ["3", '5" pipe', "4"], ["5", "x", "6"]]
    assert record_of(text).repaired == {"quote read as text": 2}


@pytest.mark.parametrize("delimiter", ["||", "::", "|~|", ";;"])
def test_delimiters_of_several_characters(delimiter):
    table = table_of(PEOPLE.replace(",", delimiter))
    assert table.names == ("name", "city", "age")
    assert table.record.assumed["delimiter"] == delimiter
