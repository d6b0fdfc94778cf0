"""What is looked at beside the score: the measured rows kept one by one, where the model errs, how groups fare, which
columns act together, and what the training watch says to all of it."""

from __future__ import annotations

import numpy as np

from automl.bench import oriented
from automl.contracts import Decision
from automl.fairness import fairness, sensitive
from automl.held import Held, hold
from automl.insights import Fairness
from automl.labels import as_answers, named
from automl.measure import Measured
from automl.prepare import Order, Workspace
from automl.search import Search
from automl.shapley import Answer
from automl.watch import Evidence
from datasets.findings.leakage import nearly
from datasets.table import Table

TRAIN_ROWS = 1_000
SUSPECTING = ("leakage", "afterwards", "formula")  # rules of the data check


def held_rows(table: Table, order: Order, work: Workspace, measured: Measured, target: str) -> Held:
    """The measured rows with their cells."""
    places = work.holdout_rows if measured.how == "holdout" else work.train_rows[work.bench.valid_rows]
    names = np.zeros(len(places), dtype=np.int64) if order.problem.name == "regression" else measured.names
    return hold(
        table,
        target,
        places,
        order.problem.name,
        measured.target.classes,
        measured.y,
        measured.answers,
        names,
        measured.how,
        measured.seed,
    )


def fairness_of_named(held: Held, used: tuple[str, ...], positive: str | None, seed: int) -> tuple[Fairness, ...]:
    """Of the columns whose names say that people are often treated by them."""
    columns = sensitive(held.table.names)
    return tuple(fairness(held, name, used=name in used, chosen=positive, seed=seed) for name in columns)


def evidence(search: Search, elapsed_s: float) -> Evidence:
    """What the watch may know while candidates are tried."""
    bench, best = search.bench, search.best
    gains = next((run.gains for run in search.runs if best is not None and run.index == best.record.index), [])
    sign = 1.0 if bench.metric.higher_is_better else -1.0
    return Evidence(
        metric=bench.metric,
        target="",
        elapsed_s=elapsed_s,
        budget_s=bench.clock.budget_s,
        candidates=tuple(e.record for e in search.evaluated),
        fold_values=tuple(sign * gain for gain in gains),
        dullest=sign * bench.dullest_gain,
    )


def train_value(answer: Answer, work: Workspace, decision: Decision, seed: int) -> float:
    """The objective, in its own sign, of the graph's answers to rows it was trained on."""
    bench = work.bench
    n = bench.features.n_rows
    rows = np.sort(np.random.default_rng([seed, 17]).choice(n, min(n, TRAIN_ROWS), replace=False))
    y, answers = bench.original(bench.target.y[rows]), answer(bench.features.take(rows).inputs())
    if bench.metric.of_counts is not None:
        answers = as_answers(named(answers, decision), answers.shape[1])
    return float(bench.metric.score(*oriented(bench.target, y, answers, bench.positive)))


def suspects(order: Order) -> tuple[str, ...]:
    """Columns in use that give the target away, as the data check says; what it only asks about is not counted."""
    warned = (f for f in order.findings if f.rule in SUSPECTING and not nearly(f.rule, f.value))
    named_ = (name for f in warned for name in f.columns)
    return tuple(dict.fromkeys(name for name in named_ if name in order.used))


__all__ = ["evidence", "fairness_of_named", "held_rows", "suspects", "train_value"]
