"""How the known numbers of a column spread: ends, middles, and how many lie below an edge."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from datasets.blocks import BLOCK_ROWS

LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True)
class CountedNumbers:
    """The known numbers (u,), or dates in seconds, in order, and how many rows hold each (u,)."""

    values: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest."""
        return float(self.values[0]), float(self.values[-1])

    @cached_property
    def upto(self) -> npt.NDArray[np.int64]:
        """How many rows there are up to each number, itself included."""
        return np.cumsum(self.counts)

    def n_different(self, most: int) -> int:
        """How many different ones there are, as far as `most`."""
        return min(most, 1 + int(np.count_nonzero(np.diff(self.values))))

    def moments(self, scale: float) -> tuple[float, float]:
        """Mean and standard deviation of the numbers divided by `scale`."""
        scaled = self.values if scale == 1.0 else self.values / scale
        mean = float(np.dot(scaled, self.counts)) / self.n
        return mean, float(np.sqrt(np.dot((scaled - mean) ** 2, self.counts) / self.n))

    def at(self, places: tuple[int, ...]) -> list[float]:
        """The numbers at these places when all rows stand in order."""
        return [float(self.values[np.searchsorted(self.upto, place, side="right")]) for place in places]

    def n_below(self, edges: npt.NDArray[np.float64], scale: float) -> list[int]:
        """How many rows hold less than each edge, once divided by `scale`."""
        upto = np.append(0, self.upto)
        return [int(n) for n in upto[np.searchsorted(self.values / scale, edges, side="left")]]


@dataclass(frozen=True)
class AllNumbers:
    """The known numbers of all rows (n,), in any order: where most differ, sorting them would cost the most."""

    values: npt.NDArray[np.float64]

    @property
    def n(self) -> int:
        return len(self.values)

    @cached_property
    def ends(self) -> tuple[float, float]:
        return float(self.values.min()), float(self.values.max())

    def n_different(self, most: int) -> int:
        seen = np.zeros(0)
        for block in self._blocks(1.0):
            seen = np.union1d(seen, block)
            if len(seen) >= most:
                return most
        return len(seen)

    def moments(self, scale: float) -> tuple[float, float]:
        mean = sum(float(block.sum()) for block in self._blocks(scale)) / self.n
        squares = sum(float(((block - mean) ** 2).sum()) for block in self._blocks(scale))
        return mean, float(np.sqrt(squares / self.n))

    def at(self, places: tuple[int, ...]) -> list[float]:
        ordered = np.partition(self.values, places)
        return [float(ordered[place]) for place in places]

    def n_below(self, edges: npt.NDArray[np.float64], scale: float) -> list[int]:
        counts = np.zeros(len(edges), dtype=np.int64)
        for block in self._blocks(scale):
            counts += [np.count_nonzero(block < edge) for edge in edges]
        return counts.tolist()

    def _blocks(self, scale: float) -> Iterator[npt.NDArray[np.float64]]:
        for start in range(0, self.n, BLOCK_ROWS):
            block = self.values[start : start + BLOCK_ROWS]
            yield block if scale == 1.0 else block / scale


def edges_between(low: float, high: float, most: int) -> npt.NDArray[np.float64]:
    """The rising edges (b + 1,) of up to `most` equal bins from low to high, or around both where they are one number.
    Fewer, where there are not as many numbers between them: large ones lie far apart."""
    apart = math.ulp(max(abs(low), abs(high)))
    if low == high:
        around = max(0.5, most * apart)
        low, high = max(low - around, -LARGEST), min(high + around, LARGEST)
    if high / 2 - low / 2 > LARGEST / 4:  # the difference is no number, or rounds to none; that of the halves is one
        return np.asarray(2 * np.linspace(low / 2, high / 2, most + 1))
    return np.linspace(low, high, int(min(most, max(1.0, (high - low) / apart))) + 1)


__all__ = ["AllNumbers", "CountedNumbers", "edges_between"]
