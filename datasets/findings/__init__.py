"""What may be wrong with the data, found before a model learns it; one rule a file, `ALL` maps names to rules."""

from __future__ import annotations

import sys

from datasets.findings._rule import Evidence, Finding, Fix, Rule
from datasets.profile import Profile
from datasets.registry import discover
from datasets.table import Table

ALL: dict[str, Rule] = discover(sys.modules[__name__], Rule)


def check(table: Table, profile: Profile, target: str | None) -> tuple[Finding, ...]:
    """The findings of all rules, those that weigh most first. Rules about the target need one; with no rows nothing
    can be found."""
    if table.n_rows == 0:
        return ()
    evidence = Evidence(table, profile, target)
    return tuple(f for rule in sorted(ALL.values(), key=lambda rule: rule.order) for f in rule.check(evidence))


__all__ = ["ALL", "Evidence", "Finding", "Fix", "Rule", "check"]
