"""A column with one value tells rows apart by nothing."""

from __future__ import annotations

from collections.abc import Iterator

from datasets.findings._rule import Evidence, Finding, Rule, leave_out
from datasets.schema import Kind


def _check(evidence: Evidence) -> Iterator[Finding]:
    for name in evidence.features:
        column = evidence.profile[name]
        if column.kind != Kind.CONSTANT or evidence.profile.n_rows < 2:
            continue
        if column.n_unique == 0:
            sentence = f"All {evidence.profile.n_rows:,} cells are empty."
        else:
            known = evidence.profile.n_rows - column.n_missing
            sentence = f'All {known:,} filled cells say "{column.mode}", so it cannot tell rows apart.'
        yield Finding(
            RULE.name, name, f"{name} never changes", sentence, float(column.n_unique), RULE.threshold, "note",
            leave_out(name),
        )  # fmt: skip


RULE = Rule("constant", "Constant column", 1, 40, _check)
