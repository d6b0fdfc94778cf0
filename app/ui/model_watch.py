"""What the training watch said, as a calm card: what was seen and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import parts, state
from app.ui.in_notation import in_notation
from app.ui.model_change import change
from app.ui.text import esc, listing, plural
from automl.insights import Alert
from automl.record import BuildRecord

if TYPE_CHECKING:
    from app.records import ModelView

LEAKAGE = "leakage"
ICONS = {
    LEAKAGE: "key",
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


def leakage_card(record: BuildRecord, model: ModelView) -> None:
    """Before the score, where it may be too good to be true: which columns to ask about, and a build without them."""
    found = [alert for alert in record.insights.alerts if alert.rule == LEAKAGE]
    if not found or record.insights.slices is None:
        return
    columns = tuple(dict.fromkeys(column for alert in found for column in alert.columns))
    with parts.card("leakage"), parts.row("leakage", align="top", wrap=False):
        parts.draw(alerts_html(found))
        st.space("stretch")
        if columns and st.button(
            f"Build without {listing(columns, 2)}", key="leave_out_leaks", **state.only("analyst")
        ):
            _build_without(model, columns)


def _build_without(model: ModelView, columns: Sequence[str]) -> None:
    """Leave for Build with these columns left out; nothing starts by itself."""
    left_out = tuple(dict.fromkeys((*model.settings.exclude, *columns)))
    if change(model.id, exclude=left_out):
        state.tell_next(f"Left out: {listing(columns, 4)}. Start a build when you like.")
        state.go("build", model=model.id)


def watch_card(record: BuildRecord) -> None:
    """After the build: what still holds besides leaks, or that nothing does; nothing for older records."""
    if record.insights.slices is None:
        return
    alerts = tuple(alert for alert in record.insights.alerts if alert.rule != LEAKAGE)
    if not alerts and record.insights.alerts:
        return
    with parts.card("watch"):
        if alerts:
            parts.card_title(
                "Worth knowing", f"{plural(len(alerts), 'thing')} that the build noticed, with advice.", means="watch"
            )
            parts.draw(alerts_html(alerts))
        else:
            parts.draw(parts.status_html("The build noticed nothing to warn of.", "good"))


def alerts_html(alerts: Sequence[Alert]) -> str:
    return f'<div class="alerts">{"".join(map(_alert_html, alerts))}</div>'


def _alert_html(alert: Alert) -> str:
    mark = parts.icon_html(ICONS.get(alert.rule, "info"), "warn")
    title, sentence, advice = (in_notation(said, alert.columns) for said in (alert.title, alert.sentence, alert.advice))
    return (
        f'<div class="finding">{mark}<div><h4>{esc(title)}</h4><p class="caption">{esc(sentence)}</p>'
        f'<p class="caption example">{esc(advice)}</p></div></div>'
    )
