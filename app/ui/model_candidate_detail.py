"""One candidate in detail: where it comes from, its settings, the score of each fold, how it learnt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import charts, formats, parts, state
from app.ui import model_candidate_words as words
from app.ui.model_curve import ticks
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc
from app.ui.theme import Palette, palette
from automl.candidate_table import best_round
from automl.record import CandidateRecord

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 190


def detail_card(ordered: Sequence[CandidateRecord], metric: str, key: str) -> None:
    """Choose a candidate (the best is shown first) and see it; `metric` is the title of the objective."""
    known, number = words.by_index(ordered), words.numbers(ordered)
    with parts.card("candidate"):
        with parts.row("candidate_title", align="top"):
            parts.card_title("One candidate", "Where it comes from, how it did, how it learnt.")
            st.space("stretch")
            index = st.selectbox(
                "Candidate", tuple(known), format_func=lambda i: words.name(known[i], number[i]),
                key=f"candidate_{key}", label_visibility="collapsed", width=420,
            )  # fmt: skip
        chosen = known[index]
        parts.draw(f"<p>{esc(words.origin(chosen, number))} {esc(words.outcome(chosen))}</p>")
        parts.draw(parts.facts_html(_facts(chosen, metric)))
        with st.grid(3, min_column_width=260, gap=24):
            with st.container(key="candidate_settings"):
                parts.draw(parts.label_html("Settings"), settings_html(chosen))
            with st.container(key="candidate_folds"):
                _folds(chosen, metric)
            with st.container(key="candidate_curve"):
                _curve(chosen, number)


def _facts(one: CandidateRecord, metric: str) -> list[parts.Fact]:
    found = [
        parts.Fact(metric, formats.score(one.score, 4) or "none", f"folds: {words.fold_words(one) or 'too few'}"),
        parts.Fact("Took", formats.duration(one.seconds), f"done {formats.duration(one.at_s)} after the start"),
    ]
    if one.row_ms is not None and one.bytes is not None:
        found.append(parts.Fact("Alone it answers a row in", f"{words.row_time(one)}{formats.SPACE}ms", "about"))
        found.append(parts.Fact("Alone it is a file of", words.weight_on_disk(one), "about"))
    return found


def settings_html(one: CandidateRecord) -> str:
    """Its settings as a small table."""
    rows = [Row((esc(words.setting_title(key)), esc(words.setting(value)))) for key, value in one.settings.items()]
    if not rows:
        return '<p class="caption">It has no settings, or they were left at their defaults.</p>'
    return table_html((Col("Setting"), Col("Value", "right")), rows, label="Settings of the candidate")


def _folds(one: CandidateRecord, metric: str) -> None:
    parts.draw(parts.label_html(f"{metric} on each fold"))
    if not one.fold_scores:
        parts.caption("No fold was finished, or it was built before these scores were kept.")
        return
    charts.draw(folds_figure(one, palette()), key="candidate_folds_chart")


def _curve(one: CandidateRecord, number: Mapping[int, int]) -> None:
    parts.draw(parts.label_html("Validation loss, round by round"))
    if one.curve is None:
        parts.caption(words.NO_CURVE)
        return
    charts.draw(curve_figure([one], number, palette()), key="candidate_curve_chart")
    parts.caption(f"On the first fold; the lowest is round {formats.count(best_round(one))}. Lower is better.")


def folds_figure(one: CandidateRecord, colors: Palette) -> go.Figure:
    """A dot for each fold; the line is the score of all folds together."""
    import plotly.graph_objects as go

    numbers = list(range(1, len(one.fold_scores) + 1))
    hover = [f"fold {i}<br>{formats.score(s, 4)}" for i, s in zip(numbers, one.fold_scores, strict=True)]
    made = charts.figure(
        go.Scatter(
            x=numbers, y=one.fold_scores, mode="markers", marker={"size": 9, "color": colors["chart"]}, text=hover,
            hovertemplate="%{text}<extra></extra>",
        ),
        height=HEIGHT,
        colors=colors,
    )  # fmt: skip
    if one.score is not None:
        made.add_hline(y=one.score, line={"color": colors["muted"], "width": 1, "dash": "dot"})
    made.update_xaxes(tickvals=numbers, range=[0.5, len(numbers) + 0.5], title="fold")
    write_scores(made, one.fold_scores)
    return made


def curve_figure(some: Sequence[CandidateRecord], number: Mapping[int, int], colors: Palette) -> go.Figure:
    """The learning curves of candidates, with a dot at the lowest point of each."""
    import plotly.graph_objects as go

    made = charts.figure(height=HEIGHT, colors=colors)
    for one, color in zip(some, _cycle(len(some), colors), strict=True):
        if one.curve is None:
            continue
        hover = [
            f"No. {number[one.index]}<br>round {formats.count(x)}: {formats.number(y)}"
            for x, y in zip(one.curve.x, one.curve.y, strict=True)
        ]
        lowest = min(range(len(one.curve.y)), key=one.curve.y.__getitem__)
        sizes = [8 if i == lowest else 0 for i in range(len(hover))]
        made.add_trace(
            go.Scatter(
                x=one.curve.x, y=one.curve.y, mode="lines+markers", text=hover, name=words.name(one, number[one.index]),
                line={"color": color, "width": 2}, marker={"size": sizes, "color": color, "line": {"width": 0}},
                hovertemplate="%{text}<extra></extra>",
            )
        )  # fmt: skip
    made.update_xaxes(title="round")
    write_scores(made, [y for one in some if one.curve for y in one.curve.y])
    return made


def write_scores(made: go.Figure, scores: Sequence[float]) -> None:
    """Mark the axis of scores with round numbers, written as everywhere: 205,000, not 205k."""
    known = [score for score in scores if math.isfinite(score)]
    marks = ticks(min(known), max(known), 4) if known else ()
    made.update_yaxes(**charts.written([formats.number(mark, 6) for mark in marks], marks))


def _cycle(n: int, colors: Palette) -> list[str]:
    return [colors["chart"]] if n == 1 else [colors.categories[i % len(colors.categories)] for i in range(n)]


def keep_chosen(key: str, ordered: Sequence[CandidateRecord]) -> None:
    """Forget a choice that another version of the model does not have."""
    if state.widget(f"candidate_{key}") not in {one.index for one in ordered}:
        state.forget(f"candidate_{key}")
