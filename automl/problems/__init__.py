"""The kinds of question, one file each; `ALL` maps names to records, in the order in which they are asked for."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from automl import metrics
from automl.contracts import Problem
from datasets.errors import InputError
from datasets.registry import discover
from datasets.schema import Kind
from datasets.table import Table

ALL: dict[str, Problem] = {
    problem.name: problem
    for problem in sorted(discover(sys.modules[__name__], Problem).values(), key=lambda problem: problem.order)
}


@dataclass(frozen=True, slots=True)
class Detected:
    """The problem that fits a target and the sentence that says why."""

    problem: Problem
    sentence: str


def detect(table: Table, target: str) -> Detected:
    """The kind of question that a column asks, by the rules of each problem, in order.

    Raises InputError when there is no such column, when it has no value at all, or only one."""
    facts = target_facts(table, target)
    check_variety(facts, target)
    for problem in ALL.values():
        if sentence := problem.detect(facts):
            return Detected(problem, sentence)
    raise InputError(
        f"{target} has {facts['n_unique']:,} different texts in {facts['n_rows']:,} rows, too many to choose between. "
        "Choose a column with numbers or with fewer different values."
    )


def target_facts(table: Table, target: str) -> dict[str, Any]:
    """Of a target column: name, n_rows (with a value), n_unique, values (the first three different texts), is_number,
    is_whole, least and most (of the numbers)."""
    column = table.schema[target]
    texts = table.texts(target).filter(~table.missing(target))
    unique = texts.unique()
    numbers = table.numbers(target) if column.kind in (Kind.NUMERIC, Kind.ID) else np.full(1, np.nan)
    known = numbers[~np.isnan(numbers)]
    return {
        "name": target,
        "n_rows": len(texts),
        "n_unique": len(unique),
        "values": tuple(unique.slice(0, 3).to_pylist()),
        "is_number": column.kind is Kind.NUMERIC or len(known) == len(texts) > 0,
        "is_date": column.kind is Kind.DATETIME,
        "is_whole": bool((known == np.round(known)).all()),
        "least": float(known.min()) if len(known) else None,
        "most": float(known.max()) if len(known) else None,
    }


def check_variety(facts: dict[str, Any], target: str) -> None:
    """Raises InputError when a target has fewer than two different values, or holds dates."""
    if facts["n_unique"] == 0:
        raise InputError(
            f"A build needs values in {target}; this table has none in that column. Choose another column or table."
        )
    if facts["n_unique"] == 1:
        raise InputError(
            f'A build needs at least 2 different values in {target}; this table has only "{facts["values"][0]}". '
            "Choose another column or another table."
        )
    if facts["is_date"] and facts["n_unique"] > 2:
        raise InputError(
            f"{target} holds dates, and a date cannot be predicted. Choose a column with numbers or names."
        )


def resolve(table: Table, target: str, problem: str | None, metric: str | None) -> Detected:
    """The problem that was asked for, or implied by a metric that fits only one, or detected. Raises InputError when
    the names are unknown, do not fit each other or do not fit the target."""
    if problem is not None and problem not in ALL:
        raise InputError(f"There is no problem {problem!r}. The problems are: {', '.join(ALL)}.")
    if problem is None and metric is not None and len(fits := metrics.get(metric).problems) == 1:
        problem = next(iter(fits))
        if problem == "regression":
            _check_numbers(table, target, metric)
    if problem is None:
        return detect(table, target)
    facts = target_facts(table, target)
    check_variety(facts, target)
    return Detected(ALL[problem], f"You chose it: {ALL[problem].title.lower()}.")


def fitting(problem: Problem) -> str:
    """What to do where a metric does not fit a problem."""
    return f"Choose one of: {', '.join(metrics.for_problem(problem.name))}."


def _check_numbers(table: Table, target: str, metric: str) -> None:
    """Raises InputError when a metric is one of numbers, and the target holds none."""
    if not np.isfinite(table.numbers(target)).any():
        title, found = metrics.get(metric).title, detect(table, target).problem
        raise InputError(f"{title} measures answers that are numbers, and {target} holds none. {fitting(found)}")
