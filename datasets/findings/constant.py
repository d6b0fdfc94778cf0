"""A column with one value tells rows apart by nothing."""

from __future__ import annotations

from collections.abc import Iterator

from datasets.findings._rule import Evidence, Finding, Rule, leave_out, listed
from datasets.profile import ColumnProfile
from datasets.schema import Kind

MOST_FINDINGS = 3
MOST_RELATION = 0.1  # to the target: with more, being filled in says something


def _check(evidence: Evidence) -> Iterator[Finding]:
    constant = evidence.of_kind(Kind.CONSTANT) if evidence.n_rows >= 2 else ()
    found = [column for column in constant if (column.relation or 0.0) < MOST_RELATION]
    if len(found) <= MOST_FINDINGS:
        yield from (_finding(evidence, column) for column in found)
        return
    names = tuple(column.name for column in found)
    sentence = f"{listed(names)} have one value each, so they cannot tell rows apart."
    example = "; ".join(f"{column.name}: {_said(evidence, column)}" for column in found[:MOST_FINDINGS])
    title = f"{len(names)} columns never change"
    yield Finding(RULE.name, names, title, sentence, 1.0, RULE.threshold, "note", f"{example}.", leave_out(*names))


def _finding(evidence: Evidence, column: ColumnProfile) -> Finding:
    name, known = column.name, evidence.n_rows - column.n_missing
    if column.n_unique == 0:
        sentence = f"All {evidence.n_rows:,} cells are empty."
    else:
        sentence = f'All {known:,} filled cells say "{column.mode}", so it cannot tell rows apart.'
    value, example = float(column.n_unique), evidence.show([0], [name])
    return Finding(
        RULE.name, (name,), f"{name} never changes", sentence, value, RULE.threshold, "note", example, leave_out(name)
    )


def _said(evidence: Evidence, column: ColumnProfile) -> str:
    return f'"{column.mode}"' if column.n_unique else f"{evidence.n_rows:,} empty cells"


RULE = Rule("constant", "Constant column", 1, 70, _check)
