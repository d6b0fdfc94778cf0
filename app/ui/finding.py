"""A finding of the data check as it is shown: its icon, what is wrong, what to do, an example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.ui import parts
from app.ui.in_notation import example, in_notation
from app.ui.text import esc

if TYPE_CHECKING:
    from datasets.findings import Finding

ICONS: Mapping[str, str] = {
    "leakage": "warning",
    "id_like": "fingerprint",
    "constant": "horizontal_rule",
    "imbalance": "balance",
    "duplicates": "content_copy",
    "afterwards": "history",
    "formula": "calculate",
    "group_column": "group",
    "time_order": "schedule",
    "rare_classes": "pie_chart",
    "conflicts": "call_split",
    "disguised_missing": "help",
    "odd_dates": "event_busy",
    "outliers": "north_east",
    "high_cardinality": "format_list_numbered",
    "correlated": "link",
    "near_constant": "remove",
}


def of_check_html(finding: Finding, own: Iterable[str | None] = ()) -> str:
    """A finding of the data check; `own` are names and values that may stand in it beside those of its columns."""
    names = (*finding.columns, *own)
    said = in_notation(f"{finding.sentence} {finding.advice}".strip(), names)
    shown, icon = example(finding.example, names), ICONS.get(finding.rule, "")
    return finding_html(in_notation(finding.title, names), said, finding.severity, icon, shown)


def finding_html(title: str, sentence: str, severity: str = "warning", icon: str = "", example: str = "") -> str:
    """A finding of the data check; `severity` is "block", "warning" or "note"; `example` shows it in a small line."""
    tone: parts.Tone = "bad" if severity == "block" else "warn" if severity == "warning" else "plain"
    mark = parts.icon_html(icon or parts.TONE_ICONS[tone], tone)
    shown = f'<p class="caption example">{esc(example)}</p>' if example else ""
    said = f'<h4>{esc(title)}</h4><p class="caption">{esc(sentence)}</p>{shown}'
    return f'<div class="finding">{mark}<div>{said}</div></div>'
