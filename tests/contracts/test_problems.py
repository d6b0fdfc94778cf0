"""What every kind of question must keep: found on the samples, with a metric of its own and a dull answer."""

import io

import numpy as np
import pytest

from automl import metrics, problems
from automl.contracts import Problem, Target
from datasets import samples
from datasets.errors import InputError
from datasets.read import read

ALL = list(problems.ALL.values())


def name_of(record):
    return record.name


def column(*cells):
    """A table with the column `it` of these cells, beside one that counts the rows."""
    text = "row,it\n" + "".join(f"{row},{cell}\n" for row, cell in enumerate(cells))
    return read(io.BytesIO(text.encode()), name="table.csv")


def target(problem: Problem) -> Target:
    if problem.name == "regression":
        return Target("regression", np.array([1.0, 2.0, 6.0]))
    classes = ("no", "yes") if problem.name == "binary" else ("a", "b", "c")
    return Target(problem.name, np.array([0, 1, 1, len(classes) - 1]), classes)


@pytest.mark.parametrize("sample", samples.all().values(), ids=name_of)
def test_the_samples_are_understood(sample) -> None:
    detected = problems.detect(sample.load(), sample.target)
    assert detected.problem.name == sample.problem
    assert detected.sentence.startswith(sample.target)
    assert detected.sentence.endswith(".")


@pytest.mark.parametrize("problem", ALL, ids=name_of)
def test_its_default_metric_fits(problem: Problem) -> None:
    assert problem.name in metrics.get(problem.default_metric).problems
    assert problem.title


@pytest.mark.parametrize("problem", ALL, ids=name_of)
def test_its_baseline_is_one_answer(problem: Problem) -> None:
    asked = target(problem)
    answer = problem.baseline(asked)
    assert answer.shape == (1, max(len(asked.classes), 1))
    assert answer.dtype == np.float64
    if asked.classes:
        assert answer.sum() == pytest.approx(1)
        np.testing.assert_allclose(answer[0], np.bincount(asked.y) / len(asked.y))
    else:
        assert answer[0, 0] == pytest.approx(3.0)


def test_their_orders_differ() -> None:
    assert len({problem.order for problem in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["yes", "no"] * 30, "binary"),
        (["0", "1"] * 30, "binary"),
        (["3.5", "9.25"] * 30, "binary"),
        (["red", "green", "blue"] * 20, "multiclass"),
        (["1", "2", "3", "4"] * 15, "multiclass"),
        (["0", "40", "80"] * 20, "regression"),
        ([str(n * n) for n in range(60)], "regression"),
        ([f"{n / 7:.3f}" for n in range(60)], "regression"),
    ],
)
def test_the_published_rules(cells: list[str], expected: str) -> None:
    assert problems.detect(column(*cells), "it").problem.name == expected


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["No"] * 60, 'only "No"'),
        ([""] * 60, "has none in that column"),
        ([f"2024-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(60)], "a date cannot be predicted"),
        ([f"{'abcdefgh'[n % 8] * (n + 1)} words" for n in range(150)], "too many to choose between"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(cells: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        problems.detect(column(*cells), "it")
