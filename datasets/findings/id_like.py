"""A column that names each row: a model can only learn it by heart."""

from __future__ import annotations

from collections.abc import Iterator

from datasets.findings._rule import Evidence, Finding, Rule, leave_out
from datasets.schema import Kind


def _check(evidence: Evidence) -> Iterator[Finding]:
    for name in evidence.features:
        column = evidence.profile[name]
        known = evidence.profile.n_rows - column.n_missing
        if column.kind != Kind.ID or not known:
            continue
        sentence = (
            f"{column.n_unique:,} different values in {known:,} rows. A model can only learn them by heart, "
            "so it does not use this column."
        )
        yield Finding(
            RULE.name, name, f"{name} names each row", sentence, column.n_unique / known, RULE.threshold, "warning",
            leave_out(name),
        )  # fmt: skip


RULE = Rule("id_like", "Names each row", 0.95, 20, _check)
