"""1.2M and 3.4K in one column are numbers where the whole column says so."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.infer import infer_column
from datasets.numbers import NUMBER_SHARE, detect_format, parse_numbers
from datasets.powers import POWERS
from datasets.schema import Column, Kind


def read(*texts):
    array = pa.array(texts, pa.string())
    form, share = detect_format(array, np.ones(len(texts), dtype=np.int64))
    return parse_numbers(array, form).tolist() if share >= NUMBER_SHARE else None


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1.2M", "3.4K", "845"), [1_200_000, 3_400, 845]),
        (("$1.5bn", "$200M", "-$3K"), [1_500_000_000, 200_000_000, -3_000]),
        (("1,5 Mio. €", "2,25 Mrd. €"), [1_500_000, 2_250_000_000]),
        (("1.1B", "2.25M", "7.5k"), [1_100_000_000, 2_250_000, 7_500]),
        (("45 Lac", "1.2 Cr", "2 Crore"), [4_500_000, 12_000_000, 20_000_000]),
        (("€5m", "€7m"), [5_000_000, 7_000_000]),
        (("(1.5M)", "2.5K"), [-1_500_000, 2_500]),
        (("1.2K views", "3M views"), [1_200, 3_000_000]),
    ],
)
def test_words_for_noughts(texts, values):
    assert read(*texts) == values


@pytest.mark.parametrize(
    "texts",
    [
        ("5m", "7m", "1.5m"),  # metres
        ("3M", "6M", "12M"),  # months
        ("512B", "1.5K", "3.2M"),  # bytes
        ("500m", "10k", "1500m"),  # runs
        ("12A", "12B", "3B"),  # houses
        ("1.5T", "3T", "7.5T"),  # tesla
        ("45.5 mn", "30 mn"),  # minutes
        ("3.5 cr", "5 cr"),  # credits
        ("12M", "18M", "2T", "3T"),  # sizes of clothes
        ("3M", "1K", "5M"),  # models
        ("1.5M", "2M", "0.5M"),  # cables
        ("273.15K", "77.4K"),  # kelvin
        ("800m", "0.4m", "1.5k", "5k"),  # runs
        ("3 m", "7 m", "9 m", "$5 m"),
        ("1e3M", "x"),
        ("5M-7M", "1K-2K"),
    ],
)
def test_what_may_mean_something_else(texts):
    assert read(*texts) is None or max(read(*texts)) < 1000


def test_a_few_such_cells_make_no_such_column():
    form, _ = detect_format(pa.array([*map(str, range(50)), "1.5M", "2.5K"]), np.ones(52, dtype=np.int64))
    assert form.powers == ()


@given(st.lists(st.tuples(st.integers(1, 99999), st.sampled_from(sorted(POWERS))), min_size=2, max_size=20), st.data())
def test_any_amount_of_money_comes_back_exactly(amounts, data):
    mark = data.draw(st.sampled_from(".,"))
    texts = [f"${n // 100}{mark}{n % 100:02d}{word}" for n, word in amounts]
    assert read(*texts) == [float(f"{n // 100}.{n % 100:02d}e{POWERS[word]}") for n, word in amounts]


def test_the_reason_says_what_they_stand_for():
    column = infer_column(pa.chunked_array([[f"{i}.5{'KM'[i % 2]}" for i in range(30)]]), "views")
    assert column.kind is Kind.NUMERIC
    assert "K for thousands, M for millions" in column.reason
    assert Column.from_dict(column.to_dict()) == column
