"""Explore: one chart of a dataset version, what it says, and its data to download."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import (
    charts,
    dataset_facts,
    explore_axes,
    explore_bars,
    explore_lists,
    explore_points,
    explore_words,
    parts,
    state,
)
from app.ui.downloads import for_reader, reader_style
from app.ui.explore_sentences import sentence
from app.ui.in_notation import in_notation
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc
from app.ui.theme import Palette, palette
from datasets.errors import EaselError
from datasets.explore import ALL, Bars, Boxes, Density, Histogram, Lines, Matrix, Points, Result

if TYPE_CHECKING:
    from app.records import DatasetView, VersionView

STRONGEST = 5
FIGURES: Mapping[Any, Callable[[Any, Palette], Any]] = {
    Histogram: explore_bars.histogram,
    Bars: explore_bars.bars,
    Boxes: explore_bars.boxes,
    Points: explore_points.points,
    Density: explore_points.density,
    Lines: explore_points.lines,
    Matrix: explore_points.matrix,
}


def panel(dataset: DatasetView, version: VersionView) -> None:
    """The lists, the chart, and what it says."""
    with parts.card("explore"):
        if not version.rows:
            parts.notice("A chart needs rows, and this table has none. Import a version that has some.")
            return
        schema = state.service().explore_schema(version.id)
        seen = dataset_facts.profile(version.id)
        choice = explore_lists.chosen(dataset, schema, seen)
        explore_lists.kinds(choice)
        if lacking := ALL[choice.chart].lacks(schema):
            parts.notice(lacking)
            return
        explore_lists.lists(choice, schema, version.id)
        try:
            made = state.service().explore(version.id, choice)
        except EaselError as error:
            parts.notice(in_notation(str(error)))
            return
        _picture(made)
        _download(made, dataset)


def _picture(made: Result) -> None:
    colors = palette()
    parts.draw(
        parts.title_html(explore_words.title(made), style="card-title"),
        explore_axes.legend_html(getattr(made, "groups", ()), colors),
        explore_axes.scale_html(made, colors),
    )
    draw = next(draw for kind, draw in FIGURES.items() if isinstance(made, kind))
    charts.draw(draw(made, colors), key=f"explore_{type(made).__name__}")
    if isinstance(made, Matrix):
        parts.draw(strongest_html(made))
    parts.draw(
        f'<p class="reading">{esc(sentence(made))}</p><p class="caption">{esc(explore_words.rows(made.seen))}</p>'
    )


def strongest_html(made: Matrix) -> str:
    """The pairs that go together most, as a table."""
    rows = [
        Row(
            (
                f"<bdi>{esc(explore_words.cut(pair.left, 24))}</bdi>",
                f"<bdi>{esc(explore_words.cut(pair.right, 24))}</bdi>",
                esc(explore_words.SHORT[pair.measure]),
                explore_words.correlation(strength),
            )
        )
        for pair, strength in made.strongest[:STRONGEST]
    ]
    columns = (Col("Column"), Col("goes with"), Col("Measure", optional=True))
    return table_html((*columns, Col("Strength", "right")), rows, label="The strongest pairs", style="compact")


def _download(made: Result, dataset: DatasetView) -> None:
    style = reader_style()
    st.download_button(
        "Download the data of this chart (CSV)",
        data=lambda: for_reader(csv_bytes(made), style),
        file_name=f"{dataset.name} {explore_words.title(made)}.csv".replace("/", " "),
        mime="text/csv",
        icon=":material/download:",
        key="explore_download",
        on_click="ignore",
        type="tertiary",
    )


def csv_bytes(made: Result) -> bytes:
    """The data behind a chart: a header and its rows, comma, UTF-8; nothing where a value is unknown."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(made.rows())
    return out.getvalue().encode()
