"""Commas that stand within numbers, 1,50 or 1,234.00, and cut no row: another mark does, or blanks do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WITHIN = re.compile(r"(?<=\d),(?=\d)")
_NUMBER = re.compile(r"[^\w,]*(?:\d+(?:[.' ]\d{3})*,\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:[eE][+-]?\d+)?[^\d,]{0,6}")


def may_cut_nothing(lines: Sequence[str]) -> bool:
    """Whether all commas of these lines stand between digits, and none in the first line, which has the names."""
    filled = [line for line in lines if line.strip()]
    text = "\n".join(filled)
    n = text.count(",")
    return bool(filled) and "," not in filled[0] and 0 < n == len(_WITHIN.findall(text))


def are_in_numbers(cells: Iterable[str]) -> bool:
    """Whether every cell with a comma is one number."""
    return all(_NUMBER.fullmatch(cell.strip()) for cell in cells if "," in cell)


__all__ = ["are_in_numbers", "may_cut_nothing"]
