"""When a boosting run ends."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from automl.algorithms._stopping import Stopping


def run(losses: Sequence[float | None], time_left: float = 60.0) -> tuple[Stopping, int]:
    stopping = Stopping(lambda: time_left)
    for number, loss in enumerate(losses, start=1):
        if stopping.after_round(number, loss):
            return stopping, number
    return stopping, len(losses)


def test_patience_grows_with_the_rounds_that_were_worth_it() -> None:
    stopping, stopped = run([1 / (i + 1) for i in range(100)] + [1.0] * 200)
    assert stopping.best_round == 100
    assert 120 < stopped <= 100 + 0.3 * 100 + 20 + 1
    early, stopped = run([0.5] + [1.0] * 200)
    assert (early.best_round, stopped) == (1, 22)


def test_gains_too_small_to_matter_do_not_go_on_for_ever() -> None:
    stopping, stopped = run([0.7 * 0.5**i for i in range(2000)])
    assert stopped < 100
    assert stopping.best_round == stopped


def test_without_validation_every_round_counts() -> None:
    stopping, stopped = run([None] * 50)
    assert (stopping.best_round, stopped) == (50, 50)


@pytest.mark.parametrize("losses", [[0.5, 0.4], [None, None]])
def test_no_time_left_ends_after_one_round(losses: list[float | None]) -> None:
    stopping, stopped = run(losses, time_left=0.0)
    assert (stopping.best_round, stopped, stopping.out_of_time) == (1, 1, True)
