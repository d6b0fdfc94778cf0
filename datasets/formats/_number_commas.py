"""Commas that stand within numbers, 1,50 or 1,234.00, and cut no row: another mark does, or blanks do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WITHIN = re.compile(r"(?<=\d),(?=\d)")
_NUMBER = re.compile(r"[^\w,]*(?:\d+(?:[.' ]\d{3})*,\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:[eE][+-]?\d+)?[^\d,]{0,6}")


def may_cut_nothing(lines: Sequence[str]) -> bool:
    """Whether all commas of these lines stand between digits."""
    text = "\n".join(line for line in lines if line.strip())
    return 0 < text.count(",") == len(_WITHIN.findall(text))


def may_cut_nothing_below(lines: Sequence[str]) -> bool:
    """The same, and none stands in the first line, which has the names."""
    first = next((line for line in lines if line.strip()), ",")
    return "," not in first and may_cut_nothing(lines)


def are_in_numbers(cells: Iterable[str]) -> bool:
    """Whether every cell with a comma is one number."""
    return all(_NUMBER.fullmatch(cell.strip()) for cell in cells if "," in cell)


__all__ = ["are_in_numbers", "may_cut_nothing", "may_cut_nothing_below"]
