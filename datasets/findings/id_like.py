"""A column that names each row: a model can only learn it by heart."""

from __future__ import annotations

from collections.abc import Iterator

from datasets.findings._rule import Evidence, Finding, Rule, leave_out
from datasets.identity import ID_UNIQUE_SHARE, needed_share
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
        share, threshold = column.n_unique / known, needed_share(name)
        title = f"{name} names each row" if share >= ID_UNIQUE_SHARE else f"{name} is an id by its name"
        yield Finding(RULE.name, name, title, sentence, share, threshold, "warning", leave_out(name))


RULE = Rule("id_like", "Names each row", ID_UNIQUE_SHARE, 20, _check)
