"""Columns that look as if they were filled in after the outcome was known.

Either a column has values for hardly any row but those of one class, though not for all of them (the leakage rule finds
those); or it is a date that is always later than another one, and the time between them goes together with the target.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np
import numpy.typing as npt

from datasets.cells import MISSING_SECONDS
from datasets.findings._filled import filled_for_one
from datasets.findings._rule import Evidence, Finding, Rule, leave_out, percent
from datasets.findings.leakage import FILLED_SHARE
from datasets.relation import bins, relation
from datasets.schema import Kind

LEAST_FILLED_SHARE = 0.1
MOST_STRANGE_SHARE = 0.001
LEAST_FILLED = 20
LEAST_OTHERS = 100
LATER_SHARE = 0.99
MOST_DATES = 8
DAY_S = 86_400


def _check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.target is None:
        return
    yield from _one_sided(evidence)
    yield from _later(evidence)


def _one_sided(evidence: Evidence) -> Iterator[Finding]:
    for name in evidence.features:
        filled = filled_for_one(evidence, name)
        if filled is None or filled.n_filled < LEAST_FILLED or filled.n_others < LEAST_OTHERS:
            continue
        known_leak = filled.share >= FILLED_SHARE
        if known_leak or filled.share < LEAST_FILLED_SHARE or filled.strange > MOST_STRANGE_SHARE:
            continue
        sentence = f"{filled.sentence} Such a column is often written after the fact; then leave it out."
        yield _finding(evidence, name, sentence, filled.share, LEAST_FILLED_SHARE, [filled.place], (name,))


def _later(evidence: Evidence) -> Iterator[Finding]:
    dates = [c.name for c in evidence.of_kind(Kind.DATETIME)][:MOST_DATES]
    seconds = {name: _seconds(evidence, name) for name in dates}
    best: dict[str, tuple[float, str]] = {}
    for first, last in permutations(dates, 2):
        days = (seconds[last] - seconds[first]) / DAY_S
        strength = _strength(evidence, days)
        if strength >= RULE.threshold and strength > best.get(last, (0.0, ""))[0]:
            best[last] = (strength, first)
    for last, (strength, first) in best.items():
        days = (seconds[last] - seconds[first]) / DAY_S
        known = np.flatnonzero(~np.isnan(days))
        sentence = (
            f"{last} is later than {first} in {percent(float((days[known] >= 0).mean()))} of the rows that have both, "
            f"and the days between go together with {evidence.target} (strength {strength:.2f} of 1)"
            f"{evidence.sampled}. If {last} is not known yet when you predict, leave it out."
        )
        longest = evidence.places[known[days[known].argmax()]]
        yield _finding(evidence, last, sentence, strength, RULE.threshold, [longest], (first, last))


def _seconds(evidence: Evidence, name: str) -> npt.NDArray[np.float64]:
    seconds = evidence.rows.seconds(name)
    return np.where(seconds == MISSING_SECONDS, np.nan, seconds.astype(np.float64))


def _strength(evidence: Evidence, days: npt.NDArray[np.float64]) -> float:
    """How strongly the days between two dates go together with the target; 0 where the second is not always later."""
    known = ~np.isnan(days)
    if known.sum() < LEAST_FILLED * 5 or (days[known] >= 0).mean() < LATER_SHARE or (days[known] > 0).mean() < 0.5:
        return 0.0
    aim = evidence.aim
    return 0.0 if aim is None else relation(bins(days), aim)


def _finding(
    evidence: Evidence,
    name: str,
    sentence: str,
    value: float,
    threshold: float,
    places: list[int],
    others: tuple[str, ...],
) -> Finding:
    assert evidence.target is not None
    return Finding(
        RULE.name,
        (name,),
        f"{name} may be known only afterwards",
        sentence,
        value,
        threshold,
        example=evidence.show(places, (*others, evidence.target)),
        fix=leave_out(name),
    )


RULE = Rule("afterwards", "Known only afterwards", 0.3, 12, _check)
