"""What happens before the first fit: the order is checked against the table, rows are split, columns encoded."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from automl import metrics, problems, quality, splits
from automl.bench import Bench
from automl.clock import Clock
from automl.contracts import Algorithm, Metric, Problem, Rows, Strategy, Target
from automl.features import USABLE_KINDS, Features
from automl.plan import chosen_algorithms, count_folds, fitting_strategies, folds_to_cut
from automl.quality import BALANCED, Quality
from automl.replay import Plan
from automl.spec import BuildSpec
from automl.target import EncodedTarget, encode_target
from datasets import findings as data_findings
from datasets.errors import InputError
from datasets.findings import Finding
from datasets.profile import profile
from datasets.schema import Kind
from datasets.table import Table
from datasets.words import usual_yes

MOST_THREADS = 8
CHOSEN_OUT = "left out by you"


@dataclass(frozen=True)
class Order:
    """The spec, resolved against the table: problem and metric, columns used and left out (with the reason)."""

    problem: Problem
    problem_sentence: str
    metric: Metric
    encoded: EncodedTarget
    split: splits.Chosen
    used: tuple[str, ...]
    left_out: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Workspace:
    """Everything the search works on. `holdout` are rows that nothing sees until the end (none on small tables);
    `y_holdout` is in original units; `positive` is the class that counts as yes (None unless binary). `train_rows` and
    `holdout_rows` are the places of both in the table."""

    bench: Bench
    algorithms: tuple[Algorithm, ...]
    strategies: dict[str, Strategy]
    holdout: Features
    y_holdout: npt.NDArray[np.generic]
    set_aside: tuple[str, ...]
    positive: str | None
    train_rows: Rows
    holdout_rows: Rows
    quality: Quality = BALANCED

    @property
    def n_train(self) -> int:
        return len(self.train_rows)


def read_order(table: Table, spec: BuildSpec, findings: tuple[Finding, ...] | None = None) -> Order:
    """Resolves a spec against a table. Raises InputError with a sentence when they do not go together."""
    for name in (spec.target, *spec.exclude):
        table.known(name)
    if table.n_rows == 0:
        raise InputError("A build needs rows to learn from; this table has a header and no rows. Add rows to it.")
    detected = problems.resolve(table, spec.target, spec.problem, spec.metric)
    metric = _metric(spec, detected.problem)
    encoded = encode_target(table, spec.target, detected.problem)
    if (refusal := metric.refuses(encoded.target.y)) is not None:
        raise InputError(f"{refusal} Choose another metric.")
    split = splits.choose(spec.split, table, spec.target)
    used, left_out = _columns(table, spec, split)
    if findings is None:
        findings = data_findings.check(table, profile(table, spec.target), spec.target)
        findings = tuple(finding for finding in findings if not _is_split(finding, spec.split))
    return Order(detected.problem, detected.sentence, metric, encoded, split, used, left_out, findings)


def _is_split(finding: Finding, split: str) -> bool:
    """Whether the finding asks for the split that the build makes."""
    fix = finding.fix
    return fix is not None and fix.action == "split" and split == f"{fix.arguments['by']}:{fix.columns[0]}"


def _metric(spec: BuildSpec, problem: Problem) -> Metric:
    metric = metrics.get(spec.metric or problem.default_metric)
    if problem.name not in metric.problems:
        raise InputError(f"{metric.title} does not fit a {problem.name} problem. {problems.fitting(problem)}")
    return metric


def _columns(table: Table, spec: BuildSpec, split: splits.Chosen) -> tuple[tuple[str, ...], dict[str, str]]:
    """Names used and names left out with the reason. Raises InputError when none can be used."""
    used, left_out = [], {}
    for column in table.schema:
        if column.name == spec.target:
            continue
        if column.name in spec.exclude:
            left_out[column.name] = CHOSEN_OUT
        elif column.name == split.column and split.split.uses_up:
            left_out[column.name] = "says which rows belong together"
        elif column.kind is Kind.ID:
            left_out[column.name] = "names each row, so a model could only learn it by heart"
        elif column.kind is Kind.CONSTANT or column.kind not in USABLE_KINDS:
            left_out[column.name] = "has the same value everywhere, so it tells nothing"
        else:
            used.append(column.name)
    if not used:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in list(left_out.items())[:5]) or "there are none"
        raise InputError(
            f"A build needs at least one column to learn from besides {spec.target}; none can be used ({reasons}). "
            "Add a column or change a column's kind."
        )
    return tuple(used), left_out


def prepare(
    table: Table,
    spec: BuildSpec,
    order: Order,
    clock: Clock,
    should_stop: Callable[[], bool],
    plan: Plan | None = None,
) -> Workspace:
    """Encodes the used columns and rows, holds rows out, cuts folds (as many as the plan of an earlier build says)."""
    target, chosen_quality = order.encoded.target, quality.named(spec.quality)
    rows = order.encoded.rows
    features = Features.from_table(table if len(rows) == table.n_rows else table.take(rows), order.used)
    train_rows, held = order.split.hold_out(target, rows, spec.seed)
    n_folds = plan.n_folds if plan else _count_folds(len(train_rows), order, spec)
    train, shift, scale = _standardised(target.take(train_rows), order.metric.logs)
    positive = _positive(spec, target)
    dullest = order.problem.baseline(target.take(train_rows))
    index = target.classes.index(positive) if positive is not None else 1
    seen = features.take(train_rows)
    folds = order.split.folds(train, rows[train_rows], folds_to_cut(n_folds), spec.seed)
    bench = Bench(
        features=seen.own_words() if len(held) else seen,
        target=train,
        folds=folds[-n_folds:],
        more_folds=folds[:-n_folds] if order.split.split.bags and not chosen_quality.refits else (),
        folds_share=order.split.split.bags,
        metric=order.metric,
        clock=clock,
        seed=spec.seed,
        threads=plan.threads if plan else min(os.cpu_count() or 1, MOST_THREADS),
        shift=shift,
        scale=scale,
        positive=index,
        should_stop=should_stop,
    )
    algorithms = chosen_algorithms(spec.algorithms, order.problem.name)
    bench = replace(bench, dullest_gain=bench.gain(target.y[train_rows], np.repeat(dullest, len(train_rows), axis=0)))
    return Workspace(
        bench=bench,
        algorithms=algorithms,
        strategies=fitting_strategies(bench.features, train, algorithms),
        holdout=features.take(held),
        y_holdout=target.y[held],
        set_aside=order.encoded.set_aside,
        positive=positive,
        train_rows=rows[train_rows],
        holdout_rows=rows[held],
        quality=chosen_quality,
    )


def _count_folds(n_rows: int, order: Order, spec: BuildSpec) -> int:
    thoroughness = quality.named(spec.quality).thoroughness
    return count_folds(n_rows, len(order.used), order.encoded.target, spec.budget_s, thoroughness)


def _standardised(target: Target, logs: bool) -> tuple[Target, float, float]:
    """(target, or its log(1 + y), with mean 0 and deviation 1, shift, scale); classes as they are."""
    if target.problem != "regression":
        return target, 0.0, 1.0
    y = np.log1p(target.y) if logs else target.y
    shift, scale = float(np.mean(y)), float(np.std(y)) or 1.0
    return Target(target.problem, (y - shift) / scale), shift, scale


def _positive(spec: BuildSpec, target: Target) -> str | None:
    """The class that counts as yes. Raises InputError when the chosen one does not exist."""
    if target.problem != "binary":
        return None
    if spec.positive is None:
        return usual_yes(target.classes)
    if spec.positive not in target.classes:
        raise InputError(
            f'{spec.target} has no value "{spec.positive}". Choose {" or ".join(target.classes)} as the yes.'
        )
    return spec.positive
