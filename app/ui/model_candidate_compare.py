"""Up to twenty candidates side by side: what differs between them, their scores fold by fold, how they learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import charts, formats, parts, state
from app.ui import model_candidate_words as words
from app.ui.model_candidate_detail import curve_figure, write_scores
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc
from app.ui.theme import Palette, palette
from automl.candidate_table import setting_names
from automl.record import CandidateRecord

if TYPE_CHECKING:
    import plotly.graph_objects as go

MOST = 20
FIRST = 5
FOLDS, CURVES = "Folds", "Learning curves"


def compare_card(ordered: Sequence[CandidateRecord], metric: str, key: str) -> None:
    """Choose candidates (the team, or the best, at first) and see them together."""
    known, number = words.by_index(ordered), words.numbers(ordered)
    start = [one.index for one in ordered if one.weight][:FIRST] or list(known)[:FIRST]
    slot = f"compare_{key}"
    if state.widget(slot) is None:
        state.put(slot, start)
    with parts.card("compare"):
        parts.card_title("Compare", f"Up to {MOST} candidates side by side.")
        chosen = st.multiselect(
            "Candidates to compare", tuple(known), format_func=lambda i: words.name(known[i], number[i]), key=slot,
            max_selections=MOST, placeholder="Choose candidates", label_visibility="collapsed",
        )  # fmt: skip
        some = [known[index] for index in chosen]
        if len(some) < 2:
            parts.caption("Choose two or more.")
            return
        parts.draw(compare_html(some, metric, number))
        view = st.segmented_control(
            "Chart", (FOLDS, CURVES), default=FOLDS, required=True, key=f"{slot}_chart", label_visibility="collapsed"
        )
        _chart(some, metric, number, view or FOLDS)


def _chart(some: Sequence[CandidateRecord], metric: str, number: Mapping[int, int], view: str) -> None:
    if view == FOLDS:
        charts.draw(folds_figure(some, number, palette()), key="compare_folds")
        parts.caption(f"{metric} on each fold (dots) and on all of them (lines).")
    elif any(one.curve for one in some):
        charts.draw(curve_figure(some, number, palette()), key="compare_curves")
        parts.caption(
            "Validation loss of the first fold, each by its learner's own measure: shapes can be compared, and heights "
            "within one algorithm. Point at a line to see whose it is."
        )
    else:
        parts.caption(words.NO_CURVE)


def differing(some: Sequence[CandidateRecord]) -> tuple[str, ...]:
    """The settings in which they differ, a missing one being different."""
    return tuple(name for name in setting_names(some) if len({repr(one.settings.get(name)) for one in some}) > 1)


def compare_html(some: Sequence[CandidateRecord], metric: str, number: Mapping[int, int]) -> str:
    """A row for each; settings in which they differ only."""
    names = differing(some)
    columns = (
        Col("No.", "right"), Col("Algorithm"), Col("Preparation"), Col(metric, "right"), Col("Folds", "right"),
        Col("Seconds", "right"), Col("ms a row", "right"), Col("Size", "right"), Col("Team", "right"),
        *(Col(words.setting_title(name), "right") for name in names),
    )  # fmt: skip
    rows = [_row(one, number[one.index], names) for one in some]
    return table_html(columns, rows, label="Candidates side by side", style="compare")


def _row(one: CandidateRecord, number: int, names: Sequence[str]) -> Row:
    cells = (
        str(number),
        esc(one.algorithm_title),
        esc(one.strategy_title),
        formats.score(one.score, 4),
        esc(words.fold_words(one)),
        formats.score(one.seconds, 1),
        words.row_time(one),
        words.weight_on_disk(one),
        formats.percent(one.weight, 0) if one.weight else "",
        *(esc(words.setting(one.settings[name])) if name in one.settings else "" for name in names),
    )
    return Row(cells, chosen=bool(one.weight))


def folds_figure(some: Sequence[CandidateRecord], number: Mapping[int, int], colors: Palette) -> go.Figure:
    """The fold scores of each candidate as dots over its number, and a short line at its score."""
    import plotly.graph_objects as go

    places = range(len(some))
    dots = [(place, score, one) for place, one in zip(places, some, strict=True) for score in one.fold_scores]
    known = [(place, one.score, one) for place, one in zip(places, some, strict=True) if one.score is not None]
    made = charts.figure(
        go.Scatter(
            x=[place for place, _, _ in dots], y=[score for _, score, _ in dots], mode="markers",
            marker={"size": 7, "color": colors["soft"]}, hoverinfo="skip",
        ),
        go.Scatter(
            x=[place for place, _, _ in known], y=[score for _, score, _ in known], mode="markers",
            marker={"symbol": "line-ew", "size": 26, "line": {"width": 3, "color": colors["chart"]}},
            text=[f"{esc(words.name(one, number[one.index]))}<br>{formats.score(one.score, 4)}" for _, _, one in known],
            hovertemplate="%{text}<extra></extra>",
        ),
        height=260,
        colors=colors,
    )  # fmt: skip
    labels = [str(number[one.index]) for one in some]
    made.update_xaxes(tickvals=list(places), ticktext=labels, range=[-0.6, len(some) - 0.4], title="candidate no.")
    write_scores(made, [score for _, score, _ in (*dots, *known)])
    return made
