"""Work on many things at once, on threads: for what Arrow and DuckDB do, which runs beside other Python."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

import pyarrow as pa

MOST_THREADS = 4
A = TypeVar("A")
B = TypeVar("B")


def side_by_side(work: Callable[[A], B], items: Iterable[A], ahead: int = 1) -> Iterator[B]:
    """The results in the order of the items, worked out on as many threads as there are cores, at most MOST_THREADS.

    No more than `ahead` items more than there are threads are under way or wait to be taken, so that results do not
    pile up. Where they are small, many ahead keep every thread busy while the result of a long item is waited for.
    What `work` raises is raised where its result would come.
    """
    n_threads = min(os.cpu_count() or 1, MOST_THREADS)
    left, waiting = iter(items), deque[Future[B]]()
    with ThreadPoolExecutor(n_threads) as threads:
        waiting.extend(threads.submit(work, item) for item in islice(left, n_threads + ahead))
        try:
            while waiting:
                found = waiting.popleft().result()
                waiting.extend(threads.submit(work, item) for item in islice(left, 1))
                yield found
        finally:  # what was not begun is left where an error or who takes the results ends it
            threads.shutdown(wait=False, cancel_futures=True)


def of_columns(work: Callable[[str], B], cells: pa.Table) -> Iterator[tuple[str, B]]:
    """(name, result) of every column as `side_by_side` works them out, those with most bytes first, so that no thread
    is left alone with a large one at the end. What `work` gives must be small."""
    names = sorted(cells.column_names, key=lambda name: -cells.column(name).nbytes)
    return zip(names, side_by_side(work, names, ahead=len(names)), strict=True)


__all__ = ["MOST_THREADS", "of_columns", "side_by_side"]
