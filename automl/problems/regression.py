"""How much: the target is a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from automl.contracts import Array, Problem, Target


def _detect(facts: Mapping[str, Any]) -> str | None:
    if not facts["is_number"]:
        return None
    return f"{facts['name']} is a number with {facts['n_unique']:,} different values, so this asks how much."


def _mean(target: Target) -> Array:
    return np.asarray([[float(np.mean(target.y))]])


PROBLEM = Problem("regression", "Number", "rmse", 3, _detect, _mean)
