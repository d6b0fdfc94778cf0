"""Axes and colours that the charts of a table share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.ui import charts, formats
from app.ui.explore_words import answer, cut, named, when
from app.ui.model_curve import ticks
from app.ui.model_curves import chart_text
from app.ui.text import esc, plural
from app.ui.theme import Palette
from datasets.calendar_units import numbers, starts, unit_for
from datasets.explore import MISSING, OTHER, Density, Matrix, Result

if TYPE_CHECKING:
    import plotly.graph_objects as go

LABEL = 22
MOST_COMPARED = 30  # columns in a correlation
MARKS = 5


def colors_of(groups: Sequence[str], colors: Palette) -> list[str]:
    """A colour a group; "other" and "missing" cells are grey, and a single group has the colour of charts."""
    if len(groups) == 1:
        return [colors["chart"]]
    greys = {OTHER: colors["stone"], MISSING: colors["muted"]}
    last = len(groups) - 2
    return [
        greys[group] if group in greys and i >= last else colors.categories[i % len(colors.categories)]
        for i, group in enumerate(groups)
    ]


def legend_html(groups: Sequence[str], colors: Palette) -> str:
    """The names of the colours, where there is more than one."""
    if len(groups) < 2:
        return ""
    items = "".join(
        f'<span><i style="background:{color}"></i><bdi>{esc(cut(group, 28))}</bdi></span>'
        for group, color in zip(groups, colors_of(groups, colors), strict=True)
    )
    return f'<p class="legend">{items}</p>'


def scale_html(made: Result, colors: Palette) -> str:
    """What the shades of a density or of a correlation mean."""
    if isinstance(made, Density):
        most = max(max(line) for line in made.counts)
        ends, shades = ("1 row", plural(most, "row")), [colors["tint"], colors["spread"], colors["chart"]]
    elif isinstance(made, Matrix):
        ends, shades = ("−1 opposite", "+1 together"), [colors["other"], colors["sunk"], colors["chart"]]
    else:
        return ""
    shade = f'<i style="width:88px;background:linear-gradient(90deg,{",".join(shades)})"></i>'
    return f'<p class="legend"><span>{esc(ends[0])}{shade}{esc(ends[1])}</span></p>'


def number_axis(low: float, high: float, title: str, *, date: bool = False) -> dict[str, Any]:
    """Title, marks and their words for an axis of numbers or dates."""
    if date:
        return {"title_text": chart_text(title), **date_marks(low, high)}
    marks = ticks(low, high, MARKS) if high > low else (low,)
    return {"title_text": chart_text(title), "tickvals": list(marks), "ticktext": [formats.number(m) for m in marks]}


def date_marks(low: float, high: float) -> dict[str, Any]:
    """About five calendar units from low to high."""
    unit = unit_for(low, high, MARKS + 1)
    first, last = (int(n) for n in numbers(_array(low, high), unit))
    found = [float(s) for s in starts(first, last, unit) if low <= s <= high] or [low]
    return {"tickvals": found, "ticktext": [when(s, unit) for s in found]}


def _array(*values: float) -> Any:
    import numpy as np

    return np.array(values)


def answer_axis(values: Sequence[float | None], how: str, title: str) -> dict[str, Any]:
    """An axis of counts, shares or numbers that holds 0 where bars begin."""
    known = [v for v in values if v is not None] or [0.0]
    low, high = min(0.0, *known), max(0.0, *known)
    if high <= low:
        high = low + 1.0
    marks = [m for m in ticks(low, high, MARKS) if how != "count" or m == int(m)]
    words = [_percent(m) if how == "share" else answer(m, how) for m in marks]
    room = 0.06 * (high - low)
    ends = [low - room if low < 0 else 0.0, high + room]
    return {"title_text": chart_text(title), "tickvals": marks, "ticktext": words, "range": ends}


def _percent(share: float) -> str:
    return formats.percent(share, 0 if abs(100 * share - round(100 * share)) < 1e-6 else 1)


def name_axis(labels: Sequence[str]) -> dict[str, Any]:
    """Names from top to bottom, at the places 0, 1, 2 ..."""
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": [chart_text(named(label, LABEL)) for label in labels],
        "range": [len(labels) - 0.4, -0.6],
        "showgrid": False,
        "fixedrange": True,
    }


def some_marks(labels: Sequence[str], most: int = 8) -> dict[str, Any]:
    """A few of many names along the bottom, at the places 0, 1, 2 ..."""
    step = -(-len(labels) // most)
    places = list(range(0, len(labels), step))
    return {"tickvals": places, "ticktext": [chart_text(cut(labels[i], LABEL)) for i in places]}


def tall(n_lines: int, each: float, least: int = 120) -> int:
    """The height of a chart of `n_lines` lines."""
    return max(least, round(n_lines * each) + 70)


def finished(made: go.Figure, x: dict[str, Any], y: dict[str, Any]) -> go.Figure:
    """The figure with its axes."""
    made.update_xaxes(**x)
    made.update_yaxes(**y)
    return made


def figure(*traces: Any, height: int, colors: Palette) -> go.Figure:
    return charts.figure(*traces, height=height, colors=colors)
