"""A column that names each row: a model can only learn it by heart. A note, since no model uses it."""

from __future__ import annotations

from collections.abc import Iterator

from datasets.findings._rule import Evidence, Finding, Rule, leave_out
from datasets.identity import ID_UNIQUE_SHARE, needed_share
from datasets.schema import Kind


def _check(evidence: Evidence) -> Iterator[Finding]:
    for column in evidence.of_kind(Kind.ID):
        name, known = column.name, evidence.n_rows - column.n_missing
        if not known:
            continue
        sentence = (
            f"{column.n_unique:,} different values in {known:,} rows. A model can only learn them by heart, "
            "so it does not use this column."
        )
        share, threshold = column.n_unique / known, needed_share(name)
        title = f"{name} names each row" if share >= ID_UNIQUE_SHARE else f"{name} is an id by its name"
        example = evidence.show(range(min(3, evidence.n_rows)), [name])
        yield Finding(RULE.name, (name,), title, sentence, share, threshold, "note", example, leave_out(name))


RULE = Rule("id_like", "Names each row", ID_UNIQUE_SHARE, 60, _check)
