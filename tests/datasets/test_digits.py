"""Digits of other scripts are read as 0 to 9, in numbers and in dates."""

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.dates import parse_seconds
from datasets.digits import ZEROS, western
from datasets.schema import Kind
from tests.datasets.formats.csv_tables import table_of

ARABIC, WIDE = "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"


def in_script(text, zero):
    return "".join(chr(ord(zero) + int(letter)) if letter.isascii() and letter.isdigit() else letter for letter in text)


@pytest.mark.parametrize("zero", ZEROS)
def test_every_nought_begins_ten_digits(zero):
    assert [unicodedata.decimal(chr(ord(zero) + i)) for i in range(10)] == list(range(10))


@given(st.lists(st.text() | st.integers().map(str), max_size=5), st.sampled_from(ZEROS))
def test_only_texts_with_such_digits_change(texts, zero):
    foreign = [in_script(text, zero) for text in texts]
    found = western(pa.array(foreign, pa.string())).to_pylist()
    for text, before, after in zip(texts, foreign, found, strict=True):
        assert after == text if text.isascii() else before == text or after != before


@pytest.mark.parametrize("zero", ZEROS)
def test_columns_of_numbers_and_dates(zero):
    rows = "".join(f"{i},5;{i:02d}.03.2024;{i:05d}\n" for i in range(10, 40) if i < 31)
    table = table_of("n;day;plz\n" + in_script(rows, zero))
    assert [table.schema[name].kind for name in ("n", "day", "plz")] == [Kind.NUMERIC, Kind.DATETIME, Kind.CATEGORY]
    assert table.numbers("n").tolist()[:2] == [10.5, 11.5]
    assert table.seconds("day")[0] == parse_seconds(pa.array(["2024-03-10"]), ("%Y-%m-%d",))[0]
    assert table.texts("n")[0].as_py() == in_script("10,5", zero), "cells stay as they were read"


def test_marks_beside_the_digits():
    table = table_of("n;m\n" + "١٬٢٣٤٫٥;１，２３４．５\n" + "٥٠٪;－７\n" * 9)
    assert table.numbers("n").tolist()[:2] == [1234.5, 50]
    assert table.numbers("m").tolist()[:2] == [1234.5, -7]
