"""The metrics, one file each; `ALL` maps names to records."""

from __future__ import annotations

import sys

from automl.contracts import Metric
from datasets.errors import InputError
from datasets.registry import discover

ALL: dict[str, Metric] = discover(sys.modules[__name__], Metric)


def for_problem(problem: str) -> dict[str, Metric]:
    """The metrics that fit a problem, by name."""
    return {name: metric for name, metric in ALL.items() if problem in metric.problems}


def get(name: str) -> Metric:
    """The metric of that name. Raises InputError naming all metrics when there is none."""
    if name not in ALL:
        raise InputError(f"There is no metric {name!r}. The metrics are: {', '.join(ALL)}.")
    return ALL[name]
