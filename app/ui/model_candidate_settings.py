"""What the settings of an algorithm did to the score: every candidate as a line, and how much each setting mattered."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import charts, formats, parts, state
from app.ui import model_candidate_words as words
from app.ui.tables import Bar, bars_html
from app.ui.text import plural
from app.ui.theme import Palette, palette
from automl.record import CandidateRecord
from automl.setting_importance import LEAST, Importance, importance, is_logarithmic, is_number, varied

if TYPE_CHECKING:
    import plotly.graph_objects as go

MOST_AXES = 6
MOST_LETTERS = 18
SMALLEST_GROUP = 3
TICKS = 4


def settings_card(ordered: Sequence[CandidateRecord], metric: str, key: str, *, higher: bool) -> None:
    """For the algorithm that is chosen (first the one with the most candidates); nothing where none has three."""
    scored = [one for one in ordered if one.score is not None and math.isfinite(one.score)]
    sizes = Counter(one.algorithm_title for one in scored)
    titles = [title for title, n in sizes.most_common() if n >= SMALLEST_GROUP and _group(scored, title)[1]]
    if not titles:
        return
    with parts.card("candidate_settings_all"):
        with parts.row("candidate_settings_title", align="top"):
            parts.card_title(
                "What the settings did",
                f"A line is a candidate; the stronger it is, the better its {metric}.",
                means="settings",
            )
            st.space("stretch")
            title = st.selectbox("Algorithm", titles, key=f"settings_of_{key}", label_visibility="collapsed", width=240)
        some, names = _group(scored, title)
        found: Importance | None = state.remembered(
            "setting_importance",
            tuple((one.index, one.score) for one in some),
            lambda: importance(some),
        )
        charts.draw(parallel(some, _shown(names, found), palette(), metric, higher=higher), key="candidate_parallel")
        _importance(found, len(some), title)


def _group(scored: Sequence[CandidateRecord], title: str) -> tuple[list[CandidateRecord], tuple[str, ...]]:
    """The candidates of an algorithm, and the settings in which they differ."""
    some = [one for one in scored if one.algorithm_title == title]
    return some, varied(some)


def _shown(names: Sequence[str], found: Importance | None) -> list[str]:
    """The settings that matter most, in their own order."""
    if found is None:
        return list(names[:MOST_AXES])
    best = list(found.shares)[:MOST_AXES]
    return [name for name in names if name in best]


def _importance(found: Importance | None, n: int, title: str) -> None:
    parts.draw(parts.label_html("How much each setting mattered"))
    if found is None:
        parts.caption(
            f"{plural(n, 'candidate')} of {title} cannot tell which setting mattered; from {LEAST} on, "
            "with different scores, this says it."
        )
        return
    largest = max(found.shares.values()) or 1.0
    bars = [
        Bar(words.setting_title(name), share / largest, formats.percent(share, 0))
        for name, share in found.shares.items()
    ]
    parts.draw(bars_html(bars, label="How much each setting mattered"))
    parts.caption(importance_words(found))


def importance_words(found: Importance) -> str:
    """How the shares were worked out, and how far to trust them."""
    tried = plural(found.n, "candidate")
    said = f"Shares of the differences in score that each setting explains alone, over {tried} (fANOVA)."
    return f"{said} These are few, so take it as a hint." if found.is_hint else said


def parallel(
    some: Sequence[CandidateRecord], names: Sequence[str], colors: Palette, metric: str, *, higher: bool
) -> go.Figure:
    """One line a candidate across its preparation, its settings and its score; the axis of the score has its best end
    at the top."""
    import plotly.graph_objects as go

    axes = [_axis(words.setting_title(name), [one.settings[name] for one in some]) for name in names]
    if len({one.strategy_title for one in some}) > 1:
        axes.insert(0, _axis("Preparation", [one.strategy_title for one in some]))
    scores = [float(one.score) for one in some if one.score is not None]
    last = _axis(metric, scores)
    last["ticktext"] = [formats.score(at, 4) for at in last["tickvals"]]
    if not higher:
        last["range"] = last["range"][::-1]
    ranks = _ranks(scores, higher=higher)
    lines = go.Parcoords(
        line={"color": ranks, "colorscale": [[0, colors["line"]], [0.6, colors["soft"]], [1, colors["chart"]]]},
        dimensions=[*axes, last],
        labelfont={"size": 12, "color": colors["muted"]},
        tickfont={"size": 11, "color": colors["ink"]},
        rangefont={"size": 1, "color": "rgba(0,0,0,0)"},
        labelside="top",
    )
    made = charts.figure(lines, height=300, colors=colors)
    made.update_layout(margin={"l": 120, "r": 40, "t": 44, "b": 14})
    return made


def _ranks(scores: Sequence[float], *, higher: bool) -> list[float]:
    """0 for the worst to 1 for the best."""
    ordered = sorted(set(scores), reverse=not higher)
    places = {score: place / max(len(ordered) - 1, 1) for place, score in enumerate(ordered)}
    return [places[score] for score in scores]


def _axis(title: str, values: Sequence[Any]) -> dict[str, Any]:
    """A dimension of the plot: numbers on a scale (by factors where they spread far), words in their order."""
    if not is_number(values):
        known = sorted({words.setting(value) for value in values})
        places = [known.index(words.setting(value)) for value in values]
        texts = [word if len(word) <= MOST_LETTERS else f"{word[: MOST_LETTERS - 1]}…" for word in known]
        return {"label": title, "values": places, "tickvals": list(range(len(known))), "ticktext": texts}
    numbers = [float(value) for value in values]
    by_factors = is_logarithmic(numbers)
    drawn = [math.log10(value) for value in numbers] if by_factors else numbers
    low, high = min(drawn), max(drawn)
    if low == high:
        low, high = low - 0.5, high + 0.5
    ends = [low + (high - low) * i / (TICKS - 1) for i in range(TICKS)]
    texts = [formats.number(10**at if by_factors else at, 3) for at in ends]
    return {"label": title, "values": drawn, "range": [low, high], "tickvals": ends, "ticktext": texts}
