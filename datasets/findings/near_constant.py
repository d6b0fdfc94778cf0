"""A column that says the same, or nothing, in nearly every row: little can be learned from the few others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from datasets.findings._rule import Evidence, Finding, Rule, leave_out, listed, percent
from datasets.profile import ColumnProfile
from datasets.schema import Kind

LEAST_ROWS = 100
MOST_FINDINGS = 3
MOST_RELATION = 0.1  # to the target: with more, the few other rows say something


def _check(evidence: Evidence) -> Iterator[Finding]:
    kinds = (Kind.NUMERIC, Kind.CATEGORY, Kind.BOOLEAN, Kind.DATETIME, Kind.TEXT)
    alike = [(column, *_same(column, evidence.n_rows)) for column in evidence.of_kind(*kinds)]
    telling = {column.name for column, _, _ in alike if (column.relation or 0.0) >= MOST_RELATION}
    enough = evidence.n_rows >= LEAST_ROWS
    found = [item for item in alike if enough and item[1] >= RULE.threshold and item[0].name not in telling]
    if len(found) <= MOST_FINDINGS:
        yield from (_finding(evidence, *item) for item in found)
        return
    names = tuple(column.name for column, _, _ in found)
    least = min(share for _, share, _ in found)
    sentence = (
        f"{listed(names)}: in each at least {percent(least)} of the rows are alike. A model learns little from them."
    )
    example = "; ".join(f"{column.name}: {what} in {percent(share)}" for column, share, what in found[:MOST_FINDINGS])
    title = f"{len(names)} columns hardly change"
    yield Finding(RULE.name, names, title, sentence, least, RULE.threshold, "note", f"{example}.", leave_out(*names))


def _same(column: ColumnProfile, n_rows: int) -> tuple[float, str]:
    """The share of the rows that are alike, and what they say."""
    missing = column.n_missing / max(n_rows, 1)
    same = (column.mode_share or 0.0) * (1 - missing)
    return (missing, "empty") if missing >= same else (same, f'"{column.mode}"')


def _finding(evidence: Evidence, column: ColumnProfile, share: float, what: str) -> Finding:
    name = column.name
    others = evidence.n_rows - round(share * evidence.n_rows)
    state = "are empty" if what == "empty" else f"say {what}"
    few = f"only {others:,} {'row differs' if others == 1 else 'rows differ'}"
    sentence = f"{percent(share)} of the cells {state}; {few}, so a model learns little from it."
    unlike = evidence.table.missing(name) if what != "empty" else ~evidence.table.missing(name)
    unlike |= (what != "empty") & np.asarray(pc.not_equal(evidence.table.texts(name), column.mode))
    example = evidence.show(np.flatnonzero(unlike)[:2], [name])
    title = f"{name} is nearly empty" if what == "empty" else f"{name} hardly ever changes"
    return Finding(RULE.name, (name,), title, sentence, share, RULE.threshold, "note", example, leave_out(name))


RULE = Rule("near_constant", "Nearly constant column", 0.995, 72, _check)
