"""A table and a spec go in, a record and a bundle come out: the whole story of a build on one screen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

import numpy as np

from automl import look
from automl.allocators import keep_little
from automl.checkpoint import Checkpoints, NoCheckpoints
from automl.clock import Clock
from automl.finish import finish
from automl.finished import Finished
from automl.held import Held
from automl.larger_bags import bag_more
from automl.ledger import Ledger
from automl.plan import chosen_algorithms
from automl.planned import fit_plan
from automl.prepare import Order, Workspace, prepare, read_order
from automl.record import BuildRecord, CandidateRecord
from automl.replay import Plan
from automl.search import MOST_CANDIDATES, Search
from automl.spec import BuildSpec
from automl.teller import OnEvent, Teller
from automl.turns import take_turns
from automl.warm import load_in_background
from automl.watch import Watch
from datasets.errors import EaselError
from datasets.findings import Finding
from datasets.table import Table
from inference.bundle import Bundle


@dataclass(frozen=True)
class Built:
    """What a build leaves: the record (plain data), the bundle, and the rows that were measured with their cells and
    what the model said of them. Nothing is written yet."""

    record: BuildRecord
    bundle: Bundle
    held: Held


def build(
    table: Table,
    spec: BuildSpec,
    *,
    on_event: OnEvent | None = None,
    should_stop: Callable[[], bool] | None = None,
    name: str = "",
    spent_s: float = 0.0,
    findings: tuple[Finding, ...] | None = None,
    plan: Plan | None = None,
    checkpoints: Checkpoints | None = None,
) -> Built:
    """Builds a model within `spec.budget_s` wall-clock seconds, `spent_s` of which (reading, importing) are over.

    on_event      hears of stages, what is going on, and candidates as they change
    should_stop   asked often; once true, the build joins the best so far, measures it and ends
    name          the model's name in the bundle; default "<target> model"
    findings      what is known about the data already; None: it is looked for
    plan          what an earlier build of the same table and spec decided: its members are fitted again, nothing is
                  searched and no clock runs, and the model is the same bit for bit
    checkpoints   where every evaluated candidate is kept, and those of an earlier, interrupted build of the same table
                  and spec are found; None: nothing is kept

    Raises InputError when the table and the spec do not go together; EaselError when no model could be fitted or the
    graph does not equal the engine.
    """
    teller = Teller(Clock(spec.time_s if plan is None else math.inf, spent_s), on_event)
    teller.stage("read")
    keep_little()
    load_in_background(chosen_algorithms(spec.algorithms, spec.problem))
    order = read_order(table, spec, findings)
    work = prepare(table, spec, order, teller.clock, should_stop or _never, plan)
    table.forget_values()  # the search has its own, and needs the memory
    ledger = Ledger(checkpoints or NoCheckpoints())
    watch = Watch(teller.alert)

    def report(candidate: CandidateRecord) -> None:
        teller.candidate(candidate)
        if candidate.status == "done":
            watch.look("search", look.evidence(search, teller.clock.elapsed()))

    search = Search(work.bench, work.algorithms, work.strategies, report, ledger)
    search.quality = work.quality
    search.most_candidates = spec.candidates or MOST_CANDIDATES
    _search(search, teller, plan)
    if search.best is None:
        raise EaselError(
            "A model needs one algorithm that can be fitted to this table; none could. Give the build more time, or "
            f"leave columns out. {teller.last_failure()}".strip()
        )
    finished = finish(search, work, order, spec, table, teller, plan, watch)
    return _record(table, spec, order, work, search, finished, teller, name or f"{spec.target} model")


def _search(search: Search, teller: Teller, plan: Plan | None) -> None:
    teller.stage("baseline")
    if plan is not None:
        fit_plan(search, plan)
        return
    search.resume()
    search.run_portfolio(most=1)
    teller.stage("portfolio")
    search.run_portfolio()
    teller.stage("search")
    take_turns(search)
    bag_more(search)
    search.run_portfolio()  # with the time that larger bags could not use
    take_turns(search)
    bag_more(search)


def _record(
    table: Table,
    spec: BuildSpec,
    order: Order,
    work: Workspace,
    search: Search,
    finished: Finished,
    teller: Teller,
    name: str,
) -> Built:
    """Puts record and bundle together; the seconds are those of the whole build."""
    teller.stage("export")
    candidates = _candidates(teller, search, finished)
    seconds, created = teller.clock.elapsed(), datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    manifest = finished.manifest(name, created, len(candidates), seconds)
    bundle = finished.bundle(manifest)
    record = BuildRecord(
        name=name,
        spec=spec.to_dict(),
        problem=order.problem.name,
        problem_sentence=order.problem_sentence,
        target=spec.target,
        classes=work.bench.target.classes,
        positive=work.positive,
        metric=order.metric.name,
        headline=finished.score.sentence,
        score=finished.score,
        metrics=finished.metrics,
        baseline=finished.baseline,
        candidates=candidates,
        impact=finished.explained.impact,
        effects=finished.explained.effects,
        evaluation=finished.evaluation,
        parity=manifest.parity.to_dict(),
        findings=tuple(f.to_dict() for f in order.findings),
        left_out=order.left_out,
        set_aside=work.set_aside,
        used_columns=order.used,
        n_rows=table.n_rows,
        n_columns=table.n_columns,
        n_train=work.n_train,
        seconds=seconds,
        stopped_by="you" if work.bench.should_stop() else "budget" if teller.clock.search_left() <= 1 else "plan",
        created=created,
        versions=manifest.versions,
        bundle_bytes=len(bundle.model),
        threshold=finished.threshold,
        class_weights=finished.decision.class_weights,
        unmeasured=finished.measured.unmeasured(),
        insights=finished.insights,
        target_role=manifest.target.role and str(manifest.target.role),
        target_unit=manifest.target.unit,
        target_range=_range(order, work),
    )
    return Built(record, replace(bundle, record=record.to_dict()), finished.held)


def _candidates(teller: Teller, search: Search, finished: Finished) -> tuple[CandidateRecord, ...]:
    """Every candidate with what is known of it only now."""
    weights = dict(zip((e.record.index for e in search.evaluated), finished.weights, strict=True))
    curves = {run.index: run.curve for run in search.runs}
    costs = {i: asdict(cost) for i, cost in finished.costs.items()}
    return tuple(
        replace(c, weight=weights.get(i, 0.0), curve=curves.get(i), **costs.get(i, {}))
        for i, c in sorted(teller.candidates.items())
    )


def _range(order: Order, work: Workspace) -> tuple[float, float] | None:
    """The smallest and the largest number of the target in the rows that are not held out (None: classes)."""
    if order.problem.name != "regression":
        return None
    learnt = order.encoded.target.y[np.isin(order.encoded.rows, work.train_rows)]
    return float(learnt.min()), float(learnt.max())


def _never() -> bool:
    return False
