"""Counts, shares and names as they stand in a sentence: 2,345 rows; 31 %; a, b, c and 4 more."""

from __future__ import annotations

from collections.abc import Sequence


def plural(count: int, noun: str) -> str:
    """ "1 row", "2,345 rows"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def percent(share: float) -> str:
    """0.314 -> "31 %"."""
    return f"{100 * share:.0f} %"


def listed(names: Sequence[str], most: int = 5) -> str:
    """The first names, and how many there are besides: "a, b, c, d, e and 3 more"."""
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")
