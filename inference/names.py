"""Column names that look alike."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str], likeness: float = 0.5) -> list[str]:
    """Up to three of `names` that look like `name`, the nearest first; case, blanks and punctuation do not count.

    `likeness` is the least similarity (0..1); 1 asks for the same letters and digits.
    """
    folded: dict[str, str] = {}
    for known in names:
        folded.setdefault(fold(known), known)
    return [folded[key] for key in get_close_matches(fold(name), list(folded), n=3, cutoff=likeness)]


def fold(name: str) -> str:
    """A column name without case, blanks and punctuation."""
    return "".join(char for char in name.casefold() if char.isalnum()) or name
