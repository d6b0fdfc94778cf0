"""After the search: join the best, measure honestly, write the graph, check it, explain it, describe it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from automl import look, problems
from automl.answer_cost import AnswerCost, answer_costs
from automl.bench import Bench
from automl.calibrate import temper
from automl.certainty import error_bands
from automl.contracts import Array, Decision, Ensemble, Target
from automl.ensemble import sample_rows
from automl.explain import column_effects, column_impact
from automl.export import input_columns, session_answers, versions
from automl.graph.assemble import assemble
from automl.graph.parity import check
from automl.graph.reference import untempered
from automl.held import Held
from automl.insights import Insights, Interaction
from automl.interactions import interactions
from automl.join import Joined, join
from automl.labels import named
from automl.measure import Measured, evaluation
from automl.measured_rows import MeasuredRows
from automl.prepare import Order, Workspace
from automl.record import BaselineScore, ColumnEffect, ColumnImpact, ErrorBand, Evaluation, MeasuredScore
from automl.refit import PARITY_ROWS
from automl.replay import Plan
from automl.search import Search
from automl.shapley import BACKGROUND_ROWS, MOST_ROWS, PER_ROW, Answer, affordable_rows, shapley
from automl.slices import error_slices
from automl.spec import BuildSpec
from automl.teller import Teller
from automl.watch import Watch
from datasets.schema import Column
from datasets.shift import spreads
from datasets.table import Table
from inference.bundle import Bundle
from inference.describe import bundle_readme
from inference.manifest import Baseline, DataInfo, InputColumn, Interval, Manifest, Parity, Score, output_names
from inference.session import open_session

if TYPE_CHECKING:
    import onnxruntime

EXPLAIN_SHARE = 0.04
TOGETHER_SHARE = 0.3  # of the time to explain that pairs of columns may take
MOST_EXPLAIN_S = 20.0
TOGETHER_ROWS = 2_000
KEEP_FOR_WRITING_S = 0.5
LOOK_S = 1.2e-6  # a cell of the measured rows


@dataclass(frozen=True)
class Finished:
    """Everything of a build but its names and times."""

    weights: tuple[float, ...]
    plan: Plan
    headline: str
    score: MeasuredScore
    metrics: tuple[MeasuredScore, ...]
    baseline: BaselineScore
    impact: tuple[ColumnImpact, ...]
    effects: tuple[ColumnEffect, ...]
    evaluation: Evaluation
    unmeasured: tuple[str, ...]
    decision: Decision
    parity: Parity
    model: bytes
    columns: tuple[InputColumn, ...]
    order: Order
    work: Workspace
    spec: BuildSpec
    data: DataInfo
    reading: dict[str, Any]
    target_column: Column
    costs: Mapping[int, AnswerCost]
    measured: MeasuredRows
    held: Held
    insights: Insights

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
            target=self.target_column,
            columns=self.columns,
            outputs=output_names(self.order.problem.name),
            score=_score(self.score),
            baseline=Baseline(self.baseline.metric, self.baseline.value, self.baseline.sentence),
            parity=self.parity,
            data=self.data,
            classes=self.work.bench.target.classes,
            positive=self.work.positive,
            metrics=tuple(_score(m) for m in self.metrics),
            unused=tuple(self.order.left_out),
            findings=tuple(f.to_dict() for f in self.order.findings),
            candidates=candidates,
            seconds=seconds,
            spec=self.spec.to_dict(),
            plan=self.plan.to_dict(),
            reading=self.reading,
            threshold=self.threshold,
            class_weights=self.decision.class_weights,
            intervals=tuple(
                Interval(band.level, band.low_offset, band.high_offset, band.coverage) for band in self.evaluation.bands
            ),
            versions=versions(),
        )

    def bundle(self, manifest: Manifest) -> Bundle:
        """The bundle, ready to be written."""
        return Bundle(manifest, self.model, bundle_readme(manifest))


def finish(
    search: Search,
    work: Workspace,
    order: Order,
    spec: BuildSpec,
    table: Table,
    teller: Teller,
    plan: Plan | None = None,
    watch: Watch | None = None,
) -> Finished:
    """Joins, measures, checks and explains what the search found. Raises EaselError when parity fails."""
    watch = watch or Watch(teller.alert)
    teller.stage("ensemble")
    joined = join(search, work, spec.row_ms, plan)
    teller.stage("measure")
    measured = _measured(joined, work, spec)
    context = {"problem": order.problem.name, "target": spec.target, "positive": work.positive}
    scores = measured.scores(context)
    score = next(s for s in scores if s.metric == order.metric.name)
    columns = input_columns(work.bench.features, order.problem.name)
    names = {c.name: c.input for c in columns}
    model = assemble(joined.ensemble, work.bench.features.columns, names)
    teller.now("checking that the graph answers like the engine")
    session = open_session(model, work.bench.threads)
    parity = _parity(session, joined.ensemble, work, names)
    costs = answer_costs(search.evaluated, joined.weights, work)
    evaluated = evaluation(measured, _bands(measured, joined, work))
    answer = _answer(session, work, names)
    seen = replace(
        look.evidence(search, teller.clock.elapsed()),
        target=spec.target,
        dullest=score.baseline,
        score=score,
        metrics=scores,
        evaluation=evaluated,
        train_value=look.train_value(answer, work, joined.ensemble.decision, spec.seed),
    )
    watch.look("measure", seen)
    teller.stage("explain")
    held = look.held_rows(table, order, work, measured, spec.target)
    keep_s = KEEP_FOR_WRITING_S + LOOK_S * held.n_rows * held.table.n_columns
    impact, effects, together = _explain(answer, work, teller, spec.seed, keep_s)
    teller.now("looking for groups of rows that it answers worse")
    slices = error_slices(held, [one.column for one in impact])
    seen = replace(seen, elapsed_s=teller.clock.elapsed(), impact=impact, suspects=look.suspects(order))
    watch.look("explain", seen)
    return Finished(
        weights=tuple(float(w) for w in joined.weights),
        plan=Plan.of(search.evaluated, joined.weights.tolist(), joined.ensemble, work.bench),
        headline=score.sentence,
        score=score,
        metrics=scores,
        baseline=measured.baseline_score(order.metric),
        impact=impact,
        effects=effects,
        evaluation=evaluated,
        unmeasured=measured.unmeasured(),
        decision=joined.ensemble.decision,
        parity=parity,
        model=model,
        columns=columns,
        order=order,
        work=work,
        spec=spec,
        data=DataInfo(
            table.fingerprint,
            table.n_rows,
            table.n_columns,
            tuple(one.to_dict() for one in spreads(table, tuple(column.name for column in columns))),
        ),
        reading=table.record.options.of_a_file().to_dict(),
        target_column=table.schema[spec.target],
        costs=costs,
        measured=_measured_rows(measured, work),
        held=held,
        insights=Insights(
            slices=slices,
            fairness=look.fairness_of_named(held, order.used, work.positive, spec.seed),
            alerts=watch.alerts(seen),
            interactions=together,
        ),
    )


def _measured_rows(measured: Measured, work: Workspace) -> MeasuredRows:
    rows = work.holdout_rows if measured.how == "holdout" else work.train_rows[work.bench.valid_rows]
    is_number = measured.target.problem == "regression"
    return MeasuredRows.of(rows, measured.y, measured.answers, np.empty(0, np.int64) if is_number else measured.names)


def _measured(joined: Joined, work: Workspace, spec: BuildSpec) -> Measured:
    """The rows the score is measured on: the hold-out, or on small tables all rows, cross-fitted."""
    bench = work.bench
    original = Target(bench.target.problem, bench.original(bench.target.y), bench.target.classes)
    dullest = problems.ALL[bench.target.problem].baseline(original)
    temperature = joined.ensemble.temperature
    if joined.honest is not None:
        y, answers, before, names = original.y[bench.valid_rows], joined.honest, joined.untempered, joined.honest_names
        how = "cross-fitted"
    else:
        y, before, names, how = work.y_holdout, untempered(joined.ensemble, work.holdout), None, "holdout"
        answers = before
        if bench.target.problem != "regression":
            answers = temper(before, temperature)
            names = named(answers, joined.ensemble.decision)
    return Measured(original, y, answers, dullest, how, bench.positive, spec.seed, names, before, temperature)


def _bands(measured: Measured, joined: Joined, work: Workspace) -> tuple[ErrorBand, ...]:
    """The error bands of numbers, from rows nobody trained on, and what they hold of the measured rows."""
    bench = work.bench
    if bench.target.problem != "regression":
        return ()
    seen = None if joined.honest is not None else (bench.original(bench.target.y[bench.valid_rows]), joined.answers)
    return error_bands(measured.y, measured.answers, seen, bench.seed)


def _parity(
    session: onnxruntime.InferenceSession, ensemble: Ensemble, work: Workspace, names: dict[str, str]
) -> Parity:
    """Compares graph and engine on held-out rows (small tables: training rows) and made ones."""
    bench = work.bench
    rows = work.holdout if work.holdout.n_rows else bench.features
    if rows.n_rows > PARITY_ROWS:
        rows = rows.take(sample_rows(rows.n_rows, bench.seed, PARITY_ROWS))
    found = check(session, ensemble, rows, names, bench.scale)
    unit = "share of max(|value|, std)" if bench.target.problem == "regression" else "probability"
    return Parity(found.largest_difference, found.n_rows, found.tolerance, unit)


def _answer(session: onnxruntime.InferenceSession, work: Workspace, names: dict[str, str]) -> Answer:
    """The graph as a function of raw columns under their own names."""
    answers = session_answers(session, output_names(work.bench.target.problem))

    def answer(feed: dict[str, Any]) -> Array:
        return answers({names[name]: values for name, values in feed.items()})

    return answer


def _explain(
    answer: Answer, work: Workspace, teller: Teller, seed: int, keep_s: float
) -> tuple[tuple[ColumnImpact, ...], tuple[ColumnEffect, ...], tuple[Interaction, ...]]:
    """Column impact and effects on as many rows as the time allows, and the columns that act together."""
    bench, clock = work.bench, teller.clock
    allowed = float(np.clip(clock.left() - keep_s, 0, min(EXPLAIN_SHARE * clock.budget_s, MOST_EXPLAIN_S)))
    seconds = (1 - TOGETHER_SHARE) * allowed
    end = clock.elapsed() + seconds
    rng = np.random.default_rng([seed, 7])
    pool = rng.permutation(bench.features.n_rows)
    background = bench.features.take(pool[:BACKGROUND_ROWS])
    some = bench.features.take(pool[-MOST_ROWS:])
    count = affordable_rows(answer, some.inputs(), seconds)
    found = shapley(
        answer,
        some.take(np.arange(min(count, some.n_rows))).inputs(),
        background.inputs(),
        seed=seed,
        per_row=PER_ROW,
        time_left=lambda: end - clock.elapsed(),
    )
    shown = _shown_class(bench)
    kinds = {column.name: str(column.kind) for column in bench.features.columns}
    impact = column_impact(found)
    moving = [one.column for one in impact if one.share]
    rows = bench.features.take(pool[:TOGETHER_ROWS])
    together = interactions(answer, rows, moving, shown, seed=seed, seconds=TOGETHER_SHARE * allowed)
    return impact, column_effects(found, kinds, shown), together


def _shown_class(bench: Bench) -> int:
    """The answer whose movement is drawn: the positive class, the commonest of several, or the number."""
    if bench.target.problem == "regression":
        return 0
    if bench.target.problem == "binary":
        return bench.positive
    return int(np.bincount(bench.target.y.astype(np.int64)).argmax())


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
