"""From the events of a build to the progress that a page or a terminal shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.job_records import Progress
from automl.record import STAGES, CandidateRecord, Event
from automl.spec import BuildSpec
from datasets.table import Table


@dataclass(frozen=True, slots=True)
class Goal:
    """What a build is measured by: its metric, and what the dullest model reaches on all rows."""

    metric: str
    title: str
    higher_is_better: bool
    baseline: float


def goal_of(table: Table, spec: BuildSpec) -> Goal:
    """The goal of a build. Raises InputError when table and spec do not go together."""
    from automl.bench import oriented
    from automl.labels import best_constant
    from automl.prepare import read_order

    order = read_order(table, spec, ())
    target = order.encoded.target
    positive = target.classes.index(spec.positive) if spec.positive in target.classes else 1
    dullest = order.problem.baseline(target).repeat(len(target.y), axis=0)
    y, answers = oriented(target, target.y, dullest, positive)
    metric = order.metric
    value = metric.score(y, answers) if metric.of_counts is None else best_constant(metric, y, answers.shape[1])
    return Goal(metric.name, metric.title, metric.higher_is_better, float(value))


class BuildProgress:
    """Keeps the progress of one build; hand it to `build(on_event=...)`.

    `budget_s` None: nobody knows how long it takes. `tell` gets the new progress after every event; None: nobody is
    told.
    """

    def __init__(self, budget_s: float | None, goal: Goal, tell: Callable[[Progress], object] | None = None) -> None:
        self._tell = tell
        self._better = max if goal.higher_is_better else min
        self._candidates: dict[int, CandidateRecord] = {}
        self.progress = Progress(
            budget_s=budget_s,
            left_s=budget_s,
            metric=goal.metric,
            metric_title=goal.title,
            higher_is_better=goal.higher_is_better,
            baseline=goal.baseline,
        )

    def __call__(self, event: Event) -> None:
        if event.kind == "stage":
            done = STAGES[: STAGES.index(event.stage)]
            self.progress = replace(self.progress, stage=event.stage, stages_done=done, now="")
        elif event.kind == "now":
            self.progress = replace(self.progress, now=event.text)
        elif event.alert is not None:
            self.progress = replace(self.progress, alerts=(*self.progress.alerts, event.alert))
        elif event.candidate is not None:
            self._take(event.candidate)
        self.progress = self.progress.at(event.at_s)
        if self._tell is not None:
            self._tell(self.progress)

    def _take(self, candidate: CandidateRecord) -> None:
        self._candidates[candidate.index] = candidate
        candidates = tuple(self._candidates[index] for index in sorted(self._candidates))
        best, first = self.progress.best, self.progress.first
        if candidate.status == "done" and candidate.score is not None:
            best = candidate.score if best is None else self._better(best, candidate.score)
            first = first or (candidate.score, candidate.at_s)
        self.progress = replace(self.progress, candidates=candidates, best=best, first=first)
