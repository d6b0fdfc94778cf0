"""The kinds of columns: what a person would say when looking at them."""

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.choice import column_as
from datasets.infer import infer_column
from datasets.schema import Column, Kind, NumberFormat, Schema

N = 60


def column(*cells, name="column", type_=None):
    return infer_column(pa.chunked_array([pa.array(cells, type_ or pa.string())]), name)


def many(*cells):
    return [cells[i % len(cells)] for i in range(N)]


CASES = {
    "whole numbers": (many("1", "2", "3", "7"), Kind.NUMERIC),
    "years": (many("2019", "2020", "2021"), Kind.NUMERIC),
    "numbers with gaps": ([*many("1.5", "2", ""), "NA", "-", "None", "  "], Kind.NUMERIC),
    "one odd cell in a hundred": ([str(i % 50) for i in range(149)] + ["see notes"], Kind.NUMERIC),
    "different decimals": ([f"{i}.5" for i in range(N)], Kind.NUMERIC),
    "different whole numbers": ([str(i * i + 3) for i in range(N)], Kind.NUMERIC),
    "amounts": (many("$1,200.50", "$3", "-$4.10"), Kind.NUMERIC),
    "per cent": (many("1 %", "2.5 %", "100 %"), Kind.NUMERIC),
    "numbers or one word": ([*map(str, range(40)), *["unknown"] * 10], Kind.NUMERIC),
    "few numbers or one word": (many("1", "2", "open"), Kind.CATEGORY),
    "numbers or two words": ([*map(str, range(40)), *["unknown", "open"] * 5], Kind.CATEGORY),
    "zero and one": (many("0", "1"), Kind.BOOLEAN),
    "yes and no": (many("Yes", "no ", "NO", "?"), Kind.BOOLEAN),
    "nought and one": (many("0.000", "1", "1.0"), Kind.BOOLEAN),
    "ja und nein": (many("ja", "nein"), Kind.BOOLEAN),
    "yes, no, maybe": (many("yes", "no", "maybe"), Kind.CATEGORY),
    "one and two": (many("1", "2"), Kind.NUMERIC),
    "words": (many("red", "green", "blue"), Kind.CATEGORY),
    "none is a word": (many("none", "brick", "stone"), Kind.CATEGORY),
    "postal codes": (many("02139", "10115", "00501"), Kind.CATEGORY),
    "iso dates": ([f"2024-01-{i % 28 + 1:02d}" for i in range(N)], Kind.DATETIME),
    "dates and gaps": ([f"{i % 28 + 1}.1.2024" for i in range(N)] + ["-", "", "None"], Kind.DATETIME),
    "always the same": (many("EUR"), Kind.CONSTANT),
    "the same or nothing": (many("1", ""), Kind.CONSTANT),
    "nothing": (many("", None, "NA"), Kind.CONSTANT),
    "different codes": ([f"K-{i * 7919 % 10007}" for i in range(N)], Kind.ID),
    "names of persons": ([f"Person {chr(65 + i % 26)}. Family {i}" for i in range(N)], Kind.ID),
    "free text": ([f"this is review number {i} and it goes on" for i in range(N)], Kind.TEXT),
    "long labels": (many("a very long label of a group", "another very long label of one"), Kind.CATEGORY),
    "row numbers": ([str(i + 1) for i in range(N)], Kind.ID),
    "few row numbers": ([str(i + 1) for i in range(12)], Kind.NUMERIC),
    "few words": (["a", "b", "c"], Kind.CATEGORY),
}


@pytest.mark.parametrize("case", CASES)
def test_kinds_by_values(case):
    cells, kind = CASES[case]
    found = column(*cells)
    assert found.kind is kind, found.reason
    assert found.reason.endswith(".")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("customer_id", Kind.ID), ("CustomerId", Kind.ID), ("customerID", Kind.ID), ("CLIENTNUM", Kind.ID),
        ("Order No", Kind.ID), ("id", Kind.ID), ("record", Kind.ID), ("uuid", Kind.ID), ("RowNumber", Kind.ID),
        ("income", Kind.NUMERIC), ("number of steps", Kind.NUMERIC), ("num_steps", Kind.NUMERIC),
        ("paid", Kind.NUMERIC), ("valid_until", Kind.NUMERIC), ("index_price", Kind.NUMERIC), ("", Kind.NUMERIC),
    ],
)  # fmt: skip
def test_different_whole_numbers_are_ids_only_by_name(name, kind):
    assert column(*[str(i * 7919 % 10007) for i in range(N)], name=name).kind is kind


def test_a_named_id_may_repeat_but_a_group_may_not_be_one():
    assert column(*[str(i * 31 % 40 + 100) for i in range(N)], name="patient_nbr").kind is Kind.ID
    assert column(*[str(i % 10) for i in range(N)], name="store_id").kind is Kind.NUMERIC
    assert column(*[f"S{i % 10}" for i in range(N)], name="store_id").kind is Kind.CATEGORY


def test_a_nameless_column_of_growing_numbers_is_an_id():
    growing = [str(i * 3) for i in range(N)]
    assert column(*growing, name="Unnamed: 0").kind is Kind.ID
    assert column(*growing, name="column_1").kind is Kind.ID
    assert column(*reversed(growing), name="column_1").kind is Kind.NUMERIC


def test_eight_digits_are_dates_by_name():
    cells = [f"202401{i % 28 + 1:02d}" for i in range(N)]
    assert column(*cells, name="order date").kind is Kind.DATETIME
    assert column(*cells, name="amount").kind is Kind.NUMERIC


@pytest.mark.parametrize(
    ("values", "type_", "kind"),
    [
        ([1.5, 2.5, None, 3.5] * 9, pa.float64(), Kind.NUMERIC),
        ([1.0, 0.0] * 9, pa.float64(), Kind.BOOLEAN),
        ([True, False, None] * 9, pa.bool_(), Kind.BOOLEAN),
        ([dt.datetime(2024, 1, 1 + i) for i in range(9)], pa.timestamp("us"), Kind.DATETIME),
        ([dt.date(2024, 1, 1 + i) for i in range(9)], pa.date32(), Kind.DATETIME),
        ([dt.date(2024, 1, 1)] * 9, pa.date32(), Kind.CONSTANT),
        (list(range(100, 400, 3)), pa.int64(), Kind.NUMERIC),
        ([None] * 9, pa.null(), Kind.CONSTANT),
        ([["a"], ["b"], ["a"]] * 9, pa.list_(pa.string()), Kind.CATEGORY),
    ],
)  # fmt: skip
def test_native_values(values, type_, kind):
    assert column(*values, type_=type_).kind is kind


def test_the_word_among_numbers_counts_as_missing():
    found = column(*map(str, range(40)), *["unknown"] * 10)
    assert "unknown" in found.missing
    assert "unknown" in found.reason


def test_the_notation_is_kept():
    assert column(*many("1.234,50 €", "99 €", "7,25 €")).number == NumberFormat(",", ".", ("€",))
    assert column(*many("3/12/2024", "25/1/2024", "4/4/2024")).datetime_formats == ("%d/%m/%Y",)


def test_a_chosen_kind_is_worked_out_anew():
    texts = pa.chunked_array([["12,5", "x", "1.000,25", None]])
    assert column_as(texts, "c", Kind.NUMERIC).number == NumberFormat(",", ".")
    days = pa.chunked_array([["20240105", "not yet", "20240106"]])
    chosen = column_as(days, "c", Kind.DATETIME)
    assert (chosen.kind, chosen.reason) == (Kind.DATETIME, "chosen by you")
    assert column_as(texts, "c", Kind.CATEGORY).number is None


@settings(max_examples=60)
@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=10), st.sampled_from(["1", "2.5", "2024-01-05", "yes"])), max_size=40
    )
)
def test_every_column_has_a_kind_and_travels_as_json(cells):
    found = column(*cells)
    assert Column.from_dict(found.to_dict()) == found
    schema = Schema((found,))
    assert Schema.from_dict(schema.to_dict()) == schema


def test_what_the_analyst_knows_of_the_notation_holds() -> None:
    cells = pa.chunked_array([pa.array([f"{1 + i % 12:02d}/{1 + i // 12:02d}/2026" for i in range(36)])])
    column = infer_column(cells, "seen")
    assert column.datetime_formats == ("%m/%d/%Y",)
    assert "They could be read either way round; the month before the day is assumed." in column.reason
    told = infer_column(cells, "seen", day_first=True)
    assert told.datetime_formats == ("%d/%m/%Y",)
    assert "either way" not in told.reason
    amounts = pa.chunked_array([pa.array([f"{i}.500" for i in range(1, 40)])])
    assert infer_column(amounts, "amount").number == NumberFormat()
    assert infer_column(amounts, "amount", decimal=",").number == NumberFormat(",", ".")


def test_dates_that_can_be_read_in_one_way_only_are_not_doubted() -> None:
    cells = pa.chunked_array([pa.array([f"{1 + i % 28:02d}/03/2026" for i in range(40)])])
    column = infer_column(cells, "seen")
    assert column.datetime_formats == ("%d/%m/%Y",)
    assert "either way" not in column.reason
