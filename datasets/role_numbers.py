"""A column of numbers as the rules for roles look at it: its name, its numbers, and in how many rows each stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Numbers:
    """A numeric column: the words of its name, its different numbers (u,), without NaN, in how many rows each stands
    (u,), and what the cells write beside the digits."""

    words: tuple[str, ...]
    values: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]
    affixes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return bool((self.values == np.trunc(self.values)).all())

    def without_zero(self) -> Numbers:
        some = self.values != 0
        return replace(self, values=self.values[some], counts=self.counts[some])

    def within(self, low: float, high: float) -> bool:
        return bool((self.values >= low).all() and (self.values <= high).all())

    def share_within(self, low: float, high: float) -> float:
        """The share of the rows."""
        return float(self.counts[(self.values >= low) & (self.values <= high)].sum() / self.counts.sum())

    def reach(self, share: float) -> float:
        """From where to where the numbers go in that share of the rows: the smallest and the largest are left out."""
        ends = ((1 - share) / 2, (1 + share) / 2)
        low, high = np.quantile(self.values, ends, weights=self.counts, method="inverted_cdf")
        return float(high - low)

    def said(self, words: frozenset[str]) -> str | None:
        """The first word of the name that is one of these."""
        return next((word for word in self.words if word in words), None)


__all__ = ["Numbers"]
