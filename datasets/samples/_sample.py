"""What a sample table is: the question it asks, the column that answers, and what it is there to teach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from datasets.table import Table


@dataclass(frozen=True, slots=True)
class Sample:
    """A built-in table of `n_rows` rows. `problem` names a record of automl.problems, `lesson` is one sentence for the
    analyst, `load` makes the table (under a second, without network, the same cells at every call)."""

    name: str
    title: str
    question: str
    target: str
    problem: str
    n_rows: int
    lesson: str
    load: Callable[[], Table]
