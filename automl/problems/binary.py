"""A yes / no question: the target has exactly two values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Problem
from automl.problems._shares import class_shares


def _detect(facts: Mapping[str, Any]) -> str | None:
    if facts["n_unique"] != 2:
        return None
    return f"{facts['name']} has 2 values, so this is a yes / no question."


PROBLEM = Problem("binary", "Yes / no", "roc_auc", 1, _detect, class_shares)
