import pytest

from app.ui import explore_words as words
from datasets.explore import Seen


@pytest.mark.parametrize(
    ("seconds", "unit", "said"),
    [
        (1_709_251_200.0, "day", "1 Mar 2024"),
        (1_709_251_200.0 + 3900, "minute", "01:05, 1 Mar 2024"),
        (1_709_251_200.0, "month", "Mar 2024"),
        (1_709_251_200.0, "quarter", "Q1 2024"),
        (1_704_067_200.0, "year", "2024"),
        (631_152_000.0, "decade", "1990s"),
        (4e11, "day", "30 Jun 14645"),
        (-1e11, "day", "-1199-02-15T14:13:20"),
    ],
)
def test_times(seconds: float, unit: str, said: str) -> None:
    assert words.when(seconds, unit) == said


def test_names_are_cut_and_kept_apart() -> None:
    assert words.named("age") == "age"
    assert words.named("a" * 60) == "a" * 43 + "…"
    assert words.named("عدد") == "\u2068عدد\u2069"
    assert words.named("two\nlines") == "two lines"
    assert words.named(" ") == "(blank)"


def test_the_rows_that_were_seen() -> None:
    assert words.rows(Seen(240, 240, 240, (("age", 0),))) == "From all 240 rows."
    some = words.rows(Seen(5000, 1000, 990, (("age", 20), ("plan", 0))))
    assert some == (
        "From a sample of 1,000 of 5,000 rows, drawn at random; every count is of these. "
        "age is missing or unreadable in 2.0\u00a0% (20)."
    )
