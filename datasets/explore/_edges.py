"""Where bars of numbers begin and end: round edges, over the range in which most values lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datasets import calendar_units

Array = npt.NDArray[np.float64]
TAIL = 0.005  # on each side, of the values that a far tail may hold
FAR = 3.0  # times the range of the others: beyond that, a tail is cut off and counted
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
SINGLE = 30  # up to so many different whole numbers, each has a bar of its own


@dataclass(frozen=True, slots=True)
class Edges:
    """`edges` (b + 1,) rising; `whole`: every bin is one whole number, in its middle; `unit` of a calendar or ""."""

    edges: Array
    whole: bool = False
    unit: str = ""


def edges_of(known: Array, about: int, *, date: bool = False) -> Edges:
    """Edges of about `about` bins for known values (n,), n at least 1."""
    if date:
        low, high = float(known.min()), float(known.max())
        unit = calendar_units.unit_for(low, high, about)
        first, last = calendar_units.numbers(np.array([low, high]), unit)
        return Edges(calendar_units.starts(int(first), int(last) + 1, unit), unit=unit)
    if (single := whole_edges(known)) is not None:
        return Edges(single, whole=True)
    low, high = window(known)
    return Edges(nice(low, high, about))


def whole_edges(known: Array) -> Array | None:
    """Edges with each whole number in the middle of its bin, for values of few whole numbers; None for others."""
    values = whole_numbers(known)
    return None if values is None else np.arange(values[0] - 0.5, values[-1] + 1.0)


def whole_numbers(known: Array, most: int = SINGLE) -> Array | None:
    """The different values when they are whole numbers within a span of `most`; else None."""
    low, high = float(known.min()), float(known.max())
    if high - low >= most or abs(low) > 1e9 or abs(high) > 1e9:
        return None
    return np.unique(known) if bool((known == np.round(known)).all()) else None


def window(known: Array) -> tuple[float, float]:
    """The range worth drawing: all of it, or without tails that reach far away."""
    low, high = float(known.min()), float(known.max())
    inner_low, inner_high = (float(q) for q in np.quantile(known, [TAIL, 1 - TAIL]))
    inner = inner_high - inner_low
    if inner > 0 and high - low > FAR * inner:
        low = inner_low if inner_low - low > inner else low
        high = inner_high if high - inner_high > inner else high
    return low, high


def nice(low: float, high: float, about: int) -> Array:
    """Round edges of about `about` equal bins that hold low and high."""
    if not high - low > 1e-12 * max(abs(low), abs(high)):
        room = abs(low) * 0.05 or 0.5
        return np.array([low - room, low + room])
    step = nice_step((high - low) / about)
    first, last = math.floor(low / step), math.floor(high / step) + 1
    if high == (last - 1) * step and last - 1 > first:
        last -= 1  # the last bin holds its upper edge
    return np.arange(first, last + 1, dtype=np.float64) * step


def nice_step(rough: float) -> float:
    """The smallest of 1, 2, 2.5, 5, 10 times a power of ten that is at least `rough` (> 0)."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in NICE if power * factor >= rough * 0.999)


def place(values: Array, edges: Array) -> npt.NDArray[np.int64]:
    """(n,) the bin of each known value; -1 below the first edge, b (the number of bins) above the last."""
    n_bins = len(edges) - 1
    found = np.searchsorted(edges, values, side="right").astype(np.int64) - 1
    found[values == edges[-1]] = n_bins - 1
    return found
