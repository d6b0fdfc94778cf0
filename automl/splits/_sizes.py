"""How many rows are kept apart: shared by every split."""

from __future__ import annotations

HOLDOUT_FROM_ROWS = 50_000
HOLDOUT_SHARE = 0.1
HOLDOUT_MOST_ROWS = 10_000
SINGLE_FOLD_SHARE = 0.2


def held_share(n_rows: int) -> float:
    """The share of a large table that is held out: a tenth, at most HOLDOUT_MOST_ROWS rows."""
    return min(HOLDOUT_SHARE, HOLDOUT_MOST_ROWS / max(n_rows, 1))


__all__ = ["HOLDOUT_FROM_ROWS", "HOLDOUT_MOST_ROWS", "HOLDOUT_SHARE", "SINGLE_FOLD_SHARE", "held_share"]
