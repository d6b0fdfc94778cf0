"""What a threshold brings: the profit on the measured rows, its curve over all thresholds, and the way to the best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import charts, formats, parts, state
from app.ui.model_curve import ticks
from app.ui.text import esc, plural
from app.ui.theme import Palette, palette
from automl.record import Outcomes

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from automl.decisions import Line, Worth

HUNDRED = 100.0


def share_text(share: float) -> str:
    """A threshold (0..1) as per cent, to a tenth: "20 %", "33.4 %"."""
    return formats.short_percent(round(share, 3))


def money(amount: float, currency: str) -> str:
    """€21,780; −€40; 1.5 without a currency."""
    text = formats.number(abs(amount), 6)
    sign = formats.MINUS if amount < 0 and text != "0" else ""
    return f"{sign}{currency}{formats.SPACE if len(currency) > 1 else ''}{text}"


def profit_part(seen: Outcomes, at: Line, worth: Worth, currency: str, positive: str, slot: str) -> None:
    """The profit at the threshold, beside those of all and none, and a button to the best; `slot` keeps the slider."""
    from automl.decisions import always, best_threshold, expected_threshold, line, profit, profits

    best = best_threshold(seen, worth)
    here, most = profit(at, worth), profit(line(seen, best), worth)
    is_best = here >= most - 1e-9 * max(abs(most), 1.0)
    rows = seen.found[0] + seen.alarms[0]
    chip = parts.chip_html("Best threshold", "good", "check") if is_best else ""
    everyone, no_one = always(seen, worth)
    parts.draw(
        parts.label_html(f"Profit at {share_text(at.threshold)} on the {plural(rows, 'measured row')}"),
        f'<p class="big"><strong>{esc(money(here, currency))}</strong> {chip}</p>',
        f'<p class="subtitle">Saying {esc(positive)} to every row brings {esc(money(everyone, currency))}; to none, '
        f"{esc(money(no_one, currency))}.</p>",
    )
    charts.draw(profit_curve(profits(seen, worth), at.threshold, here, currency, palette()), key="profit")
    words = f"Best on these rows: {share_text(best)}, which brings {money(most, currency)}."
    expected = expected_threshold(worth)
    if expected is not None:
        words += f" If every probability were right, the amounts alone would put it at {share_text(expected)}."
    parts.caption(words)
    if not is_best:
        st.button(
            f"Move to the best, {share_text(best)}",
            key="to_best_threshold",
            on_click=state.put,
            args=(slot, round(HUNDRED * best, 1)),
        )


def profit_curve(values: object, threshold: float, here: float, currency: str, colors: Palette) -> go.Figure:
    """What all rows bring at every threshold, with the chosen one marked."""
    import numpy as np
    import plotly.graph_objects as go

    y = np.asarray(values)[::5]
    low, high = min(float(y.min()), 0.0), max(float(y.max()), 0.0)
    chosen = go.Scatter(
        x=[threshold],
        y=[here],
        mode="markers",
        marker={"size": 11, "color": colors["chart"], "line": {"color": colors["surface"], "width": 2}},
        hoverinfo="skip",
    )
    made = charts.figure(_profit_line(y.tolist(), currency, colors), chosen, height=250, colors=colors)
    made.add_vline(x=threshold, line={"color": colors["ink"], "width": 1, "dash": "dot"})
    room = 0.06 * (high - low) or 1.0
    marks = ticks(low, high, 5) if high > low else (0.0,)
    made.update_layout(margin={"r": 26})
    made.update_xaxes(title_text="threshold", range=[-0.01, 1.01], **charts.percent_axis(0, 1, 6))
    made.update_yaxes(
        range=[low - room, high + room], tickvals=list(marks), ticktext=[money(mark, currency) for mark in marks]
    )
    return made


def _profit_line(y: Sequence[float], currency: str, colors: Palette) -> go.Scatter:
    """The profit at thresholds from 0 to 1, evenly spaced."""
    import plotly.graph_objects as go

    x = [i / max(len(y) - 1, 1) for i in range(len(y))]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": colors["chart"], "width": 2.5},
        fill="tozeroy",
        fillcolor=colors["band"],
        hovertext=[f"from {share_text(at)} on<br>{money(profit, currency)}" for at, profit in zip(x, y, strict=True)],
        hoverinfo="text",
    )
