import datetime
from io import BytesIO

import pyarrow as pa
import pytest

from datasets.errors import InputError
from datasets.find import BLOCK_ROWS, Hits, find_rows
from datasets.infer import infer_schema
from datasets.read import read
from datasets.record import ReadRecord
from datasets.table import Table

CLIENTS = """id,name,town,amount
14711,Bert,New York,4711
4711,Anna Müller,Berlin,"1.250,50"
12,Carla,York,3
"""


@pytest.fixture
def clients():
    return read(BytesIO(CLIENTS.encode()), name="clients.csv")


def native(cells):
    return Table(cells, infer_schema(cells), ReadRecord("parquet"))


def test_a_cell_that_says_just_this_comes_before_those_that_say_more(clients):
    assert find_rows(clients, "4711", 10) == Hits((0, 1), 2)
    assert find_rows(clients, "14711", 10) == Hits((0,), 1)
    assert find_rows(clients, " york ", 10) == Hits((2, 0), 2)


def test_every_word_must_be_in_the_row_in_whatever_cell(clients):
    assert find_rows(clients, "berlin MÜLLER", 10).places == (1,)
    assert find_rows(clients, "york new", 10).places == (0,)
    assert find_rows(clients, "berlin york", 10) == Hits()


def test_cells_are_looked_at_as_the_table_writes_them(clients):
    assert find_rows(clients, "1.250,50", 10).places == (1,)
    assert find_rows(clients, "1250.5", 10) == Hits()


def test_signs_that_mean_something_elsewhere_are_ordinary_letters(clients):
    for words in ("%", "_", "' OR 1=1 --", '"', "\\", "🦆"):
        assert find_rows(clients, words, 10) == Hits()


def test_no_words_find_nothing_and_too_many_letters_are_refused(clients):
    assert find_rows(clients, "  ", 10) == Hits()
    with pytest.raises(InputError, match="200 letters at most; these have 201"):
        find_rows(clients, "x" * 201, 10)


def test_native_cells_are_found_by_the_text_that_is_shown():
    cells = pa.table({"n": [5.0, None], "day": [None, datetime.datetime(2024, 5, 31, 14, 30)], "on": [True, False]})
    table = native(cells)
    assert find_rows(table, "5", 10).places == (0, 1)
    assert find_rows(table, "2024-05-31T14:30:00 false", 10).places == (1,)


def test_places_go_on_from_block_to_block_and_the_rest_is_counted():
    n = 2 * BLOCK_ROWS + 10
    table = native(pa.table({"id": [f"c{i}" for i in range(n)]}))
    assert find_rows(table, f"c{n - 1}", 3) == Hits((n - 1,), 1)
    assert find_rows(table, "C", 3) == Hits((0, 1, 2), n)
