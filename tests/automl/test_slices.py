"""Where it errs: a planted fault comes first and alone, noise gives nothing, and every figure is counted right."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from statistics import median
from types import FrameType
from typing import Any

import numpy as np
import pytest

from automl import slices
from automl.cuts import tally
from automl.held import Held
from automl.insights import Insights
from automl.slice_tests import holm
from automl.slices import error_slices
from tests.automl.held_rows import calibrated, columns_of, held_of


def test_a_planted_pair_is_found_first_and_alone() -> None:
    rng = np.random.default_rng(1)
    columns = columns_of(4000, rng)
    y, answers = calibrated(4000, rng)
    bad = (columns["word1"] == "v2") & (columns["number1"] >= 68)
    y = np.where(bad & (rng.random(4000) < 0.9), answers.argmin(axis=1), y)
    found = error_slices(held_of(columns, y, answers))
    first = found.found[0]
    assert len(found.found) == 1
    assert dict(zip(first.columns, first.labels, strict=True)) == {"word1": "v2", "number1": "67 or more"}
    inside = (columns["word1"] == "v2") & (columns["number1"] >= 67)
    losses = 1 - answers[np.arange(4000), y]
    wrong = answers.argmax(axis=1) != y
    assert first.n_rows == inside.sum()
    assert first.value == pytest.approx(losses[inside].mean())
    assert first.rest == pytest.approx(losses[~inside].mean())
    assert first.wrong == pytest.approx(wrong[inside].mean())
    assert first.wrong_rest == pytest.approx(wrong[~inside].mean())
    assert first.p < 1e-6
    assert Insights.from_dict(json.loads(json.dumps(asdict(Insights(slices=found))))).slices == found


def test_a_planted_range_of_one_column_needs_no_second() -> None:
    rng = np.random.default_rng(2)
    columns = columns_of(2000, rng)
    columns["number1"] = [None if rng.random() < 0.1 else v for v in columns["number1"]]
    missing = np.asarray([v is None for v in columns["number1"]])
    truth = rng.normal(100, 10, 2000)
    error = rng.normal(0, 1, 2000) + np.where(missing, 4, 0)
    found = error_slices(held_of(columns, truth, (truth + error)[:, None]))
    (only,) = found.found
    assert (only.columns, only.labels, only.n_rows) == (("number1",), ("not known",), int(missing.sum()))
    assert only.bias == pytest.approx(error[missing].mean())
    assert found.loss == "absolute error"


@pytest.mark.parametrize("kind", ["classes", "long tails"])
def test_noise_gives_nothing(kind: str) -> None:
    """At a family-wise rate of 5 %, 12 tables have two false alarms or more about once in eight tries."""
    alarms = 0
    for seed in range(12):
        rng = np.random.default_rng([seed, 3])
        y, answers = calibrated(500, rng)
        if kind != "classes":
            y, answers = rng.normal(0, 1, 500), rng.standard_t(2, (500, 1))
        alarms += bool(error_slices(held_of(columns_of(500, rng, 4), y, answers)).found)
    assert alarms <= 1


def test_a_slice_without_spread_proves_nothing() -> None:
    rng = np.random.default_rng(4)
    word = np.where(np.arange(600) < 40, "same", "other")
    error = np.where(word == "same", 1.0, np.abs(rng.normal(0, 1.2, 600)))
    assert error_slices(held_of({"word": word}, np.zeros(600), error[:, None])).found == ()


def test_a_table_of_free_texts_alone_has_no_slices() -> None:
    y, answers = calibrated(400, np.random.default_rng(5))
    found = error_slices(held_of({}, y, answers))
    assert (found.n_tried, found.found) == (0, ())


def test_too_few_rows_are_not_sliced() -> None:
    rng = np.random.default_rng(5)
    y, answers = calibrated(40, rng)
    found = error_slices(held_of(columns_of(40, rng), y, answers))
    assert (found.found, found.n_tried) == ((), 0)


def test_holm_by_hand() -> None:
    np.testing.assert_allclose(holm(np.array([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02])


def many(n: int) -> Held:
    """n rows of twenty columns without a fault, their cells read already."""
    rng = np.random.default_rng(6)
    y, answers = calibrated(n, rng)
    held = held_of(columns_of(n, rng, 20), y, answers)
    error_slices(held)
    return held


def lines_run(act: Callable[[], object]) -> int:
    """How many lines of Python ran, a line in a loop once for every turn."""
    n, before = 0, sys.gettrace()

    def trace(_frame: FrameType, event: str, _what: Any) -> Any:
        nonlocal n
        n += event == "line"
        return trace

    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return n


def test_the_rows_are_counted_once_for_every_column_and_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    held, counted = many(6_000), list[int]()

    def counting(place: Any, *rest: Any) -> list[Any]:
        counted.append(len(place))
        return tally(place, *rest)

    monkeypatch.setattr(slices, "tally", counting)
    found = error_slices(held)
    assert counted == [6_000] * (20 + 20 * 19 // 2)
    assert found.n_tried > 30 * len(counted)


def test_no_loop_goes_over_the_rows() -> None:
    few, more = (lines_run(partial(error_slices, many(n))) for n in (6_000, 18_000))
    assert abs(more - few) < 0.02 * few


@pytest.mark.slow
def test_slices_of_fifty_thousand_rows_cost_little_more_than_their_sums() -> None:
    """In time of the processor, beside a reference measured in turn with it: what else runs slows both."""
    held = many(50_000)
    losses, place = held.losses, np.arange(50_000) % 64

    def sums() -> None:
        for _ in range(20 + 20 * 19 // 2):
            tally(place, 64, losses, losses**2)

    def seconds(act: Callable[[], object]) -> float:
        start = time.process_time()
        act()
        return time.process_time() - start

    assert median(seconds(partial(error_slices, held)) / seconds(sums) for _ in range(5)) < 15
