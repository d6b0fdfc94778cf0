"""What each candidate would cost as a model of its own: milliseconds to answer a row, bytes of its graph.

It is written as a graph and asked for single rows. Where that would take long, only one of its parts is, and a bag of
several is said to take as many times that.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from automl.answer_time import row_ms_and_bytes
from automl.bench import Evaluated
from automl.contracts import Array, BagPart
from automl.prepare import Workspace

SHARE = 0.01  # of the budget
MOST_S = 1.0
KEEP_SHARE = 0.25  # of the time that is left
WHOLE_SHARE = 0.25  # of what is left of that, for one candidate


@dataclass(frozen=True)
class AnswerCost:
    """Milliseconds a row on one thread, and bytes."""

    row_ms: float
    bytes: int


def answer_costs(evaluated: Sequence[Evaluated], weights: Array, work: Workspace) -> Mapping[int, AnswerCost]:
    """By the number of the candidate: the team's first, then the best, as many as a hundredth of the budget allows."""
    clock = work.bench.clock
    most_s = min(SHARE * clock.budget_s, MOST_S, KEEP_SHARE * clock.left())
    end = time.monotonic() + most_s
    costs: dict[int, AnswerCost] = {}
    for i in sorted(range(len(evaluated)), key=lambda i: (-weights[i], -evaluated[i].gain)):
        one, left = evaluated[i], end - time.monotonic()
        n_parts = 1 if work.quality.refits else len(one.parts)
        written = n_parts if one.finish_s <= WHOLE_SHARE * left else 1
        if one.finish_s * written / len(one.parts) <= left:
            costs[one.record.index] = _cost(one.parts[:written], n_parts / written, work)
    return costs


def _cost(parts: Sequence[BagPart], times: float, work: Workspace) -> AnswerCost:
    """What these parts cost, so many times."""
    ms, n_bytes = row_ms_and_bytes(parts, work)
    return AnswerCost(float(f"{times * ms:.3g}"), round(times * n_bytes))


__all__ = ["AnswerCost", "answer_costs"]
