"""The picture of one column on Build: a table of its values, or bars along its range with the target as a line."""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING, Any

from app.ui import charts, formats, parts
from app.ui.column_words import written
from app.ui.model_curve import ticks
from app.ui.model_curves import chart_text
from app.ui.model_detail import LEAST_ROWS, OTHER, Detail
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc, in_words, plural
from app.ui.theme import Palette, palette

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from datasets.profile import ColumnProfile


def picture(column: ColumnProfile, made: Detail, title: str, *, number: bool) -> None:
    """Draw it, or say why there is nothing to draw; `title` is that of the target's line, "" without one."""
    if not sum(made.counts):
        parts.notice("Every cell of this column is empty.")
        return
    if not made.edges and (seldom := too_seldom(made)):
        parts.caption(seldom)
        return
    if not made.edges:
        parts.draw(values_html(made, title, number=number))
        return
    parts.draw(legend_html(title))
    charts.draw(spread(column, made, palette(), number=number), key="detail_chart")


def too_seldom(made: Detail) -> str:
    """The sentence in place of a table of many values that occur too seldom to compare, as those of an id; else ""."""
    most = max(made.counts[:-1], default=0)
    if made.labels[-1:] != (OTHER,) or not 0 < most < LEAST_ROWS:
        return ""
    if most == 1:
        return "Every value occurs once, so there is nothing to compare."
    return f"No value occurs more than {in_words(most)} times, which is too seldom to compare them."


def legend_html(title: str) -> str:
    """What bars and line mean."""
    second = f'<span><i class="line"></i>{esc(title)}</span>' if title else ""
    return f'<p class="legend"><span><i class="soft"></i>Rows</span>{second}</p>'


def values_html(made: Detail, title: str, *, number: bool) -> str:
    """A table of the values: rows, and the target in each."""
    largest, total = max(made.counts) or 1, sum(made.counts)
    columns = [Col("Value", width="30%"), Col("Rows", width="34%", optional=True), Col("", "right")]
    if title:
        columns.append(Col(title, "right"))
    rows = []
    for label, n, answer in zip(made.labels, made.counts, made.answers, strict=True):
        bar = f'<span class="inline-bar"><i style="width:{100 * n / largest:.1f}%"></i></span>'
        cells = [esc(label), bar, f"{formats.count(n)}\u2002{formats.percent(n / total)}"]
        if title:
            cells.append(formats.number(answer) if number else formats.percent(answer))
        rows.append(Row(tuple(cells)))
    return table_html(columns, rows, label="How often each value occurs", style="compact")


def spread(column: ColumnProfile, made: Detail, colors: Palette, *, number: bool) -> go.Figure:
    """Bars of rows along the range, with the target as a line on its own axis."""
    import plotly.graph_objects as go

    edges = made.edges
    middles = [(a + b) / 2 for a, b in itertools.pairwise(edges)]
    write = partial(written, column)
    hover = [
        f"{write((a + b) / 2) if made.whole else f'{write(a)} to {write(b)}'}<br>"
        f"{plural(n, 'row')}{_answer_text(answer, number)}"
        for a, b, n, answer in zip(edges[:-1], edges[1:], made.counts, made.answers, strict=True)
    ]
    bars = go.Bar(
        x=middles,
        y=made.counts,
        width=[0.86 * (b - a) for a, b in itertools.pairwise(edges)],
        marker={"color": colors["soft"], "cornerradius": 3},
        hovertext=hover,
        hoverinfo="text",
    )
    figure = charts.figure(bars, height=250, colors=colors)
    marks = _marks(made)
    figure.update_xaxes(title_text=chart_text(column.name), tickvals=marks, ticktext=[write(m) for m in marks])
    top = max(made.counts)
    counts = ticks(0, top, 3)
    figure.update_yaxes(range=[0, 1.06 * top], tickvals=list(counts), ticktext=[formats.count(c) for c in counts])
    if any(answer is not None for answer in made.answers):
        _add_answers(figure, middles, made, colors, number=number)
    return figure


def _marks(made: Detail) -> list[float]:
    """Round numbers along the bins; whole ones, under the middle of their bars, where every bar is one of them."""
    if not made.whole:
        return list(ticks(made.edges[0], made.edges[-1], 6))
    low, high = made.edges[0] + 0.5, made.edges[-1] - 0.5
    return [mark for mark in ticks(low, high, 6) if mark == int(mark)] if high > low else [low]


def _answer_text(answer: float | None, number: bool) -> str:
    if answer is None:
        return ""
    return f"<br>{formats.number(answer) if number else formats.percent(answer)}"


def _add_answers(figure: go.Figure, middles: list[float], made: Detail, colors: Palette, *, number: bool) -> None:
    import plotly.graph_objects as go

    known = [answer for answer in made.answers if answer is not None]
    figure.add_trace(
        go.Scatter(
            x=middles,
            y=made.answers,
            yaxis="y2",
            mode="lines",
            line={"color": colors["other"], "width": 2.5},
            connectgaps=True,
            hoverinfo="skip",
        )
    )
    figure.update_layout(yaxis2=_answer_axis(min(known), max(known), colors, number=number))


def _answer_axis(low: float, high: float, colors: Palette, *, number: bool) -> dict[str, Any]:
    """The right-hand axis: shares from 0, numbers around their values."""
    low = low - 0.2 * (high - low) if number else 0.0
    high = high + 0.1 * (high - low) or 1.0
    marks = ticks(low, high, 3)
    text = [formats.number(m, 3) if number else formats.short_percent(m) for m in marks]
    return {
        "overlaying": "y",
        "side": "right",
        "range": [low, high],
        "tickvals": list(marks),
        "ticktext": text,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": colors["muted"], "size": 12},
        "automargin": True,
    }
