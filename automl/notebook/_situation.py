"""A build as it was: its rows, folds and members, with what every member's preparation decided on every fold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from automl import quality
from automl.bench import Bench
from automl.clock import Clock
from automl.contracts import Array
from automl.export import session_answers
from automl.features import Features
from automl.folds import n_together
from automl.notebook import learners, preparations
from automl.prepare import Order, Workspace, prepare, read_order
from automl.refit import SEED, common_effort
from automl.replay import Plan, PlannedMember
from automl.spec import BuildSpec
from datasets.errors import InputError
from datasets.schema import Column
from datasets.table import Table
from inference.bundle import Bundle
from inference.session import open_session

CHECKED_ROWS = 200


@dataclass(frozen=True)
class Situation:
    """The bundle, and the table it was built from, treated as it was then."""

    bundle: Bundle
    table: Table

    def __post_init__(self) -> None:
        """Raises InputError when the table is another one, or a member cannot stand in a notebook."""
        manifest = self.bundle.manifest
        if self.table.fingerprint != manifest.data.fingerprint and manifest.recipe is None:
            raise InputError(
                "The notebook trains on the table that the model was built from; this is another one (its content has "
                "another fingerprint). Give the same file, read the same way."
            )
        for member in self.plan.members:
            if member.algorithm not in learners.ALL or member.strategy not in preparations.ALL:
                raise InputError(
                    f"This model holds {member.algorithm} after {member.strategy}, which has no form in plain code, so "
                    "no notebook can train it. Easel alone can build it again."
                )

    @cached_property
    def spec(self) -> BuildSpec:
        return BuildSpec.from_dict(self.bundle.manifest.spec)

    @cached_property
    def plan(self) -> Plan:
        return Plan.from_dict(self.bundle.manifest.plan)

    @cached_property
    def order(self) -> Order:
        return read_order(self.table, self.spec, findings=())

    @cached_property
    def work(self) -> Workspace:
        return prepare(self.table, self.spec, self.order, Clock(math.inf), lambda: False, self.plan)

    @property
    def algorithms(self) -> tuple[str, ...]:
        """The learners of the team, each once."""
        return tuple(dict.fromkeys(member.algorithm for member in self.plan.members))

    @property
    def strategies(self) -> tuple[str, ...]:
        """The preparations of the team, each once."""
        return tuple(dict.fromkeys(member.strategy for member in self.plan.members))

    @property
    def bench(self) -> Bench:
        return self.work.bench

    @cached_property
    def features(self) -> Features:
        """Of all rows with a target, those held out included."""
        rows = self.order.encoded.rows
        table = self.table if len(rows) == self.table.n_rows else self.table.take(rows)
        return Features.from_table(table, self.order.used)

    @property
    def read_columns(self) -> tuple[Column, ...]:
        """The columns that are read: those used, the target, and the one that rows are kept apart by."""
        apart = [name for name in (self.order.split.column,) if name is not None]
        names = dict.fromkeys((*self.order.used, self.spec.target, *apart))
        return tuple(self.table.schema[name] for name in names)

    @property
    def refits(self) -> bool:
        """Whether the model's members were fitted once more on all rows."""
        return quality.named(self.spec.quality).refits

    @property
    def threads(self) -> int:
        """Of one fit."""
        return max(1, self.bench.threads // n_together(self.bench))

    def members(self) -> list[dict[str, Any]]:
        """The members as constants of the notebook, with Easel's out-of-fold scores where the bundle tells them."""
        scores = {c["index"]: c["score"] for c in (self.bundle.record or {}).get("candidates", ())}
        return [self._member(member, scores.get(member.index)) for member in self.plan.members]

    def _member(self, member: PlannedMember, score: float | None) -> dict[str, Any]:
        refit = common_effort(member.efforts) if self.refits and len(member.efforts) > 1 else None
        refitted = self.refits and len(member.efforts) > 1
        return {
            "name": f"{member.algorithm} after {member.strategy}",
            "learner": member.algorithm,
            "preparation": member.strategy,
            "shared": self.bench.folds_share and not member.candidate.strategy.learns_target,
            "settings": dict(member.settings),
            "weight": member.weight,
            "easel_score": score,
            "efforts": [dict(effort) for effort in member.efforts],
            "decided": [self._decided(member, fold) for fold in range(len(member.efforts))],
            "refitted": refitted,
            "refit_effort": None if refit is None else dict(refit),
            "refit_decided": self._decided(member, None) if refitted else {},
        }

    def _decided(self, member: PlannedMember, fold: int | None) -> Mapping[str, Any]:
        strategy, bench = member.candidate.strategy, self.bench
        if fold is None:
            rows = bench.training_rows(strategy, None)
            fitted, _ = strategy.fit(bench.features.take(rows), bench.target.take(rows), bench.seed + SEED)
        else:
            fitted = bench.prepare(strategy, fold)[0]
        return preparations.ALL[member.strategy].decided(fitted, frozenset(bench.features.texts))

    def checked(self) -> tuple[list[int], Array]:
        """Places among the rows with a target, and what the model file answers there."""
        n = self.features.n_rows
        rows = np.unique(np.linspace(0, n - 1, min(n, CHECKED_ROWS)).astype(np.int64))
        manifest = self.bundle.manifest
        names = {column.name: column.input for column in manifest.columns}
        answers = session_answers(open_session(self.bundle.model, 1), manifest.outputs)
        return rows.tolist(), answers(self.features.take(rows).inputs(names))
