"""Work that is shared among the cores and comes back in the order it was given."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

MOST_THREADS = 8
AHEAD = 2  # pieces that wait beside those being worked on

Given = TypeVar("Given")
Made = TypeVar("Made")


def processors() -> int:
    """How many threads are worth having: the processors that this program may use, at most MOST_THREADS."""
    n = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(n, MOST_THREADS)


def in_order(work: Callable[[Given], Made], pieces: Iterable[Given], threads: int) -> Generator[Made, None, None]:
    """What `work` makes of every piece, in order, on so many threads. Pieces are taken from their source in the thread
    that asks for results, only so many ahead that no thread idles; an error of one comes out where its result would.

    Ends early when the iterator is closed: pieces that were not begun are given up, those under way are waited for.
    """
    if threads == 1:
        yield from map(work, pieces)
        return
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="easel-predict") as pool:
        try:
            for piece in pieces:
                waiting.append(pool.submit(work, piece))
                if len(waiting) >= threads + AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
