"""Results come in order, whatever takes long, and are not worked out far ahead of who takes them."""

import threading
import time

import pytest

from datasets.side_by_side import side_by_side


def _after(seconds: float, n: int) -> int:
    time.sleep(seconds)
    return n


def test_results_come_in_the_order_of_the_items():
    assert list(side_by_side(lambda n: _after(0.002 * (n % 3), n), range(12))) == list(range(12))


def test_nothing_to_do_is_done():
    assert list(side_by_side(str, [])) == []


def test_two_are_under_way_at_once(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    both = threading.Barrier(2, timeout=20)
    assert list(side_by_side(lambda n: both.wait() * 0 + n, [1, 2])) == [1, 2]


def test_results_do_not_pile_up(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    begun: list[int] = []
    found = side_by_side(begun.append, range(100))
    next(found)
    time.sleep(0.05)
    assert len(begun) <= 4  # one taken, three under way


def test_an_error_is_raised_where_its_result_would_come():
    found = side_by_side(lambda n: 1 // n, [1, 0, 1])
    assert next(found) == 1
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_a_long_item_holds_up_nobody_who_works_far_ahead(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    done: list[int] = []
    others = threading.Event()

    def work(n: int) -> int:
        if n == 0:
            assert others.wait(20)  # until all the others are done
        done.append(n)
        if len(done) == 9:
            others.set()
        return n

    assert list(side_by_side(work, range(10), ahead=10)) == list(range(10))
    assert done[-1] == 0


def test_what_was_not_begun_is_left_when_an_error_ends_it(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    begun: list[int] = []

    def work(n: int) -> float:
        begun.append(n)
        time.sleep(0.02)
        return 1 / n

    with pytest.raises(ZeroDivisionError):
        list(side_by_side(work, range(50), ahead=50))
    assert len(begun) < 10
