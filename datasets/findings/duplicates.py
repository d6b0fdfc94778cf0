"""Rows that stand in the table more than once count more than once, in learning and in the score."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datasets.findings._rule import Evidence, Finding, Fix, Rule, Severity, percent
from datasets.rows import first_of_equals, may_repeat, row_keys

COARSE_SHARE = 0.25  # where more rows than these repeat, the columns are too few to tell rows apart


def _check(evidence: Evidence) -> Iterator[Finding]:
    n_rows = evidence.n_rows
    if not may_repeat(evidence.table, evidence.table.names, evidence.profile.n_unique, RULE.threshold):
        return
    first = first_of_equals(row_keys(evidence.table, evidence.table.names))
    again = np.flatnonzero(first != np.arange(n_rows))
    share = len(again) / n_rows
    if share < RULE.threshold:
        return
    sentence = f"{len(again):,} of {n_rows:,} rows ({percent(share)}) are equal to an earlier row in every cell."
    if share > COARSE_SHARE:
        sentence += " With so few different cells, equal rows may well be different cases; then keep them."
    else:
        sentence += " Some of them will be learned and measured alike, so the score looks better than it is."
    example = f"Row {again[0] + 1:,} is the same as row {first[again[0]] + 1:,}."
    fix = Fix("drop_duplicates", (), "Remove repeats")
    severity: Severity = "note" if share > COARSE_SHARE else "warning"
    yield Finding(RULE.name, (), "Rows repeat", sentence, share, RULE.threshold, severity, example, fix)


RULE = Rule("duplicates", "Repeated rows", 0.01, 38, _check)
