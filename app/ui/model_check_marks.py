"""The word of the data check beside a column in the grid on Build: "Leak", "Twin", "Many values"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasets.findings import Finding

MARKS: Mapping[str, str] = {
    "leakage": "Leak",
    "id_like": "Names rows",
    "constant": "Constant",
    "duplicates": "Duplicates",
    "imbalance": "Rare",
    "afterwards": "Afterwards?",
    "formula": "Formula",
    "group_column": "Groups",
    "time_order": "Time order",
    "rare_classes": "Rare",
    "conflicts": "Conflicts",
    "disguised_missing": "Hidden gaps",
    "odd_dates": "Odd dates",
    "outliers": "Outliers",
    "high_cardinality": "Many values",
    "correlated": "Twin",
    "near_constant": "Hardly varies",
}


def marks(findings: Sequence[Finding]) -> dict[str, str]:
    """The word of the data check for each column that has one; the gravest wins."""
    rank = {"note": 0, "warning": 1, "block": 2}
    ordered = sorted(findings, key=lambda f: rank.get(str(f.severity), 0))
    return {column: _mark(f) for f in ordered for column in f.columns}


def _mark(finding: Finding) -> str:
    from datasets.findings.leakage import nearly

    word = MARKS.get(finding.rule, "Look")
    return f"{word}?" if nearly(finding.rule, finding.value) else word
