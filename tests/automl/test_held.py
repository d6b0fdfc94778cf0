"""Measured rows survive their file, and what is no such file is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from automl import held as module
from automl.comparison import common_rows
from automl.held import Held, hold
from datasets.errors import InputError
from tests.automl.held_rows import calibrated, columns_of, held_of, table_of
from tests.golden.make_held import PATH


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    y, answers = calibrated(50, rng)
    held = held_of({**columns_of(50, rng), "gap": [None, 1.5] * 25}, y, answers)
    held.save(tmp_path / "held.arrow")
    back = Held.load(tmp_path / "held.arrow")
    assert (back.problem, back.classes, back.n_of, back.how) == (held.problem, held.classes, held.n_of, held.how)
    assert back.table.fingerprint == held.table.fingerprint
    assert back.table.schema == held.table.schema
    for name in ("y", "answers", "named", "losses", "rows"):
        np.testing.assert_array_equal(getattr(back, name), getattr(held, name))


def test_a_moved_threshold_names_others() -> None:
    answers = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8]])
    held = held_of({"x": [1, 2, 3]}, [0, 1, 1], answers)
    assert held.named_from(None, "Yes").tolist() == [0, 0, 1]
    assert held.named_from(0.3, "Yes").tolist() == [0, 1, 1]
    assert held.named_from(0.9, "No").tolist() == [0, 1, 1]


def test_many_rows_are_sampled_and_useless_columns_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 2_000)
    n = 3_000
    table = table_of(
        {"x": np.arange(n) % 7, "id": [f"K{i}" for i in range(n)], "same": ["a"] * n, "y": ["a", "b"] * 1500}
    )
    y, answers = np.arange(n) % 2, np.full((n, 2), 0.5)
    held = hold(table, "y", np.arange(n), "binary", ("a", "b"), y, answers, y, "holdout", 7)
    assert held.table.names == ("x",)
    assert (held.n_rows, held.n_of) == (2_000, 3_000)
    np.testing.assert_array_equal(held.table.numbers("x"), held.rows % 7)
    monkeypatch.setattr(module, "MOST_ROWS", 2_500)
    turned = np.arange(n)[::-1]  # another version keeps more rows, in another order
    again = hold(table, "y", turned, "binary", ("a", "b"), y[::-1], answers, y[::-1], "holdout", 7)
    assert set(held.rows) < set(again.rows)
    one, two = common_rows(held.measured, again.measured)
    np.testing.assert_array_equal(one.rows, np.sort(held.rows))
    np.testing.assert_array_equal(one.y, two.y)


def test_a_newer_or_other_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "held.arrow"
    with pytest.raises(InputError, match="missing or damaged"):
        Held.load(path)
    path.write_bytes(b"no arrow")
    with pytest.raises(InputError, match="missing or damaged"):
        Held.load(path)
    monkeypatch.setattr(module, "FORMAT", 3)
    held_of({"x": [1, 2]}, [0, 1], np.full((2, 2), 0.5)).save(path)
    monkeypatch.setattr(module, "FORMAT", 2)
    with pytest.raises(InputError, match="has format 3; this Easel reads up to 2"):
        Held.load(path)


@pytest.mark.parametrize("number", [1, 2])
def test_rows_of_every_format_are_still_read(number: int) -> None:
    held = Held.load(PATH.with_name(f"held_{number}.arrow"))
    assert (held.problem, held.classes, held.how, held.n_of) == ("binary", ("No", "Yes"), "holdout", 6)
    assert [str(column.kind) for column in held.table.schema] == ["numeric", "category", "datetime"]
    assert held.table.texts("plan").to_pylist() == ["pro", "basic", "basic", "", "pro", "plus"]
    np.testing.assert_array_equal(held.table.numbers("age"), [31, 45, np.nan, 62, 18, 77])
    np.testing.assert_allclose(held.losses, [0.1, 0.6, 0.2, 0.55, 0.25, 0.1])
    assert held.named.tolist() == [0, 0, 1, 1, 0, 1]
    if number == 1:
        with pytest.raises(InputError, match="without their places"):
            _ = held.measured
    else:
        assert held.measured.rows.tolist() == [0, 1, 2, 3, 4, 5]
