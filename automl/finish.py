"""After the search: join the best, measure honestly, write the graph, check it, explain it, look at its errors."""

from __future__ import annotations

from dataclasses import replace

from automl import look
from automl.answer_cost import answer_costs
from automl.explaining import explain
from automl.finished import Finished
from automl.insights import Insights
from automl.join import join
from automl.measure import evaluation
from automl.measuring import bands, measured_on
from automl.prepare import Order, Workspace
from automl.replay import Plan
from automl.search import Search
from automl.slices import error_slices
from automl.spec import BuildSpec
from automl.teller import Teller
from automl.watch import Watch
from automl.writing import write_graph
from datasets.table import Table

KEEP_FOR_WRITING_S = 0.5
LOOK_S = 1.2e-6  # a cell of the measured rows


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
    measured = measured_on(joined, work, spec.seed)
    scores = measured.scores({"problem": order.problem.name, "target": spec.target, "positive": work.positive})
    score = next(score for score in scores if score.metric == order.metric.name)
    teller.now("checking that the graph answers like the engine")
    written = write_graph(joined.ensemble, work)
    costs = answer_costs(search.evaluated, joined.weights, work)
    evaluated = evaluation(measured, bands(measured, joined, work))
    seen = replace(
        look.evidence(search, teller.clock.elapsed()),
        target=spec.target,
        dullest=score.baseline,
        score=score,
        metrics=scores,
        evaluation=evaluated,
        train_value=look.train_value(written.answer, work, joined.ensemble.decision, spec.seed),
    )
    watch.look("measure", seen)
    teller.stage("explain")
    held = look.held_rows(table, order, work, measured, spec.target)
    keep_s = KEEP_FOR_WRITING_S + LOOK_S * held.n_rows * held.table.n_columns
    explained = explain(written.answer, work.bench, teller.clock, spec.seed, keep_s)
    teller.now("looking for groups of rows that it answers worse")
    slices = error_slices(held, [one.column for one in explained.impact])
    seen = replace(seen, elapsed_s=teller.clock.elapsed(), impact=explained.impact, suspects=look.suspects(order))
    watch.look("explain", seen)
    fairness = look.fairness_of_named(held, order.used, work.positive, spec.seed)
    told = Insights(slices, fairness, watch.alerts(seen), explained.together)
    plan = Plan.of(search.evaluated, joined.weights.tolist(), joined.ensemble, work.bench)
    return Finished(
        table, spec, order, work, joined, plan, measured, scores, evaluated, written, explained, told, held, costs
    )
