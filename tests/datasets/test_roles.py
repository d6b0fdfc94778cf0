"""What the values of a column stand for: by their notation, or by a word of the name and a range."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.choice import choice_of, column_as
from datasets.errors import InputError
from datasets.infer import infer_column
from datasets.roles import with_role
from datasets.schema import Column, Kind, Role

N = 120


def column(name, *cells):
    return infer_column(pa.chunked_array([pa.array([cells[i % len(cells)] for i in range(N)], pa.string())]), name)


DECIMALS = [f"{i}.25" for i in range(60)]
WHOLE = [str(i) for i in range(60)]
CASES = [
    ("amount", ["$1,200.50", "-$3", "$7"], Role.MONEY, "$"),
    ("amount", ["12,50 €", "1.000,00 €"], Role.MONEY, "€"),
    ("amount", ["12 EUR", "13 USD"], Role.MONEY, ""),
    ("wage_eur", DECIMALS, Role.MONEY, "EUR"),
    ("SalePrice", WHOLE, Role.MONEY, ""),
    ("Prix unitaire", DECIMALS, Role.MONEY, ""),
    ("price_index", DECIMALS, None, ""),
    ("income_share", [f"0.{i}" for i in range(10, 60)], None, ""),
    ("price", ["1", "2", "3"], None, ""),
    ("growth", ["1 %", "250 %"], Role.PERCENT, "%"),
    ("pct_urban", ["0", "55.5", "100"], Role.PERCENT, "%"),
    ("pct_urban", ["0", "0.555", "1"], None, ""),
    ("pct_urban", ["0", "55.5", "140"], None, ""),
    ("term", ["12 months", "36 months"], None, "months"),
    ("Lat", ["47.5", "-33.1"], Role.LATITUDE, "°"),
    ("pickup_longitude", ["147.5", "-33.1"], Role.LONGITUDE, "°"),
    ("lat", ["147.5", "-33.1"], None, ""),
    ("long", ["10", "20", "30"], None, ""),
    ("yr_built", ["1999", "2014", "1900"], Role.YEAR, ""),
    ("Baujahr", ["1999", "2014"], Role.YEAR, ""),
    ("yr_renovated", ["0", "1934", "2015"], Role.YEAR, ""),
    ("yr_renovated", ["0"] * 5 + ["3", "2015"], None, ""),
    ("yr_renovated", ["0"] * 30 + ["1512", *["1934", "1987", "2015"] * 10], Role.YEAR, ""),
    ("year_sales", ["0"] * 5 + ["1520", "1890", "2240"], None, ""),
    ("sales_year", ["0", "1520", "1890", "2240"], None, ""),
    ("visits last year", ["0"] * 9 + ["1601", "1702", "2003"], None, ""),
    ("year_total", ["1520", "1890", "2240"], None, ""),
    ("Jahresumsatz", ["1520", "1890", "2240"], None, ""),
    ("sales_year", ["2006", "2008", "2010"], Role.YEAR, ""),
    ("sales_year", ["0", "2006", "2010"], Role.YEAR, ""),
    ("year_painted", ["1503", "1665", "1889"], Role.YEAR, ""),
    ("years", ["0", "1", "2", "14"], None, ""),
    ("year", ["1", "2", "14"], None, ""),
    ("zipcode", ["98178", "98125", "10115"], Role.POSTCODE, ""),
    ("Sex", ["1", "2"], Role.CODE, ""),
    ("payment_type", ["1", "2", "5"], Role.CODE, ""),
    ("pclass", ["1", "2", "3"], Role.CODE, ""),
    ("store_id", ["17", "4", "9"], Role.CODE, ""),
    ("store_area", ["17", "4", "9"], None, ""),
    ("education-num", ["17", "4", "9"], None, ""),
    ("type", ["1.5", "2"], None, ""),
    ("region", WHOLE, None, ""),
    ("height", DECIMALS, None, ""),
]


@pytest.mark.parametrize(("name", "cells", "role", "unit"), CASES)
def test_roles(name, cells, role, unit):
    found = column(name, *cells)
    assert found.kind is Kind.NUMERIC
    assert (found.role, found.unit) == (role, unit)
    assert Column.from_dict(found.to_dict()) == found
    if role is not None:
        assert re.fullmatch(r".*\.( .*)+\.", found.reason)  # a sentence of its own


NAMES = st.sampled_from(["year_sales", "sales_year", "Sales (year)", "yr_income", "revenue year", "Jahresumsatz"])


def role_of(name, zeros, numbers):
    """The role of a column with these numbers, each in one row, and so many zeros."""
    counts = np.array([zeros, *[1] * len(numbers)][zeros == 0 :])
    return with_role(Column(name, Kind.NUMERIC), np.array([0.0, *numbers][zeros == 0 :]), counts).role


@given(NAMES, st.integers(0, 5000), st.integers(1500, 2050), st.integers(125, 240), st.lists(st.floats(0, 1)))
def test_amounts_are_no_years_however_many_are_zero(name, zeros, least, reach, shares):
    ends = [least] * (len(shares) // 8 + 1) + [least + reach] * (len(shares) // 8 + 1)
    assert role_of(name, zeros, [*ends, *(round(least + reach * share) for share in shares)]) is not Role.YEAR


@given(st.one_of(NAMES, st.just("yr_renovated")), st.integers(0, 5000), st.lists(st.integers(1931, 2030), min_size=1))
def test_years_of_a_century_are_years_however_many_are_zero(name, zeros, years):
    assert role_of(name, zeros, years) is Role.YEAR


@pytest.mark.parametrize(
    "cells", [["02139", "10115"], ["SW1A 1AA", "EC1A 1BB"], ["1011 AB", "3511 LX"], ["12345-6789"] * 2]
)
def test_postcodes_are_kept_to_the_letter(cells):
    found = column("Postal Code", *cells, "99501")
    assert (found.kind, found.role) == (Kind.CATEGORY, Role.POSTCODE)


def test_postcodes_are_no_ids_though_each_is_another():
    cells = pa.chunked_array([[str(10115 + 7 * i) for i in range(50)]])
    assert infer_column(cells, "zip code").role is Role.POSTCODE
    assert infer_column(cells, "customer code").kind is Kind.ID


def test_old_schemas_have_no_roles():
    old: dict[str, object] = {
        "name": "a",
        "kind": "numeric",
        "reason": "",
        "missing": [],
        "number": None,
        "datetime_formats": [],
    }
    assert Column.from_dict(old).role is None


CELLS = pa.chunked_array([["$12", "$7.50", "-1", "999"]])


@pytest.mark.parametrize(
    ("choice", "kind", "role", "unit"),
    [("money", Kind.NUMERIC, Role.MONEY, "$"), ("percent", Kind.NUMERIC, Role.PERCENT, "%"),
     ("code", Kind.NUMERIC, Role.CODE, ""), ("postcode", Kind.NUMERIC, Role.POSTCODE, ""),
     ("text", Kind.TEXT, None, ""), ("numeric:-1, 999", Kind.NUMERIC, None, "")],
)  # fmt: skip
def test_every_choice_can_be_made_and_is_told_again(choice, kind, role, unit):
    chosen = column_as(CELLS, "c", choice)
    assert (chosen.kind, chosen.role, chosen.unit, chosen.reason) == (kind, role, unit, "chosen by you")
    assert column_as(CELLS, "c", choice_of(chosen)) == chosen


def test_a_chosen_postcode_keeps_leading_zeros():
    assert column_as(pa.chunked_array([["00501", "1"]]), "c", "postcode").kind is Kind.CATEGORY


def test_a_choice_that_there_is_not():
    with pytest.raises(InputError, match=r"There is no kind 'colour'\. The kinds are: numeric"):
        column_as(CELLS, "c", "colour")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("customerID", ["customer", "id"]),
        ("HTTPServerName2", ["http", "server", "name2"]),
        ("AAbBc-dE", ["a", "ab", "bc", "d", "e"]),
    ],
)
def test_the_words_of_a_name(name, words):
    from datasets.identity import name_words

    assert name_words(name) == words
    assert len(name_words(name + "HEADER" * 100_000)) >= len(words)  # at once
