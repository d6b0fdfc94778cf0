"""How a column's values are told and drawn."""

from __future__ import annotations

from app.report import charts
from app.report.axes import number
from app.report.blocks import Figure
from app.ui import formats
from app.ui.column_words import measures, written
from app.ui.text import plural
from datasets.profile import ColumnProfile

MOST_LEVELS = 8


def middle(column: ColumnProfile) -> str:
    """The typical value: the median of numbers and dates, the commonest text."""
    if column.kind == "datetime" and column.median is not None:
        return formats.date_of(column.median)
    if measures(column):
        return written(column, column.median)
    if column.mode is None or column.kind == "id":
        return "–"
    return f"{' '.join(column.mode.split())[:60]} ({formats.percent(column.mode_share)})"


def span(column: ColumnProfile) -> str:
    """The smallest and the largest value."""
    if column.minimum is None or column.maximum is None:
        return "–"
    if column.kind == "datetime":
        return f"{formats.date_of(column.minimum)} to {formats.date_of(column.maximum)}"
    return f"{written(column, column.minimum)} to {written(column, column.maximum)}"


def missing(column: ColumnProfile, n_rows: int) -> str:
    """The share of missing cells."""
    return formats.percent(column.n_missing / n_rows) if column.n_missing and n_rows else "0"


def picture(column: ColumnProfile, width: float) -> Figure | None:
    """The column's distribution; None when there is nothing to draw."""
    seen = column.histogram
    if not seen.counts or column.kind in ("id", "constant") or len(seen.counts) < 2:
        return None
    words = f"{plural(column.n_unique, 'different value')}, {formats.count(column.n_missing)} missing."
    if seen.labels:
        labels = [label or "(empty)" for label in seen.labels[:MOST_LEVELS]]
        return Figure(column.name, charts.bars(labels, seen.counts[:MOST_LEVELS], formats.count, width), words)
    if len(seen.edges) != len(seen.counts) + 1 or seen.edges[0] == seen.edges[-1]:
        return None
    write = (lambda v: formats.date_of(v).split(",")[0][-8:]) if column.kind == "datetime" else number
    drawn = charts.histogram(seen.edges, seen.counts, "", width, 130.0, write)
    return Figure(column.name, drawn, words)
