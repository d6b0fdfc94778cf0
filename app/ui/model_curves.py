"""Charts of the measured rows: ROC and precision-recall for two classes, scatter and residuals for numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.ui import charts, formats
from app.ui.model_curve import ticks
from app.ui.theme import Palette
from app.ui.units import PLAIN, Unit
from automl.record import Curve, Evaluation

if TYPE_CHECKING:
    import plotly.graph_objects as go

EXTRA = "<extra></extra>"


def roc(curve: Curve, colors: Palette, positive: str) -> go.Figure:
    """Share of the positive class found against the share of false alarms."""
    import plotly.graph_objects as go

    made = charts.figure(
        _curve_trace(curve, colors, "%{x:.1%} false alarms<br>%{y:.1%} found", fill=True),
        go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line=_dotted(colors), hoverinfo="skip"),
        height=320,
        colors=colors,
    )
    made.update_layout(margin={"r": 26})
    made.update_xaxes(title_text="false alarms", **_shares())
    made.update_yaxes(title_text=f"{chart_text(positive)} found", **_shares())
    return made


def precision_recall(curve: Curve, colors: Palette, positive: str, share: float) -> go.Figure:
    """How often saying the positive class is right, against the share of it that is found; `share` is guessing."""
    made = charts.figure(
        _curve_trace(curve, colors, "%{x:.1%} found<br>right in %{y:.1%} of its alarms"), height=320, colors=colors
    )
    made.add_hline(
        y=share,
        line=_dotted(colors),
        annotation={"text": f"guessing {formats.percent(share)}", "font": {"color": colors["muted"], "size": 12}},
        annotation_position="bottom left",
    )
    made.update_layout(margin={"r": 26})
    made.update_xaxes(title_text=f"{chart_text(positive)} found", **_shares())
    made.update_yaxes(title_text="alarms that are right", **_shares())
    return made


def scatter(measured: Evaluation, colors: Palette, target: str, unit: Unit = PLAIN) -> go.Figure:
    """Predicted against actual values with the line of perfect answers and the band that holds 90 % of the errors."""
    import plotly.graph_objects as go

    low, high = min(*measured.actual, *measured.predicted), max(*measured.actual, *measured.predicted)
    room = 0.03 * (high - low) or 1.0
    ends = [low - room, high + room]
    made = charts.figure(
        _band(ends, measured, colors),
        go.Scatter(x=ends, y=ends, mode="lines", line=_dotted(colors), hoverinfo="skip"),
        go.Scatter(
            x=measured.predicted,
            y=measured.actual,
            mode="markers",
            marker={"size": 6, "color": colors["chart"], "opacity": _opacity(len(measured.actual))},
            hovertext=[
                chart_text(f"said {unit.write(p)}") + "<br>" + chart_text(f"was {unit.write(a)}")
                for p, a in zip(measured.predicted, measured.actual, strict=True)
            ],
            hoverinfo="text",
        ),
        height=440,
        colors=colors,
    )
    made.update_xaxes(
        title_text=f"{chart_text(target)}, predicted", range=ends, showgrid=True, **_numbers(ends[0], ends[1], unit)
    )
    made.update_yaxes(title_text=f"{chart_text(target)}, actual", range=ends, **_numbers(ends[0], ends[1], unit))
    return made


def _band(ends: Sequence[float], measured: Evaluation, colors: Palette) -> Any:
    import plotly.graph_objects as go

    x = [ends[0], ends[1], ends[1], ends[0]]
    lift = (measured.low_offset, measured.low_offset, measured.high_offset, measured.high_offset)
    y = [a + b for a, b in zip(x, lift, strict=True)]
    return go.Scatter(
        x=x, y=y, fill="toself", fillcolor=colors["band"], line={"width": 0}, hoverinfo="skip", mode="lines"
    )


def residuals(measured: Evaluation, colors: Palette, target: str, unit: Unit = PLAIN) -> go.Figure:
    """How far answers are off (actual minus predicted): bars within the 90 % band in full colour."""
    import plotly.graph_objects as go

    edges, counts = measured.residual_edges, measured.residual_counts
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    inside = [measured.low_offset <= m <= measured.high_offset for m in middles]
    hover = [
        chart_text(f"{unit.change(a)} to {unit.change(b)}") + f"<br>{formats.count(n)} rows"
        for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)
    ]
    made = charts.figure(
        go.Bar(
            x=middles,
            y=counts,
            width=[0.92 * (b - a) for a, b in pairwise(edges)],
            marker={"color": [colors["chart"] if i else colors["soft"] for i in inside], "line": {"width": 0}},
            hovertext=hover,
            hoverinfo="text",
        ),
        height=320,
        colors=colors,
    )
    made.update_xaxes(title_text=f"{chart_text(target)}: actual minus predicted", **_numbers(edges[0], edges[-1], unit))
    made.update_yaxes(title_text="rows", **_numbers(0, max(counts, default=1) or 1))
    return made


def chart_text(text: str) -> str:
    """Words from a file, made safe for Plotly, which reads tags and entities in every text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _curve_trace(curve: Curve, colors: Palette, hover: str, *, fill: bool = False) -> Any:
    import plotly.graph_objects as go

    return go.Scatter(
        x=curve.x,
        y=curve.y,
        mode="lines",
        line={"color": colors["chart"], "width": 2.5},
        fill="tozeroy" if fill else "none",
        fillcolor=colors["band"],
        hovertemplate=hover + EXTRA,
    )


def _dotted(colors: Palette) -> dict[str, Any]:
    return {"color": colors["muted"], "width": 1, "dash": "dot"}


def _shares() -> dict[str, Any]:
    return {"range": [-0.01, 1.02], **charts.percent_axis(0, 1, 4)}


def _numbers(low: float, high: float, unit: Unit = PLAIN) -> dict[str, Any]:
    marks = ticks(low, high, 5)
    return {"tickvals": list(marks), "ticktext": [chart_text(unit.write(m)) for m in marks]}


def _opacity(n: int) -> float:
    return 0.7 if n < 300 else 0.45 if n < 1000 else 0.28
