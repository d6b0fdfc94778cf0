"""Plotly charts in Easel's clothes, and how a score is written.

A chart's title is HTML above it, never inside. Plotly is imported only when a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import formats, notation
from app.ui.theme import FONT_STACK, Palette, palette

if TYPE_CHECKING:
    import plotly.graph_objects as go

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def figure(*traces: Any, height: int = 300, colors: Palette | None = None) -> go.Figure:
    """A figure with Easel's template: own font, muted ticks, hover label in ink, the reader's marks in
    numbers, no legend, no title."""
    import plotly.graph_objects as go

    made = go.Figure(data=list(traces))
    written = notation.current()
    made.update_layout(
        template=template(colors or palette()), height=height, separators=written.decimal + written.group
    )
    return made


def template(colors: Palette) -> go.layout.Template:
    """The one template, in the colours of `colors`."""
    import plotly.graph_objects as go

    axis = {
        "gridcolor": colors["line2"],
        "linecolor": colors["line"],
        "zeroline": False,
        "tickfont": {"color": colors["muted"], "size": 12},
        "title": {"font": {"color": colors["muted"], "size": 12}, "standoff": 10},
        "ticks": "",
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT_STACK, "size": 13, "color": colors["ink"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(colors.categories),
            "margin": {"l": 0, "r": 0, "t": 8, "b": 0},
            "showlegend": False,
            "bargap": 0.18,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colors["ink"],
                "bordercolor": colors["ink"],
                "font": {"color": colors["surface"], "family": FONT_STACK, "size": 13},
                "align": "left",
            },
            "xaxis": {**axis, "showgrid": False},
            "yaxis": {**axis, "showgrid": True},
            "dragmode": False,
        }
    )


def percent_axis(low: float, high: float, n: int = 5) -> dict[str, Any]:
    """`tickvals` and `ticktext` for an axis of shares (0..1) from `low` to `high`, about `n` round steps."""
    steps = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
    step = next((s for s in steps if (high - low) / s <= n), 1.0)
    first, last = int(low / step + 1e-9), int(high / step + 1e-9)
    values = [round(i * step, 6) for i in range(first, last + 1)]
    return {"tickvals": values, "ticktext": [formats.short_percent(v) for v in values]}


def draw(made: go.Figure, key: str, *, on_select: bool = False) -> Any:
    """Draw a figure at the width of its container. With `on_select` a click reruns the page and the chosen points are
    returned (as `.selection.points`)."""
    return st.plotly_chart(
        made,
        theme=None,
        key=key,
        config=CONFIG,
        on_select="rerun" if on_select else "ignore",
        selection_mode="points",
    )


def colors_for(names: Sequence[str], colors: Palette) -> dict[str, str]:
    """A colour of the categorical palette for every name, in order, repeating when there are more than six."""
    return {name: colors.categories[i % len(colors.categories)] for i, name in enumerate(names)}


def written(texts: Sequence[str], marks: Sequence[float]) -> dict[str, object]:
    """The marks of an axis with their texts; Plotly's own where these do not tell them apart or are powers of ten."""
    if len(marks) < 2 or len(set(texts)) < len(texts) or any("e" in text for text in texts):
        return {"exponentformat": "none"}
    return {"tickvals": list(marks), "ticktext": list(texts)}
