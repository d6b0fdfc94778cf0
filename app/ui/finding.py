"""A finding of the data check as it is shown: its icon, what is wrong, what to do, an example."""

from __future__ import annotations

from collections.abc import Mapping

from app.ui import parts
from app.ui.text import esc

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


def finding_html(title: str, sentence: str, severity: str = "warning", icon: str = "", example: str = "") -> str:
    """A finding of the data check; `severity` is "block", "warning" or "note"; `example` shows it in a small line."""
    tone: parts.Tone = "bad" if severity == "block" else "warn" if severity == "warning" else "plain"
    mark = parts.icon_html(icon or parts.TONE_ICONS[tone], tone)
    shown = f'<p class="caption example">{esc(example)}</p>' if example else ""
    said = f'<h4>{esc(title)}</h4><p class="caption">{esc(sentence)}</p>{shown}'
    return f'<div class="finding">{mark}<div>{said}</div></div>'
