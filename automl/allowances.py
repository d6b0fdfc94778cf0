"""How many seconds a candidate may take: nothing is started that cannot end."""

from __future__ import annotations

from dataclasses import dataclass, field

from automl.bench import Bench, Candidate
from automl.evaluate import Run
from automl.plan import SHORT_S

LINEAR = ("linear", "quadratic")
LINEAR_SHARE = 0.12
SHARE = 0.2
LEAD_SHARE = 0.45
LEAD_SHARE_IF_SHORT = 0.75  # one booster that is done is better than four that are not
MOST_SHARE = 0.7
LEAST_S = 0.3
MAY_BE_CUT_TO = 0.5


@dataclass
class Allowances:
    """Gives shares of the time left, knowing what the first candidate of each family took."""

    bench: Bench
    seconds_of: dict[str, float] = field(default_factory=dict)

    def note(self, run: Run) -> None:
        """Takes note of what a run took, or will take when it waits no more."""
        self.seconds_of.setdefault(run.candidate.algorithm.name, run.spent_s + run.seconds_to_finish)

    def seconds(self, candidate: Candidate, share: float) -> float:
        """The share of the time left, or what the first of its family took where that is more, but not most of it."""
        left = self.bench.clock.search_left()
        return max(share * left, min(self._usual(candidate), MOST_SHARE * left), LEAST_S)

    def share(self, candidate: Candidate, n_tried: int) -> float:
        """The share for a candidate of the portfolio. Where none waits, since all folds are fitted side by side, the
        family most trusted with such a table, which comes second, gets more."""
        if candidate.algorithm.name in LINEAR:
            return LINEAR_SHARE
        leads = n_tried == 1 and len(self.bench.folds) <= self.bench.threads
        if not leads:
            return SHARE
        is_short = self.bench.clock.budget_s <= SHORT_S and candidate.algorithm.needs == "trees"
        return LEAD_SHARE_IF_SHORT if is_short else LEAD_SHARE

    def fits(self, candidate: Candidate) -> bool:
        """Whether a useful part of what the family usually takes is left."""
        return self.are_left(self._usual(candidate) / MOST_SHARE)

    def are_left(self, seconds: float) -> bool:
        """Whether enough of the seconds are left; a fit may be cut short."""
        return self.bench.clock.search_left() > max(LEAST_S, MAY_BE_CUT_TO * seconds)

    def _usual(self, candidate: Candidate) -> float:
        return self.seconds_of.get(candidate.algorithm.name, 0.0)


__all__ = ["LEAST_S", "Allowances"]
