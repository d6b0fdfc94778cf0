"""What a build decided by clock and by search, kept in its bundle, so that the same build can be done again.

With the same table, spec, seed and library versions, fitting the members of a plan gives the same model bit for bit:
rows, folds and random numbers follow from the spec, and everything that time had a say in stands in the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from automl import algorithms, strategies
from automl.bench import Bench, Candidate, Evaluated
from automl.contracts import Effort, Ensemble, Pool, Settings
from datasets.errors import InputError


@dataclass(frozen=True)
class PlannedMember:
    """A candidate that is part of the model: its number in the build, strategy and algorithm by name, settings, weight,
    and the effort of its fit on every fold."""

    index: int
    strategy: str
    algorithm: str
    settings: Settings
    weight: float
    efforts: tuple[Effort, ...]

    @property
    def candidate(self) -> Candidate:
        """Raises InputError when this installation has no such strategy or algorithm."""
        available = algorithms.available()
        if self.strategy not in strategies.ALL or self.algorithm not in available:
            raise InputError(
                f"To build this model again, {self.algorithm} after {self.strategy} must be installed; here it is not. "
                "Use the version of Easel, and the libraries, that its manifest names."
            )
        return Candidate(strategies.ALL[self.strategy], available[self.algorithm], dict(self.settings))


@dataclass(frozen=True)
class Plan:
    """The members and what joins them. `temperature`, the offsets of the 90 % interval, `shift` (None in plans of the
    first versions: that of the table), `threshold`, `class_weights` and `pool` are those of the ensemble; `n_folds`
    score; the efforts of a member go on with those of the folds that were fitted for its bag alone. `threads` counts
    too, since some learners sum in another order with another number."""

    n_folds: int
    threads: int
    members: tuple[PlannedMember, ...]
    temperature: float
    low_offset: float
    high_offset: float
    shift: float | None = None
    threshold: float = 0.5
    class_weights: tuple[float, ...] = ()
    pool: Pool = "mean"

    @classmethod
    def of(cls, evaluated: Sequence[Evaluated], weights: Sequence[float], ensemble: Ensemble, bench: Bench) -> Plan:
        """The plan of a finished build."""
        n_folds, threads = len(bench.folds), bench.threads
        members = tuple(_planned(e, w) for e, w in zip(evaluated, weights, strict=True) if w)
        decision = ensemble.decision
        return cls(
            n_folds=n_folds,
            threads=threads,
            members=members,
            temperature=float(ensemble.temperature),
            low_offset=float(ensemble.low_offset),
            high_offset=float(ensemble.high_offset),
            shift=float(ensemble.shift),
            threshold=decision.threshold,
            class_weights=decision.class_weights,
            pool=ensemble.pool,
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON types only; `from_dict` reads it back."""
        return {
            "n_folds": self.n_folds,
            "threads": self.threads,
            "temperature": self.temperature,
            "low_offset": self.low_offset,
            "high_offset": self.high_offset,
            "shift": self.shift,
            "threshold": self.threshold,
            "class_weights": list(self.class_weights),
            "pool": self.pool,
            "members": [
                {
                    "index": member.index,
                    "strategy": member.strategy,
                    "algorithm": member.algorithm,
                    "settings": dict(member.settings),
                    "weight": member.weight,
                    "efforts": [dict(effort) for effort in member.efforts],
                }
                for member in self.members
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """Raises InputError when there is none (models of earlier versions) or it is not what `to_dict` wrote."""
        if not data:
            raise InputError(
                "A model is built again by the plan it holds; this one was built by a version of Easel that kept no "
                "plan. Build a new one."
            )
        try:
            members = tuple(PlannedMember(**{**m, "efforts": tuple(m["efforts"])}) for m in data["members"])
            weights = tuple(data.get("class_weights", ()))
            plan = cls(**{**data, "members": members, "class_weights": weights})
        except (KeyError, TypeError) as error:
            raise InputError(f"The plan in this model is damaged ({error}). Build a new model.") from error
        if not members or any(len(member.efforts) < plan.n_folds for member in members):
            raise InputError("The plan in this model is damaged (members and folds differ). Build a new model.")
        return plan

    def weights(self, evaluated: Sequence[Evaluated]) -> list[float]:
        """The weight of each of the evaluated candidates."""
        of = {member.index: member.weight for member in self.members}
        return [of[e.record.index] for e in evaluated]

    def as_joined(self, ensemble: Ensemble) -> Ensemble:
        """The ensemble with the calibration, the interval and the decision of the earlier build."""
        return replace(
            ensemble,
            temperature=self.temperature,
            low_offset=self.low_offset,
            high_offset=self.high_offset,
            shift=ensemble.shift if self.shift is None else self.shift,
            decision=replace(ensemble.decision, threshold=self.threshold, class_weights=self.class_weights),
        )


def _planned(evaluated: Evaluated, weight: float) -> PlannedMember:
    candidate = evaluated.candidate
    return PlannedMember(
        index=evaluated.record.index,
        strategy=candidate.strategy.name,
        algorithm=candidate.algorithm.name,
        settings=dict(candidate.settings),
        weight=float(weight),
        efforts=tuple(dict(part.model.effort) for part in evaluated.parts),
    )


__all__ = ["Plan", "PlannedMember"]
