"""The candidates of earlier tries of a build, and what guards the next ones: nothing is fitted twice, and what ends its
process again and again is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from automl.bench import Candidate, Evaluated
from automl.checkpoint import Checkpoints, Kept, NoCheckpoints, key_of, key_of_kept
from automl.evaluate import Run
from automl.memory import too_large
from automl.pacing import BEHIND

MOST_DEATHS = 2
T = TypeVar("T")
DEADLY = "the process ended twice while it was fitted, perhaps for lack of memory"


@dataclass
class Ledger:
    """What earlier tries have kept, by key; `evaluate`, `finish` and `bag_more` are those of a run, guarded."""

    checkpoints: Checkpoints = field(default_factory=NoCheckpoints)

    def __post_init__(self) -> None:
        self._kept = {key_of_kept(kept): kept for kept in self.checkpoints.kept()}

    def __iter__(self) -> Iterator[Kept]:
        """In the order in which they were tried."""
        return iter(sorted(self._kept.values(), key=lambda kept: kept.index))

    def knows(self, candidate: Candidate) -> bool:
        """Whether this candidate needs no fit."""
        return key_of(candidate) in self._kept

    def evaluate(self, run: Run) -> Evaluated | None:
        """What the run gives: taken from an earlier try, or fitted now and kept."""
        kept = self._kept.get(key_of(run.candidate))
        if kept is not None:
            return run.restore(kept)
        if reason := too_large(run.bench, run.candidate):
            run.skip(reason)
            return None
        return self._guarded(run, run.evaluate, None)

    def finish(self, run: Run) -> Evaluated | None:
        """Finishes a waiting run."""
        return self._guarded(run, run.finish, None)

    def bag_more(self, run: Run) -> bool:
        """Makes the bag of a run larger."""
        return self._guarded(run, run.bag_more, False)

    def _guarded(self, run: Run, work: Callable[[], T], otherwise: T) -> T:
        key = f"{key_of(run.candidate)} {run.state}"
        if self.checkpoints.begin(key) >= MOST_DEATHS:
            self.checkpoints.end(key)
            run.skip(DEADLY)
            return otherwise
        try:
            result = work()
        finally:
            self.checkpoints.end(key)
        if result or run.note == BEHIND:
            self.checkpoints.keep(run.kept())
        return result


__all__ = ["Ledger"]
