"""What came out when a file was predicted: how many rows got which answer, and how the answers spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from app.ui import charts, formats, parts
from app.ui.meanings import help_for
from app.ui.model_curve import ticks
from app.ui.model_curves import chart_text
from app.ui.model_profit import share_text
from app.ui.tables import counts_html
from app.ui.text import esc, plural
from app.ui.theme import Palette, palette
from datasets.spread import edges_between

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from datasets.table import Table
    from inference.manifest import Manifest
    from inference.ordered import Order

BINS = 20
MOST_CLASSES = 8


def draw(
    table: Table,
    manifest: Manifest,
    names: tuple[str, ...],
    report: dict[str, Any],
    line: float,
    written: Order = "file",
) -> None:
    """The mean answer, the count of each class, or of two classes the count of the one shown, from the probability
    `line` on; with their chart."""
    n = int(report.get("n_rows", table.n_rows)) - int(report.get("rejected", 0))
    if n > table.n_rows:
        which = "first" if written == "file" else "highest"
        parts.caption(f"Of the {which} {plural(table.n_rows, 'row')}")
    if manifest.problem == "regression":
        _numbers(table.numbers(names[0]), manifest.target.name)
    elif manifest.problem == "multiclass":
        _classes(table.texts(names[0]).to_pylist(), manifest.classes)
    else:
        _two_classes(table, manifest, names, line)


def _numbers(values: Any, target: str) -> None:
    """The mean of the answers, and how they spread."""
    mean = float(np.nanmean(values)) if len(values) and not np.isnan(values).all() else None
    parts.draw(
        f'<div class="batch-count">{parts.label_html("Mean answer")}'
        f'<p class="big"><strong>{formats.number(mean)}</strong></p></div>'
    )
    charts.draw(histogram(values, palette(), target, None), key="batch_histogram")


def _classes(said: Sequence[str | None], classes: Sequence[str]) -> None:
    """How often each class was answered, the commonest first."""
    counted = sorted(((name, said.count(name)) for name in classes), key=lambda pair: -pair[1])[:MOST_CLASSES]
    parts.draw(
        parts.label_html("Answers"),
        counts_html([c for c, _ in counted], [k for _, k in counted], len(said), label="Answers"),
    )


def _two_classes(table: Table, manifest: Manifest, names: tuple[str, ...], line: float) -> None:
    """How often the class that is shown was answered, and how its probabilities spread."""
    said = table.texts(names[0]).to_pylist()
    shown = manifest.positive or manifest.classes[-1]
    label = parts.label_html(f"{manifest.target.name} {shown}", help_for("answers_spread", "The bars"))
    parts.draw(
        f'<div class="batch-count">{label}<p class="big">'
        f"<strong>{formats.count(said.count(shown))}</strong> <span>of {plural(len(said), 'row')}</span></p>"
        f'<p class="caption">Counted as {esc(shown)} from {share_text(line)} likely on.</p>'
        "</div>"
    )
    shares = table.numbers(names[1 + manifest.classes.index(shown)])
    charts.draw(histogram(shares, palette(), f"probability of {shown}", line), key="batch_histogram")


def histogram(values: Any, colors: Palette, title: str, threshold: float | None) -> go.Figure:
    """How the answers spread; with a threshold (shares) the bars from there on are in full colour."""
    import plotly.graph_objects as go

    known = values[~np.isnan(values)]
    low, high = (
        (0.0, 1.0) if threshold is not None else (float(known.min()), float(known.max())) if len(known) else (0, 1)
    )
    edges = edges_between(low, high, BINS)
    counts, _ = np.histogram(known, bins=edges)
    middles = edges[:-1] / 2 + edges[1:] / 2
    full = [threshold is None or m >= threshold for m in middles]
    made = charts.figure(
        go.Bar(
            x=middles,
            y=counts,
            width=0.86 * (edges[1] - edges[0]),
            marker={"color": [colors["chart"] if f else colors["soft"] for f in full], "cornerradius": 2},
            hovertext=[
                f"{_end(a, threshold)} to {_end(b, threshold)}<br>{plural(int(n), 'row')}"
                for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)
            ],
            hoverinfo="text",
        ),
        height=240,
        colors=colors,
    )
    marks = ticks(float(edges[0]), float(edges[-1]), 3)
    made.update_layout(margin={"r": 24})
    made.update_xaxes(title_text=chart_text(title), tickvals=list(marks), ticktext=[_end(m, threshold) for m in marks])
    top = ticks(0, float(counts.max()) or 1.0, 3)
    made.update_yaxes(tickvals=list(top), ticktext=[formats.count(t) for t in top])
    return made


def _end(value: float, threshold: float | None) -> str:
    return formats.number(value) if threshold is None else formats.short_percent(value)
