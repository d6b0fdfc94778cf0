"""What may be wrong with the data, found before a model learns it; one rule a file, `ALL` maps names to rules."""

from __future__ import annotations

import sys
import time

from datasets.findings._rule import RANK, Evidence, Finding, Fix, Rule
from datasets.profile import Profile
from datasets.registry import discover
from datasets.table import Table

ALL: dict[str, Rule] = discover(sys.modules[__name__], Rule)


def check(table: Table, profile: Profile, target: str | None, now: float | None = None) -> tuple[Finding, ...]:
    """The findings of all rules, the severest first, among those what weighs most. Rules about the target need one;
    with no rows nothing can be found. `now` (seconds UTC) says which dates lie in the future; default: the clock."""
    if table.n_rows == 0:
        return ()
    evidence = Evidence(table, profile, target, time.time() if now is None else now)
    found = (f for rule in sorted(ALL.values(), key=lambda rule: rule.order) for f in rule.check(evidence))
    return tuple(sorted(found, key=lambda finding: RANK[finding.severity]))


__all__ = ["ALL", "Evidence", "Finding", "Fix", "Rule", "check"]
