"""How rules of the watch write shares and scores."""

from __future__ import annotations

from automl.wording import number


def share(value: float) -> str:
    """0.314 -> "31 %"."""
    return f"{100 * value:.0f} %"


def score(value: float) -> str:
    """A score with three decimals, fewer from 100 on."""
    return number(round(value, 3)) if abs(value) < 100 else number(value)
