"""Scatter, density, time lines and the correlation matrix as Plotly figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from app.ui.explore_axes import answer_axis, colors_of, figure, finished, number_axis, tall
from app.ui.explore_words import MEASURES, answer, correlation, measure, named, value, when
from app.ui.model_curves import chart_text
from app.ui.text import plural
from app.ui.theme import Palette
from datasets.explore import Density, Lines, Matrix, Points

if TYPE_CHECKING:
    import plotly.graph_objects as go

FROM_ZERO = ("count", "share", "sum")
MOST_NUMBERS = 12  # columns up to which every cell of a matrix prints its number


def points(made: Points, colors: Palette) -> go.Figure:
    """One dot a row."""
    import plotly.graph_objects as go

    traces = []
    for g, color in enumerate(colors_of(made.groups, colors)):
        own = [i for i, code in enumerate(made.codes) if code == g]
        group = f"<br>{chart_text(named(made.groups[g]))}" if made.color else ""
        traces.append(
            go.Scatter(
                x=[made.xs[i] for i in own],
                y=[made.ys[i] for i in own],
                mode="markers",
                marker={"color": color, "size": 6, "opacity": 0.75 if len(made.xs) < 300 else 0.45},
                hovertext=[_point_text(made, i) + group for i in own],
                hoverinfo="text",
            )
        )
    drawn = figure(*traces, height=420, colors=colors)
    across = number_axis(min(made.xs), max(made.xs), named(made.x), date=made.dates[0])
    up = number_axis(min(made.ys), max(made.ys), named(made.y), date=made.dates[1])
    return finished(drawn, {**across, "showgrid": True}, up)


def _point_text(made: Points, i: int) -> str:
    x, y = value(made.xs[i], date=made.dates[0]), value(made.ys[i], date=made.dates[1])
    return f"{chart_text(named(made.x))} {x}<br>{chart_text(named(made.y))} {y}"


def density(made: Density, colors: Palette) -> go.Figure:
    """Rectangles, the darker the more rows (by the logarithm); those without a row stay empty."""
    import plotly.graph_objects as go

    shades = [[math.log10(n) if n else None for n in line] for line in made.counts]
    words = [[_cell_text(made, i, j, n) if n else "" for i, n in enumerate(line)] for j, line in enumerate(made.counts)]
    trace = go.Heatmap(
        x=made.x_edges,
        y=made.y_edges,
        z=shades,
        colorscale=scale(colors),
        showscale=False,
        hovertext=words,
        hoverinfo="text",
        hoverongaps=False,
    )
    drawn = figure(trace, height=420, colors=colors)
    across = number_axis(made.x_edges[0], made.x_edges[-1], named(made.x), date=made.dates[0])
    up = number_axis(made.y_edges[0], made.y_edges[-1], named(made.y), date=made.dates[1])
    return finished(drawn, across, {**up, "showgrid": False})


def scale(colors: Palette) -> list[list[Any]]:
    """From few rows to many."""
    return [[0.0, colors["tint"]], [0.5, colors["spread"]], [1.0, colors["chart"]]]


def _cell_text(made: Density, i: int, j: int, n: int) -> str:
    x = [value(edge, date=made.dates[0]) for edge in made.x_edges[i : i + 2]]
    y = [value(edge, date=made.dates[1]) for edge in made.y_edges[j : j + 2]]
    across, up = f"{chart_text(named(made.x))} {x[0]} to {x[1]}", f"{chart_text(named(made.y))} {y[0]} to {y[1]}"
    return f"{across}<br>{up}<br>{plural(n, 'row')}"


def lines(made: Lines, colors: Palette) -> go.Figure:
    """A line a colour, with gaps where no row is."""
    import plotly.graph_objects as go

    traces = [
        go.Scatter(
            x=made.starts,
            y=made.values[g],
            mode="lines+markers",
            line={"color": color, "width": 2.5},
            marker={"size": 6 if len(made.starts) < 40 else 4, "color": color},
            connectgaps=False,
            hovertext=[_line_text(made, g, t) for t in range(len(made.starts))],
            hoverinfo="text",
        )
        for g, color in enumerate(colors_of(made.groups, colors))
    ]
    drawn = figure(*traces, height=360, colors=colors)
    known = [v for line in made.values for v in line if v is not None]
    name = measure(made.how, made.y, made.level)
    up = answer_axis(known, made.how, name) if made.how in FROM_ZERO else number_axis(min(known), max(known), name)
    return finished(drawn, number_axis(made.starts[0], made.starts[-1], named(made.x), date=True), up)


def _line_text(made: Lines, g: int, t: int) -> str:
    group = chart_text(named(made.groups[g])) if made.groups[g] else ""
    said = f"{chart_text(measure(made.how, made.y, made.level))}: {answer(made.values[g][t], made.how)}"
    what = "" if made.how == "count" else said
    unit = "week of " if made.unit == "week" else ""
    rows = plural(made.counts[g][t], "row")
    return "<br>".join(filter(None, [unit + when(made.starts[t], made.unit), group, what, rows]))


def matrix(made: Matrix, colors: Palette) -> go.Figure:
    """The lower half of all pairs: blue go together, orange go against each other, pale have nothing in common."""
    import plotly.graph_objects as go

    n = len(made.columns)
    place = {name: i for i, name in enumerate(made.columns)}
    values: list[list[float | None]] = [[None] * n for _ in range(n)]
    hover = [[""] * n for _ in range(n)]
    for pair in made.pairs:
        i, j = sorted((place[pair.left], place[pair.right]), reverse=True)
        values[i][j] = pair.value
        strength = f"{MEASURES[pair.measure]} {correlation(pair.value)}"
        said = "one of them never changes" if pair.value is None else strength
        both = f"{chart_text(named(pair.left))} and {chart_text(named(pair.right))}"
        hover[i][j] = f"{both}<br>{said}<br>on {plural(pair.n, 'row')}"
    trace = go.Heatmap(
        z=values,
        zmin=-1,
        zmax=1,
        colorscale=[[0.0, colors["other"]], [0.5, colors["sunk"]], [1.0, colors["chart"]]],
        showscale=False,
        hovertext=hover,
        hoverinfo="text",
        hoverongaps=False,
        xgap=2,
        ygap=2,
        text=[[correlation(v) for v in line] for line in values] if n <= MOST_NUMBERS else None,
        texttemplate="%{text}" if n <= MOST_NUMBERS else None,
    )
    drawn = figure(trace, height=tall(n, 30 if n <= MOST_NUMBERS else 22, 260) + 40, colors=colors)
    names = [chart_text(named(name, 16)) for name in made.columns]
    axis = {"tickvals": list(range(n)), "ticktext": names, "showgrid": False}
    across = {**axis, "range": [-0.5, n - 1.5], "tickangle": -90 if n > 9 else -45 if n > 3 else 0}
    return finished(drawn, across, {**axis, "range": [n - 0.5, 0.5]})
