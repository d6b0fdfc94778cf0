"""What is kept of a build while it runs, so that another process can go on from there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from automl.bench import Candidate
from automl.contracts import Array, BagPart, Settings
from automl.record import CandidateOrigin, CandidateStatus, Curve


@dataclass(frozen=True)
class Kept:
    """A candidate that needs no second fit: evaluated ("done"), or stopped early because it was clearly behind.

    `index` is its number in the try that evaluated it; `answers` and `gains` are those of the folds that score, in
    their order; `parts` go on with the folds that were fitted for its bag alone; `at_s` is the second of the build at
    which it was done, `spent_s` what it took, `predict_s` and `read_s` what answering and reading it took; `origin`,
    `tuned_from` and `curve` as in automl.record.CandidateRecord."""

    index: int
    strategy: str
    algorithm: str
    settings: Settings
    status: CandidateStatus
    note: str
    at_s: float
    spent_s: float
    predict_s: float
    read_s: float
    parts: tuple[BagPart, ...]
    answers: tuple[Array, ...]
    gains: tuple[float, ...]
    origin: CandidateOrigin
    tuned_from: tuple[int, ...]
    curve: Curve | None


class Checkpoints(Protocol):
    """Where a build keeps its candidates. Keys are those of `key_of`."""

    def kept(self) -> Sequence[Kept]:
        """What earlier tries of this build have kept; what cannot be used is left out."""
        ...

    def keep(self, kept: Kept) -> None:
        """Keeps a candidate, whole or not at all; what was kept under its key is replaced. Never raises: a build does
        not fail because it could not be resumed."""
        ...

    def begin(self, key: str) -> int:
        """Notes that a candidate is being fitted; returns how often a process has ended without `end` since."""
        ...

    def end(self, key: str) -> None:
        """Notes that fitting it is over, however it came out."""
        ...


class NoCheckpoints:
    """Keeps nothing: a build that nobody resumes."""

    def kept(self) -> Sequence[Kept]:
        return ()

    def keep(self, kept: Kept) -> None:
        pass

    def begin(self, key: str) -> int:
        del key
        return 0

    def end(self, key: str) -> None:
        pass


def key_of(candidate: Candidate) -> str:
    """What a candidate is known by: strategy, algorithm and settings."""
    return _key(candidate.strategy.name, candidate.algorithm.name, candidate.settings)


def key_of_kept(kept: Kept) -> str:
    """The key of the candidate that was kept."""
    return _key(kept.strategy, kept.algorithm, kept.settings)


def _key(strategy: str, algorithm: str, settings: Settings) -> str:
    return json.dumps([strategy, algorithm, dict(settings)], sort_keys=True, default=str)


__all__ = ["Checkpoints", "Kept", "NoCheckpoints", "key_of", "key_of_kept"]
