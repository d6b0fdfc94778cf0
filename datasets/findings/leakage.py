"""Columns that give the answer away: they were probably written after the fact.

A column leaks when it alone, learned on one half of the sampled rows, answers the other half almost perfectly; or when
its being filled in does. Where it answers them nearly so well, the warning only asks: few honest columns do, copies
with some noise do (docs/decisions.md, 122). Strength: for classes the balanced share of rights (0.5 = a coin), for
numbers the share of the variance that is explained, of the numbers or of their ranks, whichever is more.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from datasets.findings._filled import filled_for_one
from datasets.findings._rule import Evidence, Finding, Rule, leave_out
from datasets.relation import LARGE, TargetValues, crossed, levels, ranks
from datasets.schema import Kind
from datasets.table import Table

LOOK_THRESHOLD = 0.9
LEAST_ROWS = 40
LEAST_LOOK_ROWS = 100  # with fewer, one of many columns is that strong by chance
MOST_LOOKS = 2  # where more columns say that much, the question is an easy one
LEAST_CLASS_ROWS = 5
FINE_BINS = 200
FILLED_SHARE = 0.95
Codes = npt.NDArray[np.int64]


def nearly(rule: str, value: float) -> bool:
    """Whether a finding of this rule with this value says only "nearly": a question, and no verdict on the model."""
    return rule == RULE.name and value < RULE.threshold


def _check(evidence: Evidence) -> Iterator[Finding]:
    target = evidence.aim
    if target is None or evidence.n_rows < LEAST_ROWS:
        return
    looks: list[Finding] = []
    for name in evidence.features:
        column = evidence.profile[name]
        if column.kind in (Kind.ID, Kind.CONSTANT) and not column.n_missing:
            continue
        filled = filled_for_one(evidence, name)
        if filled is not None and filled.share >= FILLED_SHARE and filled.strange <= 1 - FILLED_SHARE:
            yield _finding(evidence, name, filled.sentence, (filled.share + 1 - filled.strange) / 2)
            continue
        strength = _strength(evidence.rows, name, target)
        if strength >= RULE.threshold:
            yield _finding(evidence, name, _sentence(name, evidence, strength), strength)
        elif strength >= LOOK_THRESHOLD and evidence.n_rows >= LEAST_LOOK_ROWS:
            looks.append(_finding(evidence, name, _sentence(name, evidence, strength), strength))
    yield from looks if len(looks) <= MOST_LOOKS else ()


def _finding(evidence: Evidence, name: str, sentence: str, value: float) -> Finding:
    assert evidence.target is not None
    sure = not nearly(RULE.name, value)
    asked = "If it is only known after the fact, leave it out."
    if not sure:
        asked = "Few columns say that much. Ask whether it is known at the moment of predicting; if not, leave it out."
    return Finding(
        RULE.name,
        (name,),
        f"{name} gives the answer away" if sure else f"{name} nearly gives the answer away",
        f"{sentence} {asked}",
        value,
        RULE.threshold if sure else LOOK_THRESHOLD,
        "warning",
        example=evidence.show(_unlike(evidence, name), (name, evidence.target)),
        fix=leave_out(name),
    )


def _unlike(evidence: Evidence, name: str) -> list[int]:
    """Two rows with different answers, numbers: far apart; the first of them has the column filled in, and the other
    has it empty where such a row exists."""
    aim = evidence.aim
    assert aim is not None
    values = aim.numbers
    if values is None:
        assert aim.codes is not None
        values = np.where(aim.codes < 0, np.nan, aim.codes.astype(np.float64))
    empty, known = evidence.rows.missing(name), ~np.isnan(values)
    filled = np.flatnonzero(known & ~empty)
    if not len(filled):
        return []
    first = filled[np.argmax(values[filled])] if aim.codes is None else filled[0]
    others = np.flatnonzero(known & (values != values[first]))
    if not len(others):
        return [int(evidence.places[first])]
    gaps = others[empty[others]]
    second = others[np.argmin(values[others])] if aim.codes is None else (gaps if len(gaps) else others)[0]
    return sorted({int(evidence.places[first]), int(evidence.places[second])})


def _sentence(name: str, evidence: Evidence, strength: float) -> str:
    if evidence.aim is not None and evidence.aim.numbers is not None:
        said = f"{name} alone explains {100 * strength:.1f} % of the differences in {evidence.target}"
    else:
        said = (
            f"{name} alone names {evidence.target} right in {100 * strength:.1f} of 100 rows, every value counted alike"
        )
    return f"{said}{evidence.sampled}."


def _strength(rows: Table, name: str, target: TargetValues) -> float:
    """Learned on every other row, measured on the rest: 0..1."""
    codes = _fine_levels(rows, name)
    if target.numbers is not None:
        known = ~np.isnan(target.numbers)
        numbers = target.numbers[known]
        return max(_explained(codes[known], numbers), _explained(codes[known], ranks(numbers)))
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
    table = crossed(codes[learn], classes[learn], (int(codes.max()) + 1, len(present)))
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


RULE = Rule("leakage", "Gives the answer away", 0.95, 10, _check)
