"""What drives the answers: the share of every column in the predictions."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.ui import formats, parts, state
from app.ui.impact_words import sampled
from app.ui.tables import Bar, bars_html
from automl.record import BuildRecord, ColumnImpact

MOST_BARS = 9


def bars(impact: Sequence[ColumnImpact], chosen: str = "", most: int = MOST_BARS) -> list[Bar]:
    """A bar for every column, the largest first; those beyond `most` share the last bar."""
    shown, rest = list(impact[:most]), list(impact[most:])
    if len(rest) == 1:
        shown, rest = [*shown, *rest], []
    largest = max([i.share for i in shown] + [sum(i.share for i in rest)], default=0.0) or 1.0
    found = [Bar(i.column, i.share / largest, formats.percent(i.share), i.column == chosen) for i in shown]
    if rest:
        share = sum(i.share for i in rest)
        found.append(Bar(f"{formats.count(len(rest))} more columns", share / largest, formats.percent(share)))
    return found


def most_pressed(impact: Sequence[ColumnImpact], most: int = MOST_BARS) -> int:
    """How many of the bars stand for one column."""
    return len(impact) if len(impact) <= most + 1 else most


def impact_card(record: BuildRecord, key: str) -> None:
    """The bars; pressing one picks its column for the effect beside it."""
    with parts.card("impact", height="stretch"):
        parts.card_title(
            "What drives the answer",
            "Share of each column in the predictions. Click one to see its effect.",
            means="impact",
        )
        if not any(impact.share for impact in record.impact):
            parts.notice("No column moves the answer of this model: it says the same for every row.", tone="warn")
        if words := sampled(record.impact):
            parts.caption(words)
        chosen = state.widget(key)
        made = bars(record.impact, chosen)
        with st.container(key="impact_bars", gap=None):
            parts.draw(bars_html(made, label="Share of each column in the predictions"))
            with st.container(key="impact_press", gap=None):
                known = {effect.column for effect in record.effects}
                for bar in made[: most_pressed(record.impact)]:
                    st.button(
                        f"Show the effect of {bar.label}",
                        key=f"impact_{bar.label}",
                        on_click=state.put,
                        args=(key, bar.label),
                        width="stretch",
                        disabled=bar.label not in known,
                    )
