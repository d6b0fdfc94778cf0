"""What every way to keep rows apart must hold: nothing on both sides, nothing lost, the same way twice."""

from __future__ import annotations

import io

import numpy as np
import pytest

from automl import splits
from automl.contracts import Split, Target
from datasets.errors import InputError
from datasets.read import read
from datasets.table import Table

N = 400
ALL = list(splits.ALL.values())
BY_COLUMN = [split for split in ALL if split.keys is not None]


def name_of(split: Split) -> str:
    return split.name


def table(n: int = N) -> Table:
    """`when` rises by a day each two rows, `who` has 40 values, `same` one; shuffled."""
    order = np.random.default_rng(1).permutation(n)
    days = np.datetime64("2024-01-01") + (order // 2)
    rows = [f"{day},customer {i % 40},1,{i}" for i, day in zip(order, days, strict=True)]
    return read(io.BytesIO("\n".join(["when,who,same,it", *rows]).encode()), name="rows.csv")


def chosen(split: Split) -> splits.Chosen:
    column = {"date": ":when", "group": ":who"}.get(split.name, "")
    return splits.choose(split.name + column, table(), "it")


def target(n: int = N) -> Target:
    return Target("binary", np.arange(n) % 2, ("no", "yes"))


@pytest.mark.parametrize("split", ALL, ids=name_of)
def test_no_row_is_on_both_sides(split: Split) -> None:
    how = chosen(split)
    rows = np.arange(N)
    train, held = how.hold_out(target(), rows, 3)
    assert sorted([*train, *held]) == list(range(N))
    for n_folds in (1, 3, 8):
        made = how.folds(target(), rows, n_folds, 3)
        assert 1 <= len(made) <= n_folds
        validated = np.concatenate([fold.valid for fold in made])
        assert len(validated) == len(set(validated))
        for fold in made:
            assert not set(fold.train) & set(fold.valid)
            assert len(set(target().y[fold.train])) == 2


@pytest.mark.parametrize("split", ALL, ids=name_of)
def test_the_same_seed_gives_the_same_rows(split: Split) -> None:
    how, rows = chosen(split), np.arange(N)
    first, again = (how.folds(target(), rows, 4, 5) for _ in range(2))
    assert all(np.array_equal(a.valid, b.valid) for a, b in zip(first, again, strict=True))


@pytest.mark.parametrize("split", ALL, ids=name_of)
def test_it_says_what_the_score_is_measured_on(split: Split) -> None:
    assert split.measured_on(500)
    assert split.measured_on(500_000)


@pytest.mark.parametrize("split", BY_COLUMN, ids=name_of)
def test_a_column_that_says_nothing_is_refused(split: Split) -> None:
    with pytest.raises(InputError, match=r"A split by \w+ needs"):
        splits.choose(f"{split.name}:same", table(), "it")


@pytest.mark.parametrize("split", BY_COLUMN, ids=name_of)
def test_the_column_must_exist_and_not_be_the_target(split: Split) -> None:
    with pytest.raises(InputError, match="no column 'whn'"):
        splits.choose(f"{split.name}:whn", table(), "it")
    with pytest.raises(InputError, match="is what is predicted"):
        splits.choose(f"{split.name}:it", table(), "it")


@pytest.mark.parametrize("text", ["", "dates", "date", "date:", "random:when", "Random", "by date"])
def test_what_is_no_split_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="The split must be one of: random, date:COLUMN, group:COLUMN"):
        splits.named(text)


def test_a_column_may_hold_a_colon() -> None:
    assert splits.named("group:shop: city") == ("group", "shop: city")


def test_rows_without_every_class_cannot_be_learnt_from() -> None:
    how = splits.choose("date:when", table(), "it")
    late = Target("binary", (how.keys > np.median(how.keys) * 1.9).astype(int), ("no", "yes"))
    with pytest.raises(InputError, match="leaves no part of the rows"):
        how.folds(late, np.arange(N), 3, 3)
