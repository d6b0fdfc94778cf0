"""What a build has when nothing is left to do but to name and date it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from automl.answer_cost import AnswerCost
from automl.contracts import Decision
from automl.explaining import Explained
from automl.export import versions
from automl.held import Held
from automl.insights import Insights
from automl.join import Joined
from automl.measure import Measured
from automl.prepare import Order, Workspace
from automl.record import BaselineScore, Evaluation, MeasuredScore
from automl.replay import Plan
from automl.spec import BuildSpec
from automl.writing import Written
from datasets.column_spread import spreads
from datasets.replay import reading_of
from datasets.table import Table
from inference.bundle import Bundle
from inference.describe import bundle_readme
from inference.manifest import Baseline, DataInfo, Interval, Manifest, Score, output_names


@dataclass(frozen=True)
class Finished:
    """Everything of a build but its names and times. `metrics` are all scores, that of the objective among them;
    `costs` what answers of the candidates cost, by index."""

    table: Table
    spec: BuildSpec
    order: Order
    work: Workspace
    joined: Joined
    plan: Plan
    measured: Measured
    metrics: tuple[MeasuredScore, ...]
    evaluation: Evaluation
    written: Written
    explained: Explained
    insights: Insights
    held: Held
    costs: Mapping[int, AnswerCost]

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights of all candidates that were evaluated."""
        return tuple(float(weight) for weight in self.joined.weights)

    @property
    def decision(self) -> Decision:
        return self.joined.ensemble.decision

    @property
    def score(self) -> MeasuredScore:
        """The objective."""
        return next(score for score in self.metrics if score.metric == self.order.metric.name)

    @property
    def baseline(self) -> BaselineScore:
        return self.measured.baseline_score(self.order.metric)

    @property
    def threshold(self) -> float | None:
        """From which probability on the positive one of two classes is named; None for other problems."""
        return self.decision.threshold if self.order.problem.name == "binary" else None

    def manifest(self, name: str, created: str, candidates: int, seconds: float) -> Manifest:
        """The manifest of the bundle."""
        return Manifest(
            name=name,
            created=created,
            problem=self.order.problem.name,
            target=self.table.schema[self.spec.target],
            columns=self.written.columns,
            outputs=output_names(self.order.problem.name),
            score=_score(self.score),
            baseline=Baseline(self.baseline.metric, self.baseline.value, self.baseline.sentence),
            parity=self.written.parity,
            data=DataInfo(self.table.fingerprint, self.table.n_rows, self.table.n_columns, self._spread()),
            classes=self.work.bench.target.classes,
            positive=self.work.positive,
            metrics=tuple(_score(m) for m in self.metrics),
            unused=tuple(self.order.left_out),
            findings=tuple(f.to_dict() for f in self.order.findings),
            candidates=candidates,
            seconds=seconds,
            spec=self.spec.to_dict(),
            plan=self.plan.to_dict(),
            reading=reading_of(self.table.record),
            threshold=self.threshold,
            class_weights=self.decision.class_weights,
            intervals=tuple(
                Interval(band.level, band.low_offset, band.high_offset, band.coverage) for band in self.evaluation.bands
            ),
            versions=versions(),
        )

    def _spread(self) -> tuple[dict[str, Any], ...]:
        names = tuple(column.name for column in self.written.columns)
        return tuple(one.to_dict() for one in spreads(self.table, names))

    def bundle(self, manifest: Manifest) -> Bundle:
        """The bundle, ready to be written."""
        return Bundle(manifest, self.written.model, bundle_readme(manifest))


def _score(measured: MeasuredScore) -> Score:
    return Score(
        measured.metric,
        measured.title,
        measured.value,
        _known(measured.low),
        _known(measured.high),
        measured.n_rows,
        measured.how,
        measured.baseline,
    )


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
