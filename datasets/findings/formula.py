"""Is the number to predict worked out from other columns: their sum or difference, or their product or ratio?

A linear equation is fitted to the numbers and, where all are positive, to their logarithms, on one half of at most
4,000 rows; it must give the other half nearly exactly, and needs at least two columns to do so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datasets.cells import MISSING_SECONDS
from datasets.findings._rule import Evidence, Finding, Rule, leave_out, listed
from datasets.schema import Kind

MOST_ROWS = 4_000
ROWS_PER_COLUMN = 10
MOST_PARTS = 8
LEAST_WEIGHT = 0.02  # of the target's deviation; a part with less is none
LARGE = 1e100
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Equation:
    names: tuple[str, ...]
    explained: float
    is_product: bool


def _check(evidence: Evidence) -> Iterator[Finding]:
    aim = evidence.aim
    if aim is None or aim.numbers is None:
        return
    X, names = _inputs(evidence)
    rows = np.flatnonzero(~np.isnan(aim.numbers))
    rows = (
        rows[np.linspace(0, len(rows) - 1, min(len(rows), MOST_ROWS)).round().astype(np.int64)] if len(rows) else rows
    )
    X, y = X[rows], aim.numbers[rows]
    whole = (~np.isnan(X)).all(axis=0) & (X[:1] != X).any(axis=0)
    names = tuple(name for name, keep in zip(names, whole.tolist(), strict=True) if keep)
    equation = _equation(X[:, whole], y, names)
    if equation is None:
        return
    how = "a product or a ratio" if equation.is_product else "a sum or a difference"
    target, parts = evidence.target, listed(equation.names, MOST_PARTS)
    assert target is not None
    sentence = (
        f"{target} is {how} of {parts}: together they give {100 * equation.explained:.2f} % of its differences. Where "
        f"those are known, {target} is known too and no model is needed; else leave them out."
    )
    example = evidence.show(evidence.places[:1], (*equation.names, target))
    fix = leave_out(*equation.names)
    title = f"{target} is worked out from other columns"
    yield Finding(
        RULE.name, equation.names, title, sentence, equation.explained, RULE.threshold, example=example, fix=fix
    )


def _inputs(evidence: Evidence) -> tuple[Numbers, tuple[str, ...]]:
    """(m, k) numbers, and dates in days, on the sampled rows."""
    columns, names = [], []
    for column in evidence.of_kind(Kind.NUMERIC, Kind.DATETIME):
        if column.kind == Kind.NUMERIC:
            values = evidence.rows.numbers(column.name)
        else:
            seconds = evidence.rows.seconds(column.name)
            values = np.where(seconds == MISSING_SECONDS, np.nan, seconds / 86_400)
        if np.nanmax(np.abs(values), initial=0.0) < LARGE:
            columns.append(values)
            names.append(column.name)
    shape = (evidence.rows.n_rows, 0)
    return np.column_stack(columns) if columns else np.zeros(shape), tuple(names)


def _equation(X: Numbers, y: Numbers, names: tuple[str, ...]) -> _Equation | None:
    if len(names) < 2 or len(y) < ROWS_PER_COLUMN * len(names) or np.ptp(y) == 0:
        return None
    positive: npt.NDArray[np.bool_] = np.all(X > 0, axis=0)
    found = _solve(X, y, names, is_product=False)
    if found is None and (y > 0).all() and positive.sum() >= 2:
        chosen = tuple(name for name, fits in zip(names, positive.tolist(), strict=True) if fits)
        found = _solve(np.log(X[:, positive]), np.log(y), chosen, is_product=True)
    return found


def _solve(X: Numbers, y: Numbers, names: tuple[str, ...], is_product: bool) -> _Equation | None:
    """Fits all columns, then only those that carry weight, which must do it as well; None when there is no equation."""
    if np.std(y) == 0:
        return None
    explained, weights = _fit(X, y)
    if explained < RULE.threshold:
        return None
    parts = np.flatnonzero(np.abs(weights) >= LEAST_WEIGHT)
    if not 2 <= len(parts) <= MOST_PARTS:
        return None
    explained, _ = _fit(X[:, parts], y)
    alone = max(_fit(X[:, [part]], y)[0] for part in parts)
    if explained < RULE.threshold or alone >= RULE.threshold:
        return None
    return _Equation(tuple(names[part] for part in parts), min(explained, 1.0), is_product)


def _fit(X: Numbers, y: Numbers) -> tuple[float, Numbers]:
    """(share of the variance explained on the half not fitted, weights (k,) in deviations of y)."""
    scale = np.std(X, axis=0)
    scale[scale == 0] = 1.0
    Z = np.column_stack([(X - X.mean(axis=0)) / scale, np.ones(len(X))])
    goal = (y - y.mean()) / np.std(y)
    order = np.random.default_rng(0).permutation(len(y))
    learn, test = order[: len(y) // 2], order[len(y) // 2 :]
    weights = np.linalg.lstsq(Z[learn], goal[learn], rcond=1e-10)[0]
    error = float(((goal[test] - Z[test] @ weights) ** 2).sum())
    total = float(((goal[test] - goal[test].mean()) ** 2).sum())
    return (1 - error / total if total > 0 else 0.0), weights[:-1]


RULE = Rule("formula", "Worked out from other columns", 0.9999, 14, _check)
