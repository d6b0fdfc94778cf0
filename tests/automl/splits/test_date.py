"""By date: everything that is validated or held out is later than what was learnt from."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.contracts import Rows, Target
from automl.splits import date
from datasets.errors import InputError
from datasets.read import read


def target(n: int) -> Target:
    return Target("regression", np.arange(float(n)))


@given(st.lists(st.integers(0, 30), min_size=2, max_size=200).filter(lambda k: len(set(k)) > 1), st.integers(1, 8))
def test_the_past_never_holds_the_future(moments: list[int], n_folds: int) -> None:
    keys: Rows = np.asarray(moments, dtype=np.int64)
    train, held = date.hold_out(target(len(keys)), keys, 1)
    assert len(train)
    assert len(held)
    assert keys[train].max() < keys[held].min()
    for fold in date.folds(target(len(keys)), keys, n_folds, 1):
        assert len(fold.train)
        assert len(fold.valid)
        assert keys[fold.train].max() < keys[fold.valid].min()


def test_small_tables_hold_out_the_latest_fifth_large_ones_a_tenth() -> None:
    assert len(date.hold_out(target(1000), np.arange(1000), 1)[1]) == 200
    assert len(date.hold_out(target(50_000), np.arange(50_000), 1)[1]) == 5000


def test_blocks_of_the_later_half_are_validated_once() -> None:
    made = date.folds(target(1000), np.arange(1000), 5, 1)
    assert sorted(np.concatenate([fold.valid for fold in made])) == list(range(500, 1000))
    assert [len(fold.train) for fold in made] == [500, 600, 700, 800, 900]


def test_rows_without_a_date_count_as_the_earliest() -> None:
    text = "when,it\n" + "".join(f"{'' if i % 5 == 0 else f'2024-{1 + i % 12:02d}-05'},{i}\n" for i in range(60))
    keys = date.keys(read(io.BytesIO(text.encode()), name="t.csv"), "when")
    assert set(keys[::5]) == {0}
    assert (keys > 0).sum() == 48


def test_years_are_dates_too_but_names_are_not() -> None:
    text = "year,name,it\n" + "".join(f"{1990 + i % 30},n{i % 7},{i}\n" for i in range(90))
    table = read(io.BytesIO(text.encode()), name="t.csv")
    assert date.keys(table, "year").max() == 30
    with pytest.raises(InputError, match="needs a column of dates or numbers; name is read as"):
        date.keys(table, "name")
