"""Work on many things at once, on threads: for what Arrow and DuckDB do, which runs beside other Python."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

MOST_THREADS = 4
A = TypeVar("A")
B = TypeVar("B")


def side_by_side(work: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
    """The results in the order of the items, worked out on as many threads as there are cores, at most MOST_THREADS.

    No more than one item more than there are threads is under way, so that results do not pile up. What `work` raises
    is raised where its result would come.
    """
    n_threads = min(os.cpu_count() or 1, MOST_THREADS)
    left, waiting = iter(items), deque[Future[B]]()
    with ThreadPoolExecutor(n_threads) as threads:
        waiting.extend(threads.submit(work, item) for item in islice(left, n_threads + 1))
        while waiting:
            found = waiting.popleft().result()
            waiting.extend(threads.submit(work, item) for item in islice(left, 1))
            yield found


__all__ = ["MOST_THREADS", "side_by_side"]
