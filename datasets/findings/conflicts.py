"""Rows that agree in everything but the answer: no model can get all of them right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datasets.findings._rule import Evidence, Finding, Rule, Severity, percent
from datasets.rows import first_of_equals, may_repeat, row_keys
from datasets.schema import Kind

LEAST_DIFFERENT_SHARE = 0.8  # where fewer rows differ, equal rows are nothing strange
SURE_SHARE = 0.9  # where more rows differ, equal rows are the same case


def _check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.classes is None or evidence.target is None:
        return
    codes, _ = evidence.classes
    features = [c.name for c in evidence.of_kind(*(k for k in Kind if k not in (Kind.ID, Kind.CONSTANT)))]
    if not may_repeat(evidence.table, features, evidence.profile.n_unique, RULE.threshold / 2):
        return
    first = first_of_equals(row_keys(evidence.table, features))
    known = codes >= 0
    odd = known & known[first] & (codes != codes[first])
    disputed = np.isin(first, first[odd]) & known
    share = int(disputed.sum()) / evidence.n_rows
    different = len(np.unique(first)) / evidence.n_rows
    if share < RULE.threshold or different < LEAST_DIFFERENT_SHARE:
        return
    one = int(np.flatnonzero(odd)[0])
    sentence = (
        f"{int(disputed.sum()):,} of {evidence.n_rows:,} rows ({percent(share)}) agree with another row in every "
        f"column but ids and {evidence.target}, and differ in {evidence.target}. No model can get all of them right."
    )
    example = evidence.show([int(first[one]), one], [*features[:3], evidence.target])
    advice = (
        "Find out which of them is right, or which column is missing that tells them apart; correct the file and "
        "import it again."
    )
    title = "Equal rows with different answers"
    columns = (evidence.target,)
    severity: Severity = "warning" if different >= SURE_SHARE else "note"
    yield Finding(RULE.name, columns, title, sentence, share, RULE.threshold, severity, example, advice=advice)


RULE = Rule("conflicts", "Conflicting rows", 0.01, 36, _check)
