"""Histograms, bars and boxes as Plotly figures."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.ui.explore_axes import answer_axis, colors_of, figure, finished, name_axis, number_axis, some_marks, tall
from app.ui.explore_words import answer, measure, named, value
from app.ui.model_curves import chart_text
from app.ui.text import plural
from app.ui.theme import Palette
from datasets.explore import Bars, Box, Boxes, Histogram

if TYPE_CHECKING:
    import plotly.graph_objects as go

STACKED = ("count", "sum")
LINE = 26.0
THIN = 11.0


def histogram(made: Histogram, colors: Palette) -> go.Figure:
    """Bars along the values of a column, stacked by colour."""
    import plotly.graph_objects as go

    middles = [a / 2 + b / 2 for a, b in pairwise(made.edges)]
    widths = [0.94 * (b - a) for a, b in pairwise(made.edges)]
    traces = [
        go.Bar(
            x=middles,
            y=counts,
            width=widths,
            marker={"color": color, "line": {"width": 0}},
            hovertext=[_bin_text(made, i, group, n) for i, n in enumerate(counts)],
            hoverinfo="text",
        )
        for group, color, counts in zip(made.groups, colors_of(made.groups, colors), made.counts, strict=True)
    ]
    drawn = figure(*traces, height=340, colors=colors)
    drawn.update_layout(barmode="stack")
    totals = [float(sum(column)) for column in zip(*made.counts, strict=True)]
    low, high = made.edges[0], made.edges[-1]
    if made.whole:
        low, high = low + 0.5, high - 0.5
    across = number_axis(low, high, named(made.x), date=made.date)
    if made.whole:
        across = _whole(across)
    return finished(drawn, across, answer_axis(totals, "count", "rows"))


def _whole(axis: dict[str, Any]) -> dict[str, Any]:
    kept = [(m, t) for m, t in zip(axis["tickvals"], axis["ticktext"], strict=True) if m == int(m)]
    return {**axis, "tickvals": [m for m, _ in kept], "ticktext": [t for _, t in kept]}


def _bin_text(made: Histogram, i: int, group: str, n: int) -> str:
    low, high = made.edges[i], made.edges[i + 1]
    one, both = value((low + high) / 2), f"{value(low, date=made.date)} to {value(high, date=made.date)}"
    span = one if made.whole else both
    return "<br>".join(filter(None, [span, chart_text(named(group)) if group else "", plural(n, "row")]))


def bars(made: Bars, colors: Palette) -> go.Figure:
    """Words as lines of bars, numbers and dates as columns; counts and sums stack, other numbers stand side by side."""
    import plotly.graph_objects as go

    stacked = len(made.groups) > 1 and (made.how in STACKED or (made.how == "share" and made.y is None))
    negative = any(v is not None and v < 0 for line in made.values for v in line)
    stacked = stacked and not negative
    places = list(range(len(made.labels)))
    traces = []
    for g, color in enumerate(colors_of(made.groups, colors)):
        along, up = (places, made.values[g]) if made.ordered else (made.values[g], places)
        text = [answer(v, made.how) for v in made.values[g]] if len(made.groups) == 1 and not made.ordered else None
        traces.append(
            go.Bar(
                x=along,
                y=up,
                orientation="v" if made.ordered else "h",
                marker={"color": color, "line": {"width": 0}, "cornerradius": 0 if stacked else 3},
                text=text,
                textposition="outside",
                textangle=0,
                textfont={"color": colors["muted"], "size": 12},
                cliponaxis=False,
                hovertext=[_bar_text(made, g, b) for b in places],
                hoverinfo="text",
            )
        )
    beside = 1 if stacked else len(made.groups)
    height = 340 if made.ordered else tall(len(places), LINE if beside == 1 else 10 + THIN * beside)
    drawn = figure(*traces, height=height, colors=colors)
    drawn.update_layout(barmode="stack" if stacked else "group", bargap=0.22)
    axis = answer_axis(_reach(made, stacked), made.how, measure(made.how, made.y, made.level))
    if made.ordered:
        return finished(drawn, {"title_text": chart_text(named(made.x)), **some_marks(made.labels)}, axis)
    if len(made.groups) == 1:
        low, high = axis["range"]
        axis["range"] = [low * 1.2, high * 1.2]  # room for the words at the ends of the bars
    return finished(drawn, {**axis, "showgrid": True}, name_axis(made.labels))


def _reach(made: Bars, stacked: bool) -> list[float | None]:
    """The values that the axis must hold."""
    if stacked:
        return [sum(v or 0.0 for v in column) for column in zip(*made.values, strict=True)]
    return [v for line in made.values for v in line]


def _bar_text(made: Bars, g: int, b: int) -> str:
    name = chart_text(named(made.labels[b], 80))
    group = chart_text(named(made.groups[g])) if made.groups[g] else ""
    said = answer(made.values[g][b], made.how) or "no row"
    what = "" if made.how == "count" else f"{chart_text(measure(made.how, made.y, made.level))}: {said}"
    return "<br>".join(filter(None, [name, group, what, plural(made.counts[g][b], "row")]))


def boxes(made: Boxes, colors: Palette) -> go.Figure:
    """Lying boxes, one line a group; in colours they share the line."""
    import plotly.graph_objects as go

    n = len(made.groups)
    names = {label: i for i, label in enumerate(made.labels)}
    traces: list[Any] = []
    for g, (group, color) in enumerate(zip(made.groups, colors_of(made.groups, colors), strict=True)):
        own = [box for box in made.boxes if box.group == group]
        places = [names[box.label] + (g - (n - 1) / 2) * 0.8 / n for box in own]
        traces.append(_box_trace(own, places, color, 0.55 / n if n > 1 else 0.5))
        dots = [(place, v) for box, place in zip(own, places, strict=True) for v in box.outside]
        traces.append(
            go.Scatter(
                x=[v for _, v in dots],
                y=[place for place, _ in dots],
                mode="markers",
                marker={"color": color, "size": 4, "opacity": 0.5},
                hovertext=[value(v, date=made.date) for _, v in dots],
                hoverinfo="text",
            )
        )
        traces.append(
            go.Scatter(
                x=[box.median for box in own],
                y=places,
                mode="markers",
                marker={"size": 18, "opacity": 0},
                hovertext=[_box_text(made, box) for box in own],
                hoverinfo="text",
            )
        )
    drawn = figure(*traces, height=tall(len(made.labels), max(34.0, 16.0 * n)), colors=colors)
    low = min(min(box.low, *box.outside) if box.outside else box.low for box in made.boxes)
    high = max(max(box.high, *box.outside) if box.outside else box.high for box in made.boxes)
    across = number_axis(low, high, named(made.y), date=made.date)
    up = name_axis(made.labels) if made.x else {"visible": False, "range": [0.6, -0.6]}
    return finished(drawn, {**across, "showgrid": True}, up)


def _box_trace(own: list[Box], places: list[float], color: str, width: float) -> Any:
    import plotly.graph_objects as go

    return go.Box(
        y=places,
        q1=[box.q1 for box in own],
        median=[box.median for box in own],
        q3=[box.q3 for box in own],
        lowerfence=[box.low for box in own],
        upperfence=[box.high for box in own],
        mean=[box.mean for box in own],
        orientation="h",
        width=width,
        line={"color": color, "width": 2},
        hoverinfo="skip",
    )


def _box_text(made: Boxes, box: Box) -> str:
    def say(number: float) -> str:
        return value(number, date=made.date)

    lines = [
        chart_text(named(box.label, 80)) if made.x else "",
        chart_text(named(box.group)) if made.color else "",
        f"middle {say(box.median)}, mean {say(box.mean)}",
        f"half between {say(box.q1)} and {say(box.q3)}",
        plural(box.n, "row") + (f", {plural(box.n_outside, 'row')} far outside" if box.n_outside else ""),
    ]
    return "<br>".join(filter(None, lines))
