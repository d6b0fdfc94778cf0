"""The column to predict: order of classes, rows set aside by name, refusals in a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from automl import problems
from automl.target import class_order, encode_target
from datasets.errors import InputError
from datasets.table import Table
from tests.automl.tables import csv_table


def table(targets: list[str]) -> Table:
    return csv_table("x,y", [f"{i * 1.5},{text}" for i, text in enumerate(targets)])


def encode(targets: list[str], problem: str) -> object:
    return encode_target(table(targets), "y", problems.ALL[problem])


def test_classes_that_are_numbers_sort_by_value_and_keep_their_spelling() -> None:
    assert class_order({"10", "9", "1.0"}) == ("1.0", "9", "10")
    assert class_order({"b", "B", "a"}) == ("B", "a", "b")


def test_missing_rows_and_rare_classes_are_set_aside_by_name() -> None:
    found = encode_target(table(["a", "b", "c"] * 6 + ["", "NA", "rare"]), "y", problems.ALL["multiclass"])
    assert found.target.classes == ("a", "b", "c")
    assert len(found.rows) == 18
    assert any("2 rows" in sentence and "missing" in sentence for sentence in found.set_aside)
    assert any('"rare"' in sentence for sentence in found.set_aside)


def test_numbers_keep_their_values_and_count_what_cannot_be_read() -> None:
    found = encode_target(table([str(i) for i in range(300)] + ["", "n.b."]), "y", problems.ALL["regression"])
    np.testing.assert_array_equal(found.target.y, np.arange(300.0))
    assert len(found.set_aside) == 2


@pytest.mark.parametrize(
    ("targets", "problem", "says"),
    [
        (["a", "b"] * 2, "binary", "at least 10 rows"),
        (["a"] * 20 + ["b"], "binary", '"b" has only 1'),
        (["a", "b", "c"] * 9, "binary", "exactly 2"),
        (["a", "b", "c"] * 9, "regression", "holds no numbers"),
        ([f"t{i}" for i in range(20)] + ["a", "a"], "multiclass", "at least 2 values"),
    ],
)
def test_what_cannot_be_learned_is_refused_in_a_sentence(targets: list[str], problem: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        encode(targets, problem)


@pytest.mark.parametrize(
    ("targets", "problem"),
    [
        (["Yes", "No"] * 10, "binary"),
        (["0", "1"] * 10, "binary"),
        (["3", "7"] * 10, "binary"),
        (["a", "b", "c"] * 10, "multiclass"),
        (["0", "1", "2", "3"] * 20, "multiclass"),
        (["1", "2", "3", "5", "6", "7"] * 20, "multiclass"),
        (["3", "4", "5", "6", "7", "8", "9"] * 20, "regression"),
        ([f"{i * 1.25}" for i in range(60)], "regression"),
        (["12", "15", "31"] * 20, "regression"),
    ],
)
def test_the_kind_of_question_is_detected(targets: list[str], problem: str) -> None:
    found = problems.detect(table(targets), "y")
    assert found.problem.name == problem
    assert found.sentence.endswith(".")


@pytest.mark.parametrize(
    ("targets", "says"),
    [
        (["same"] * 20, 'has only "same"'),
        ([""] * 20, "has none"),
        ([f"2024-01-{1 + i % 28:02d}" for i in range(56)], "date cannot be predicted"),
        ([f"some words {i} and more" for i in range(200)], "too many to choose"),
    ],
)
def test_a_target_that_asks_no_question_is_refused(targets: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        problems.detect(table(targets), "y")


def test_a_metric_that_fits_one_problem_implies_it() -> None:
    assert problems.resolve(table(["0", "1", "2"] * 10), "y", None, "rmse").problem.name == "regression"
    with pytest.raises(InputError, match="binary, multiclass, regression"):
        problems.resolve(table(["0", "1"] * 10), "y", "clustering", None)


def test_what_is_infinite_is_not_told_as_missing() -> None:
    found = encode_target(table([str(i) for i in range(20)] + ["inf", "-inf", ""]), "y", problems.ALL["regression"])
    assert len(found.rows) == 20
    assert found.set_aside == (
        "1 row set aside: y is missing there.",
        "2 rows set aside: y is no finite number there.",
    )
