"""What the training watch said, as a calm card: what was seen and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from app.ui import parts
from app.ui.text import esc, plural
from automl.insights import Alert
from automl.record import BuildRecord

ICONS = {
    "leakage": "key",
    "nothing_learned": "block",
    "overfitting": "menu_book",
    "unstable_folds": "ssid_chart",
    "one_column": "looks_one",
    "minority_ignored": "balance",
    "probabilities_off": "percent",
    "no_progress": "trending_flat",
    "few_rows": "data_usage",
}


def live_card(alerts: Sequence[Alert]) -> None:
    """While the build runs: what has been said so far; nothing where nothing was."""
    if alerts:
        with parts.card("live_watch"):
            parts.card_title(
                "Worth knowing", "What the build has noticed so far. It goes on all the same.", means="watch"
            )
            parts.draw(alerts_html(alerts))


def watch_card(record: BuildRecord) -> None:
    """After the build: what still holds, or that nothing does; nothing for records of older versions."""
    if record.insights.slices is None:
        return
    alerts = record.insights.alerts
    with parts.card("watch"):
        if alerts:
            parts.card_title(
                "Worth knowing", f"{plural(len(alerts), 'thing')} that the build noticed, with advice.", means="watch"
            )
            parts.draw(alerts_html(alerts))
        else:
            parts.draw(parts.status_html("The rules that watched the build found nothing to warn of.", "good"))


def alerts_html(alerts: Sequence[Alert]) -> str:
    return f'<div class="alerts">{"".join(map(_alert_html, alerts))}</div>'


def _alert_html(alert: Alert) -> str:
    mark = parts.icon_html(ICONS.get(alert.rule, "info"), "warn")
    return (
        f'<div class="finding">{mark}<div><h4>{esc(alert.title)}</h4><p class="caption">{esc(alert.sentence)}</p>'
        f'<p class="caption example">{esc(alert.advice)}</p></div></div>'
    )
