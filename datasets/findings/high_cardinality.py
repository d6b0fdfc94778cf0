"""A category with so many values that most of them stand in a handful of rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datasets.findings._rule import Evidence, Finding, Fix, Rule, leave_out, listed
from datasets.profile import ColumnProfile
from datasets.schema import Kind
from datasets.values import short

MOST_ROWS_EACH = 10
TEXT_WORDS = 4.0  # in the average cell
MOST_FINDINGS = 3


def _check(evidence: Evidence) -> Iterator[Finding]:
    found = [
        c
        for c in evidence.of_kind(Kind.CATEGORY)
        if c.n_unique > RULE.threshold and _rows_each(evidence, c) < MOST_ROWS_EACH
    ]
    if len(found) <= MOST_FINDINGS:
        yield from (_finding(evidence, column) for column in found)
        return
    found.sort(key=lambda column: column.n_unique, reverse=True)
    names = tuple(column.name for column in found)
    sentence = (
        f"{listed(names)} have more than {RULE.threshold:g} different values each, most of them in fewer than "
        f"{MOST_ROWS_EACH} rows. A model learns little about each, and new rows will bring values it has never seen."
    )
    example = f"{names[0]} has {found[0].n_unique:,} different values, {names[1]} {found[1].n_unique:,}."
    title, value = f"{len(names)} columns have very many values", float(found[0].n_unique)
    yield Finding(RULE.name, names, title, sentence, value, RULE.threshold, "note", example, leave_out(*names))


def _rows_each(evidence: Evidence, column: ColumnProfile) -> float:
    return (evidence.n_rows - column.n_missing) / max(column.n_unique, 1)


def _finding(evidence: Evidence, column: ColumnProfile) -> Finding:
    name = column.name
    sentence = (
        f"{column.n_unique:,} different values, {_rows_each(evidence, column):.1f} rows each on average. A model "
        "learns little about each of them, and new rows will bring values it has never seen."
    )
    shown = listed([short(text) for text in column.examples[:3]])
    example = f"The commonest are {shown}."
    fix = leave_out(name)
    if _words(evidence, name) >= TEXT_WORDS:
        sentence += " Its cells read like sentences; as text, their words count."
        fix = Fix("change_kind", (name,), "Read it as text", {"kind": str(Kind.TEXT)})
    title = f"{name} has very many values"
    return Finding(RULE.name, (name,), title, sentence, float(column.n_unique), RULE.threshold, "note", example, fix)


def _words(evidence: Evidence, name: str) -> float:
    """Words in the average filled cell of the first sampled rows."""
    texts = [text for text in evidence.rows.head(1_000).texts(name).to_pylist() if text]
    return float(np.mean([len(text.split()) for text in texts])) if texts else 0.0


RULE = Rule("high_cardinality", "Very many values", 100, 62, _check)
