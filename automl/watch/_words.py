"""How rules of the watch write scores."""

from __future__ import annotations

from automl.wording import number


def score(value: float) -> str:
    """A score with three decimals, fewer from 100 on."""
    return number(round(value, 3)) if abs(value) < 100 else number(value)
