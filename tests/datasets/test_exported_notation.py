"""The exported SQL reads texts as Easel does: numbers, amounts, times of day and dates in every notation."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from datasets.date_formats import _DATES, _TIMES, _WHOLE
from datasets.infer import infer_schema
from datasets.numbers import CLOCK, PLAIN
from datasets.recipe import Recipe, apply, as_sql, fit
from datasets.record import ReadRecord
from datasets.schema import Column, Kind, NumberFormat, Schema
from datasets.table import Table
from datasets.words import NUMBER_MISSING_WORDS

FORMS = (
    PLAIN,
    CLOCK,
    NumberFormat(",", "."),
    NumberFormat(".", ",", ("$", "USD")),
    NumberFormat(",", " ", ("€", "EUR", "kr.")),
    NumberFormat(".", "'", ("%",)),
    NumberFormat(".", "", ("$",), (("K", 3), ("M", 6), ("bn", 9), ("m", 6), ("mn", 6))),
    NumberFormat(",", ".", ("€",), (("Mio", 6), ("Mio.", 6), ("Mrd.", 9))),
)
NUMBERS = """1|-1|+1.5|.5|5.|1e3|1E-3|-2.5e+2|1,234|1,234.5|1.234,5|12,34|1 234,5|1\u00a0234|1'234.5|0,5|007|--1
1-|(5)|(1,234.50)|$5|$ 5|-$5|$-5|$(5)|($5)|5 $|5 USD|USD 5|€ 1.234,50|5,00- EUR|1.234,50-|5-|5.0-
\u22125|kr. 5|5 kr.|50%|50 %|1.2M|3.4K|$1.2M|-$3K|5m|5mn|5 bn|1,5 Mio|1,5 Mio.|2 Mrd. €|5.Mio|5.M
1.2MM|1M2|M|K5|1.1bn|9e3M|1e999|-1e999|1e-999|1.7976931348623157e308|0x10|inf|nan|NaN|1_000||24:00
24:01|23:59:59|08:15|8:15 Uhr|8:15h|8 Uhr|8:15 PM|8 PM|12 AM|12:30 am|8 p.m.|8:15 p.m.|0:30 PM|13 PM
08:15:30.5|08:15:30,25|8:60|8:15:60|8:15 a|8:15 Pm|8:15 h|99:00|24:00:00|24:00:01|12pm|8.15|815|NA|-
?|n/a|-999| -999 |-999.0|9.99e2|\t5\t|\u20035|５|１２，５|１．５|٥٫٥|१२३|８：１５|٨:١٥ PM|５Ｍ|5，5|٪5"""
TEXTS = sorted({text for line in NUMBERS.split("\n") for text in line.split("|")})
LETTERS = "0123456789.,:-+()$€%eEKMmPpAaUhr '\u00a0\u2212٥５"


def same(column, texts):
    """Whether the exported SQL gives what the recipe gives for a column of texts."""
    table = Table(pa.table({"x": pa.array(texts, pa.string())}), Schema((column,)), ReadRecord("csv"))
    fitted = fit(Recipe.from_dict([{"step": "formula", "into": "z", "formula": "x"}]), table)
    with duckdb.connect() as connection:
        connection.register("data", table.cells)
        found = connection.sql(as_sql(fitted)).to_arrow_table().column("z").to_pylist()
    expected = apply(fitted, table).cells.column("z").to_pylist()
    different = [row for row in zip(texts, found, expected, strict=True) if not equal(*row[1:])]
    assert not different, different[:5]


def equal(found, expected):
    return found == expected or (found is not None and found != found and expected != expected)


def numeric(form, *missing):
    return Column("x", Kind.NUMERIC, "", (*NUMBER_MISSING_WORDS, *missing), number=form)


@pytest.mark.parametrize("form", FORMS)
def test_every_notation_of_a_number(form):
    same(numeric(form), TEXTS)
    same(numeric(form, "-999"), TEXTS)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(FORMS), st.lists(st.text(st.sampled_from(LETTERS), max_size=9), min_size=30, max_size=30))
@example(PLAIN, ["5-", "", "(1"] * 10)
def test_any_text_as_a_number(form, texts):
    same(numeric(form), [*texts, *(text + "0" for text in texts)])


PARTS = {
    "Y": ("2024", "1999", "0000", "0001", "٢٠٢٤"),
    "y": ("24", "68", "69", "00"),
    "m": ("01", "1", "12", "13", "0"),
    "d": ("05", "5", "31", "29", "0", "3"),
    "b": ("Jan", "mär", "Okt", "déc.", "xyz", "MAY"),
    "B": ("January", "März", "décembre", "maja", "Foobar"),
    "a": ("Mon", "Di.", "x", "金", "周五"),
    "A": ("Monday", "Dienstag", "金曜日"),
    "H": ("00", "9", "23", "24"),
    "I": ("1", "12", "0", "13"),
    "M": ("00", "59", "60"),
    "S": ("00", "59", "60", "61"),
    "f": ("5", "123456"),
    "p": ("AM", "pm", "p.m.", "a"),
    "z": ("Z", "+01:00", "-0530", "+02", "UTC", "+1"),
    "G": ("2024", "2020", "0001"),
    "V": ("01", "53", "52", "00"),
    "u": ("1", "7", "8"),
    "q": ("1", "4", "5"),
    "s": ("0", "-1", "1704412800", "1704412800.9"),
    "Q": ("1704412800123", "-1", "5"),
    "K": ("1704412800123456", "-1"),
    "N": ("1704412800123456789", "-1000000001"),
    "E": ("45296", "45296.75", "1.5", "45296.999999"),
}
STAMPS = ("%s", "%Q", "%K", "%N", "%E")
ZONED = ("%Y-%m-%dT%H:%M:%S%z", "%d.%m.%Y %H:%M %z", "%Y-%m-%d %I:%M:%S %p")
FORMATS = (*_DATES, *_WHOLE, *STAMPS, *ZONED, *(f"%d.%m.%y {time}" for time in _TIMES))


@st.composite
def dates(draw):
    formats = draw(st.lists(st.sampled_from(FORMATS), min_size=1, max_size=3, unique=True))
    texts = []
    for form in (*formats, *formats, "%Y-%m-%d %H:%M:%S"):
        for _ in range(8):
            text = form
            for code, words in PARTS.items():
                text = text.replace(f"%{code}", draw(st.sampled_from(words)))
            texts.append(text)
    return formats, [*texts, "", "no date", " 2024-01-05 ", "2024-02-30", "NA"]


@settings(max_examples=20, deadline=None)
@given(dates())
def test_any_text_as_a_date(drawn):
    formats, texts = drawn
    same(Column("x", Kind.DATETIME, "", NUMBER_MISSING_WORDS, datetime_formats=tuple(formats)), texts)


def test_tables_as_they_are_read():
    cells = {
        "arrival": ["08:15", "8:15 Uhr", "24:00", "8 PM", "8 p.m.", "", "٨:١٥"],
        "paid": ["$1.2M", "$3.4K", "-$2.5M", "$1M", "", "n/a", "$٥M"],
        "day": ["5. März 2024", "1. Mai 2024", "12. Dez. 2024", "", "31. Januar 2024", "5. März 2024", "2. Juli 2024"],
    }
    table = pa.table({name: pa.array(texts, pa.string()) for name, texts in cells.items()})
    for column in infer_schema(table):
        assert column.kind in (Kind.NUMERIC, Kind.DATETIME), column
        same(Column("x", column.kind, "", column.missing, column.number, column.datetime_formats), cells[column.name])
    assert np.isfinite(Table(table, infer_schema(table), ReadRecord("csv")).numbers("arrival")[2])
