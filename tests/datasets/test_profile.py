"""What is in a table: counted, averaged, drawn; and how each column goes together with the target."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import InputError
from datasets.findings import check
from datasets.infer import infer_schema
from datasets.profile import profile
from datasets.record import ReadRecord
from datasets.relation import SAMPLE_ROWS, levels, relation, sample, target_values
from datasets.table import Table


def table_of(**columns):
    cells = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return Table(cells, infer_schema(cells), ReadRecord("csv", {"delimiter": ","}, ("Said.",), cells.num_rows))


def test_numbers():
    values = [str(i % 7) for i in range(699)] + ["x", "", "NA"]
    column = profile(table_of(n=values))["n"]
    assert (column.kind, column.n_missing, column.n_mismatched, column.n_unique) == ("numeric", 2, 1, 8)
    numbers = np.arange(699) % 7
    assert (column.mean, column.median, column.minimum, column.maximum) == (numbers.mean(), 3, 0, 6)
    assert column.std == pytest.approx(numbers.std())
    assert column.mode in set("0123456")
    assert sum(column.histogram.counts) == 699
    assert len(column.histogram.edges) == len(column.histogram.counts) + 1
    assert column.histogram.labels == ()
    assert column.relation is None


def test_texts():
    words = [f"w{i}" for i in range(20) for _ in range(i + 1)]
    column = profile(table_of(c=[*words, "", None]))["c"]
    assert (column.kind, column.n_missing, column.n_unique) == ("category", 2, 20)
    assert column.mode == "w19"
    assert column.mode_share == pytest.approx(20 / 210)
    assert column.histogram.labels == (*(f"w{i}" for i in range(19, 7, -1)), "other")
    assert sum(column.histogram.counts) == 210
    assert column.mean is column.median is column.minimum is None
    assert column.examples[:2] == ("w19", "w18")


def test_dates():
    days = [(dt.date(2024, 1, 1) + dt.timedelta(days=i)).isoformat() for i in range(100)]
    column = profile(table_of(d=days))["d"]
    first = dt.datetime(2024, 1, 1, tzinfo=dt.UTC).timestamp()
    assert (column.kind, column.minimum, column.maximum) == ("datetime", first, first + 99 * 86400)
    assert sum(column.histogram.counts) == 100


def test_the_whole_table():
    found = profile(table_of(a=["1", "2"], b=["x", "y"]))
    assert (found.n_rows, found.n_columns, found.assumed, found.sentences) == (2, 2, {"delimiter": ","}, ("Said.",))
    assert [column.name for column in found.columns] == ["a", "b"]
    assert json.loads(json.dumps(found.to_dict()))["columns"][1]["name"] == "b"
    with pytest.raises(InputError, match="There is no column 'c'"):
        found["c"]
    with pytest.raises(InputError, match="There is no column 'c'"):
        profile(table_of(a=["1"]), "c")


def test_no_rows_and_nothing_known():
    empty = profile(table_of(a=[], b=[]), "a")
    assert (empty.n_rows, empty["a"].n_unique, empty["b"].relation) == (0, 0, 0)
    blank = profile(table_of(a=[None, ""], b=["1", "2"]), "b")
    assert (blank["a"].n_missing, blank["a"].mode, blank["a"].mode_share) == (2, None, None)


def test_extreme_numbers():
    table = table_of(n=["1e308", "-1e308", "5", "7.5"] * 10, m=["1e308", "2", "-3", "1e-300"] * 10)
    found = profile(table, "m")
    column = found["n"]
    assert column.minimum == -1e308
    assert column.mean == pytest.approx(3.125, abs=1e295)
    assert column.relation is not None
    assert 0 <= column.relation <= 1
    assert check(table, found, "m") is not None
    assert all(np.isfinite(column.histogram.edges))
    assert sum(column.histogram.counts) == 40


@pytest.mark.parametrize("step", [0, 1, 600, 1024, 5000])
def test_large_whole_numbers_that_a_float_hardly_tells_apart(step):
    column = profile(table_of(n=[str(2**63 - 1 - step * i) for i in range(30)]))["n"]
    assert sum(column.histogram.counts) == 30
    assert np.all(np.diff(column.histogram.edges) > 0)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.text(max_size=5), st.floats().map(str)), st.sampled_from(["a", "b", "1"]))
    )
)
def test_any_table_has_a_profile(rows):
    table = table_of(x=[row[0] for row in rows], y=[row[1] for row in rows])
    found = profile(table, "y")
    column = found["x"]
    assert sum(column.histogram.counts) + column.n_missing + column.n_mismatched >= len(rows)
    assert 0 <= (column.relation or 0) <= 1
    json.dumps(found.to_dict(), allow_nan=False)


def strength(target, column):
    table = table_of(target=[str(v) for v in target], column=[str(v) for v in column])
    return relation(levels(table, "column"), target_values(table, "target"))


def test_relation_says_how_much_follows():
    rng = np.random.default_rng(0)
    number, word = rng.normal(size=2000), rng.choice(["a", "b", "c"], 2000)
    assert strength(number, number) > 0.95
    assert strength(word, [f"{w}!" for w in word]) == pytest.approx(1, abs=0.01)
    assert strength(number, rng.normal(size=2000)) < 0.1
    assert strength(word, rng.normal(size=2000)) < 0.1
    assert strength(word, rng.choice(["x", "y"], 2000)) < 0.1
    assert strength(number, -np.abs(number)) < strength(number, number**3)
    middling = strength(number, number + rng.normal(size=2000))
    assert 0.6 < middling < 0.8  # the correlation is 0.71


def test_relation_of_two_words_is_cramers_v():
    left, right = ["a"] * 500 + ["b"] * 500, ["x"] * 400 + ["y"] * 100 + ["x"] * 100 + ["y"] * 400
    assert strength(left, right) == pytest.approx(0.6, abs=0.01)  # phi of the 2 x 2 table 400, 100 / 100, 400


def test_many_different_words_are_no_relation_by_themselves():
    rng = np.random.default_rng(0)
    words = [f"w{i}" for i in rng.integers(0, 300, 2000)]
    assert strength(rng.choice(["a", "b"], 2000), words) < 0.15


def test_rows_are_sampled_evenly():
    table = table_of(n=[str(i) for i in range(3 * SAMPLE_ROWS)])
    rows = sample(table)
    assert rows.n_rows == SAMPLE_ROWS
    assert rows.numbers("n")[0] == 0
    assert rows.numbers("n")[-1] == 3 * SAMPLE_ROWS - 1
    assert np.diff(rows.numbers("n")).max() <= 4
    assert sample(rows) is rows


def is_text(cells):
    return pa.types.is_string(cells.type)


WORD = st.sampled_from(["", " ", "NA", "-", "?", "1", "01", "1.0", "2", "-999", "x", "2024-01-05", "05.01.2024", "yes"])


@settings(max_examples=8)
@given(st.lists(st.none() | WORD | st.integers(0, 60).map(str), min_size=1, max_size=80))
def test_columns_that_are_counted_by_hashes_have_the_same_profile(texts):
    """Where hardly any text stands twice, hashes are counted and not texts."""
    from datasets import distinct

    table = table_of(c=texts)
    with pytest.MonkeyPatch.context() as patch:
        plain = profile(table)
        patch.setattr(distinct, "mostly_different", is_text)
        by_hash = profile(table)
    one, other = plain["c"], by_hash["c"]
    for name in ("mean", "median", "std"):
        assert getattr(one, name) == pytest.approx(getattr(other, name))
    assert replace(one, mean=0, median=0, std=0) == replace(other, mean=0, median=0, std=0)


@settings(max_examples=8)
@given(
    st.sampled_from(["id", "x", "zip", "time", "created_at"]),
    st.lists(st.integers(0, 10**9).map(str) | st.text(max_size=6), min_size=60, max_size=80, unique=True),
    st.lists(WORD, max_size=5),
)
def test_columns_that_are_judged_text_by_text_have_the_same_kind(name, texts, others):
    from datasets import infer, values

    cells = pa.chunked_array([pa.array([*texts, *others], pa.string())])
    with pytest.MonkeyPatch.context() as patch:
        plain = infer.infer_column(cells, name)
        patch.setattr(values, "mostly_different", is_text)
        patch.setattr(infer, "SAMPLED_FROM", 1)
        patch.setattr(infer, "_sample", lambda _: pa.chunked_array([pa.array(["a b", "c d"])]))  # decides nothing
        assert infer.infer_column(cells, name) == plain
