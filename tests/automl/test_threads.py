"""Pieces of work side by side: in order, each in its own thread, and none left running when one fails."""

from __future__ import annotations

import threading
import time

import pytest

from automl.threads import side_by_side


def test_results_come_in_the_order_of_the_pieces() -> None:
    def slow_first(piece: int) -> int:
        time.sleep(0.05 if piece == 0 else 0)
        return 10 * piece

    assert side_by_side(slow_first, range(3), list) == [0, 10, 20]


def test_pieces_run_at_the_same_time_and_one_piece_in_this_thread() -> None:
    meeting = threading.Barrier(2, timeout=10)
    side_by_side(lambda _piece: meeting.wait(), range(2), list)
    assert side_by_side(lambda _piece: threading.current_thread(), [0], list) == [threading.current_thread()]


def test_when_one_fails_the_others_are_told_and_awaited() -> None:
    told, ended = threading.Event(), []

    def work(piece: int) -> None:
        if piece == 0:
            raise ValueError("no such piece")
        assert told.wait(10)
        ended.append(piece)

    with pytest.raises(ValueError, match="no such piece"):
        side_by_side(work, range(2), told.set)
    assert ended == [1]
