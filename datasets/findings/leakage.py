"""Columns that give the answer away: they were probably written after the fact.

A column leaks when it alone, learned on one half of the sampled rows, answers the other half almost perfectly; or when
its being filled in does. Strength: for classes the balanced share of rights (0.5 = a coin), for numbers the share of
the variance that is explained, of the numbers or of their ranks, whichever is more.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from datasets.findings._rule import Evidence, Finding, Rule, leave_out
from datasets.relation import LARGE, TargetValues, levels, sample, target_values
from datasets.schema import Kind
from datasets.table import Table

NUMBER_THRESHOLD = 0.98
LEAST_ROWS = 40
LEAST_CLASS_ROWS = 5
FINE_BINS = 200
FILLED_SHARE = 0.95
MOST_CLASSES = 100
Codes = npt.NDArray[np.int64]


def _check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.target is None or evidence.table.n_rows < LEAST_ROWS:
        return
    rows = sample(evidence.table)
    target = target_values(rows, evidence.target)
    for name in evidence.features:
        if rows.schema[name].kind in (Kind.ID, Kind.CONSTANT) and not rows.missing(name).any():
            continue
        filled = _filled_only_for(evidence.table, name, evidence.target)
        if filled is not None:
            yield _finding(name, *filled, RULE.threshold)
            continue
        strength = _strength(rows, name, target)
        threshold = RULE.threshold if target.codes is not None else NUMBER_THRESHOLD
        if strength >= threshold:
            yield _finding(name, _sentence(name, evidence.target, strength, target), strength, threshold)


def _finding(name: str, sentence: str, value: float, threshold: float) -> Finding:
    sentence = f"{sentence} If it is only known after the fact, leave it out."
    title = f"{name} gives the answer away"
    return Finding(RULE.name, name, title, sentence, value, threshold, "warning", leave_out(name))


def _sentence(name: str, target: str, strength: float, values: TargetValues) -> str:
    if values.numbers is not None:
        return f"{name} alone explains {100 * strength:.1f} % of the differences in {target}."
    return f"{name} alone names {target} right in {100 * strength:.1f} of 100 rows (every value counted alike)."


def _strength(rows: Table, name: str, target: TargetValues) -> float:
    """Learned on every other row, measured on the rest: 0..1."""
    codes = _fine_levels(rows, name)
    if target.numbers is not None:
        known = ~np.isnan(target.numbers)
        numbers = target.numbers[known]
        return max(_explained(codes[known], numbers), _explained(codes[known], _ranks(numbers)))
    assert target.codes is not None
    known = target.codes >= 0
    return _balanced_rights(codes[known], target.codes[known])


def _fine_levels(rows: Table, name: str) -> Codes:
    """Levels fine enough to see a copy of a number."""
    if rows.schema[name].kind is not Kind.NUMERIC:
        return levels(rows, name)
    values = rows.numbers(name)
    known = np.clip(values[~np.isnan(values)], -LARGE, LARGE)
    if not len(known):
        return np.zeros(len(values), dtype=np.int64)
    bins = max(2, min(FINE_BINS, len(known) // 20))
    edges = np.unique(np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1]))
    codes = np.searchsorted(edges, values, side="left").astype(np.int64) + 1
    codes[np.isnan(values)] = 0
    return codes


def _halves(n: int) -> tuple[Codes, Codes]:
    order = np.random.default_rng(0).permutation(n)
    return order[: n // 2], order[n // 2 :]


def _balanced_rights(codes: Codes, classes: Codes) -> float:
    present, classes = np.unique(classes, return_inverse=True)
    counts = np.bincount(classes)
    if len(present) < 2 or counts.min() < LEAST_CLASS_ROWS:
        return 0.0
    learn, test = _halves(len(codes))
    table = np.zeros((int(codes.max()) + 1, len(present)))
    np.add.at(table, (codes[learn], classes[learn]), 1.0)
    weighted = table / np.maximum(table.sum(axis=0), 1)
    named = weighted.argmax(axis=1)[codes[test]]
    rights = [float((named[classes[test] == c] == c).mean()) for c in range(len(present)) if (classes[test] == c).any()]
    return float(np.mean(rights))


def _explained(codes: Codes, numbers: npt.NDArray[np.float64]) -> float:
    learn, test = _halves(len(codes))
    if len(test) < LEAST_ROWS // 2:
        return 0.0
    size = int(codes.max()) + 1
    counts = np.bincount(codes[learn], minlength=size)
    sums = np.bincount(codes[learn], weights=numbers[learn], minlength=size)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), numbers[learn].mean())
    total = float(((numbers[test] - numbers[test].mean()) ** 2).sum())
    return 1 - float(((numbers[test] - means[codes[test]]) ** 2).sum()) / total if total > 0 else 0.0


def _ranks(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The place of each number among the others; equal numbers share theirs."""
    different, places = np.unique(numbers, return_inverse=True)
    ends = np.cumsum(np.bincount(places, minlength=len(different)))
    return ends[places].astype(np.float64)


def _filled_only_for(table: Table, name: str, target: str) -> tuple[str, float] | None:
    """(sentence, share) when a column is filled in for nearly all rows of one class of the target and for hardly any
    other; counted on all rows."""
    filled = ~table.missing(name)
    if table.schema[target].kind is Kind.NUMERIC or filled.all() or not filled.any():
        return None
    known = ~table.missing(target)
    encoded = table.texts(target).dictionary_encode()
    codes = np.asarray(encoded.indices)
    counts = np.bincount(codes[known], minlength=len(encoded.dictionary))
    for code in np.argsort(-counts, kind="stable")[:MOST_CLASSES]:
        mine, others = known & (codes == code), known & (codes != code)
        if min(mine.sum(), others.sum()) < LEAST_CLASS_ROWS:
            continue
        share, strange = float(filled[mine].mean()), float(filled[others].mean())
        if share >= FILLED_SHARE and strange <= 1 - FILLED_SHARE:
            text = encoded.dictionary[int(code)].as_py()
            count, of, wrong = int(filled[mine].sum()), int(mine.sum()), int(filled[others].sum())
            sentence = f'Filled in for {count:,} of {of:,} rows where {target} is "{text}"'
            return f"{sentence} and for {f'{wrong:,}' if wrong else 'none'} of the others.", (share + 1 - strange) / 2
    return None


RULE = Rule("leakage", "Gives the answer away", 0.95, 10, _check)
