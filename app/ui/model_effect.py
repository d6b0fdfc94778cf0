"""How the values of one column move the answers: a line along numbers and dates, bars for words, a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import charts, formats, parts
from app.ui.effect_words import enough, labels, push, reading, ungrouped, unit_of
from app.ui.impact_words import commonest
from app.ui.model_curve import ticks
from app.ui.model_curves import chart_text
from app.ui.text import esc, plural
from app.ui.theme import Palette, palette
from app.ui.units import PLAIN, Unit
from automl.record import BuildRecord, ColumnEffect

if TYPE_CHECKING:
    import plotly.graph_objects as go


def effect_card(record: BuildRecord, key: str) -> None:
    """How the values of the chosen column move the answer."""
    order = {impact.column: i for i, impact in enumerate(record.impact)}
    effects = {
        effect.column: effect for effect in sorted(record.effects, key=lambda e: order.get(e.column, len(order)))
    }
    with parts.card("effect", height="stretch"):
        with parts.row("effect_title", align="top", wrap=False):
            words = st.container(key="effect_words")
            chosen = st.selectbox("Column", list(effects), key=key, label_visibility="collapsed", width=190)
        if not chosen:
            parts.notice("This version has no effects to show.")
            return
        with words:
            parts.card_title(f"How {chosen} moves the answer", unit_sentence(record), means="effect")
        effect = effects[chosen]
        if len(effect.positions) > 2:
            charts.draw(line(effect, record, palette()), key="effect_line")
        else:
            parts.draw(pushes_html(effect, unit_of(record)))
        parts.draw(f'<p class="reading">{esc(reading(effect, record))}</p>')


def unit_sentence(record: BuildRecord) -> str:
    """What the effect is measured in."""
    if record.problem == "regression":
        return f"Average push on {record.target}, in its unit, compared with the average answer."
    shown = record.positive if record.problem == "binary" else commonest(record)
    return f"Average push on the probability of {shown}, in percentage points, compared with the average row."


def pushes_html(effect: ColumnEffect, unit: Unit | None) -> str:
    """Bars to the left (down, orange) and right (up, blue) of the average, one a value."""
    largest = max((abs(e) for e in effect.effect), default=0.0) or 1.0
    rows = "".join(
        f'<div class="push{"" if n >= enough(effect) else " thin"}"><span class="name" '
        f'title="{esc(said)}, {plural(n, "row")}">{esc(said)}</span><span class="lane">'
        f'<i class="{"up" if value >= 0 else "down"}" style="width:{50 * abs(value) / largest:.2f}%"></i></span>'
        f'<span class="value">{push(value, unit)}</span></div>'
        for said, value, n in zip(labels(effect), effect.effect, effect.counts, strict=True)
    )
    about = f"How the values of {effect.column} move the answer"
    return f'<div class="pushes" role="img" aria-label="{esc(about)}">{rows}</div>'


def line(effect: ColumnEffect, record: BuildRecord, colors: Palette) -> go.Figure:
    """The effect along the range of a number or date, with the average as a dashed line."""
    unit = unit_of(record)
    dates = effect.kind == "datetime"
    x = [formats.date_of(p) for p in effect.positions] if dates else list(effect.positions)
    y = [100 * e if unit is None else e for e in effect.effect[: len(x)]]
    made = charts.figure(_trace(effect, x, y, unit, colors), height=270, colors=colors)
    made.add_hline(
        y=0,
        line={"color": colors["muted"], "width": 1, "dash": "dot"},
        annotation={"text": "average", "font": {"color": colors["muted"], "size": 12}, "bgcolor": colors["surface"]},
        annotation_position="top right",
    )
    along = {"type": "category"} if dates else _value_ticks(effect)
    made.update_xaxes(title_text=chart_text(effect.column), **along)
    made.update_yaxes(**_signed_ticks(min(*y, 0.0), max(*y, 0.0), unit or PLAIN))
    return made


def _trace(
    effect: ColumnEffect, x: Sequence[float | str], y: Sequence[float], unit: Unit | None, colors: Palette
) -> go.Scatter:
    """The line with a point for each range: hollow where fewer rows than enough lie in it."""
    import plotly.graph_objects as go

    counts = effect.counts[: len(x)]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines+markers",
        cliponaxis=False,
        line={"color": colors["chart"], "width": 2},
        marker={
            "size": 6,
            "color": [colors["chart" if rows >= enough(effect) else "surface"] for rows in counts],
            "line": {"color": colors["chart"], "width": 1.5},
        },
        fill="tozeroy",
        fillcolor=colors["band"],
        hovertext=_hover(effect, unit),
        hoverinfo="text",
    )


def _hover(effect: ColumnEffect, unit: Unit | None) -> list[str]:
    n = len(effect.positions)
    name, points = chart_text(effect.column), f"{formats.SPACE}points" if unit is None else ""
    return [
        f"{name} {chart_text(said)}<br>{chart_text(push(value, unit))}{points}<br>{plural(rows, 'row')}"
        for said, value, rows in zip(labels(effect)[:n], effect.effect[:n], effect.counts[:n], strict=True)
    ]


def _value_ticks(effect: ColumnEffect) -> dict[str, object]:
    """Round values along the axis, written as the column's ranges are: 1,500 of an area, 1950 of a year."""
    marks = ticks(min(effect.positions), max(effect.positions), 5)
    role = "code" if ungrouped(effect) else None
    return charts.written([formats.quantity(mark, role, digits=6) for mark in marks], marks)


def _signed_ticks(low: float, high: float, unit: Unit) -> dict[str, object]:
    marks = ticks(low, high if high > low else low + 1, 4)
    return {"tickvals": list(marks), "ticktext": [chart_text(unit.change(mark)) for mark in marks]}
