"""A choice between several values: texts, or a few whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Problem
from automl.problems._shares import class_shares

MOST_CLASSES = 100
MOST_NUMBER_CLASSES = 10


def _detect(facts: Mapping[str, Any]) -> str | None:
    name, unique = facts["name"], facts["n_unique"]
    if facts["is_number"]:
        return _codes(facts)
    if unique > MOST_CLASSES:
        return None
    return f"{name} has {unique} different values, so this is a choice between them."


def _codes(facts: Mapping[str, Any]) -> str | None:
    """A few whole numbers that count up from 0 or 1 are read as codes, not as amounts."""
    unique, least, most = facts["n_unique"], facts["least"], facts["most"]
    if not facts["is_whole"] or unique > MOST_NUMBER_CLASSES or least not in (0, 1) or most - least > 1.5 * unique:
        return None
    return (
        f"{facts['name']} has only {unique} different whole numbers, from {least:.0f} to {most:.0f}, "
        f"so this is a choice between {unique} values."
    )


PROBLEM = Problem("multiclass", "One of several", "log_loss", 2, _detect, class_shares)
