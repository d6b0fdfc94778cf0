"""Rows of a CSV file that are none of the table: counted, kept with their line, told in a sentence."""

import pytest

from tests.datasets.formats.csv_tables import aside, record_of, rows_of, table_of


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
