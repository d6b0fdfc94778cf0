"""Kinds of question: what tells one from the target, and the dullest answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from automl.contracts.values import Array, ProblemName, Target


@dataclass(frozen=True)
class Problem:
    """A kind of question. `detect(facts)` gives the sentence why a target is of this kind, or None; `baseline(target)`
    is the answer (1, c) of the dullest model."""

    name: ProblemName
    title: str
    default_metric: str
    order: int
    detect: Callable[[Mapping[str, Any]], str | None]
    baseline: Callable[[Target], Array]
