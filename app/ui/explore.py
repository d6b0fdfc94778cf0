"""Explore: one chart of a dataset version, chosen in a few lists; the address holds the choice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import charts, dataset_facts, explore_axes, explore_bars, explore_points, explore_words, parts, state
from app.ui.explore_sentences import sentence
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc
from app.ui.theme import Palette, palette
from datasets.errors import EaselError
from datasets.explore import (
    ALL,
    Bars,
    Boxes,
    Chart,
    Choice,
    Density,
    Histogram,
    Lines,
    Matrix,
    Points,
    Result,
    first_look,
    settle,
)
from datasets.schema import Kind, Schema

if TYPE_CHECKING:
    from app.records import DatasetView, VersionView
    from datasets.profile import Profile

ICONS: Mapping[str, str] = {
    "distribution": "equalizer",
    "bar": "bar_chart",
    "box": "candlestick_chart",
    "scatter": "scatter_plot",
    "timeline": "timeline",
    "correlation": "grid_on",
}
HOW_TITLES: Mapping[str, str] = {
    "count": "Number of rows",
    "share": "Share",
    "mean": "Mean",
    "median": "Median",
    "sum": "Sum",
    "spearman": "By rank (Spearman)",
    "pearson": "Linear (Pearson)",
}
NONE = ""  # what a list holds when no column is chosen
PARAMS = ("x", "y", "color", "how", "level")
STRONGEST = 5
FEW = 10  # different values
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
        choice = chosen(schema, telling(schema, seen), _target(dataset, schema))
        _kinds(choice)
        if lacking := ALL[choice.chart].lacks(schema):
            parts.notice(lacking)
            return
        _lists(choice, schema, version.id)
        try:
            made = state.service().explore(version.id, choice)
        except EaselError as error:
            parts.notice(str(error))
            return
        _picture(made)
        _download(made, dataset)


def telling(schema: Schema, seen: Profile) -> Schema:
    """The columns that tell most first: those with gaps in most rows, and numbers of few values, come last."""

    def dull(name: str) -> int:
        column = seen[name]
        gaps = 2 * column.n_missing > seen.n_rows
        return 2 * gaps + (column.kind == Kind.NUMERIC and column.n_unique < FEW)

    return Schema(tuple(sorted(schema, key=lambda column: dull(column.name))))


def chosen(schema: Schema, telling_first: Schema, target: str | None) -> Choice:
    """The choice in the address; what it leaves open, or does not fit the table, is filled in."""
    name = state.param("chart")
    chart = ALL[name] if name in ALL else next(iter(ALL.values()))
    asked = Choice(chart.name, **{param: state.param(param) for param in PARAMS})
    if not any(state.param(param) for param in PARAMS):
        return first_look(chart, telling_first, target)
    return settle(chart, schema, asked, target)


def _target(dataset: DatasetView, schema: Schema) -> str | None:
    """What the newest model on this dataset predicts, or what a sample is for."""
    service = state.service()
    targets = [model.settings.target for model in service.models() if model.dataset_id == dataset.id]
    targets += [sample.target for sample in service.samples() if sample.name == dataset.sample]
    return next((target for target in targets if target is not None and target in schema), None)


def _kinds(choice: Choice) -> None:
    key = "explore_chart"
    state.put(key, choice.chart)
    st.segmented_control(
        "Chart",
        list(ALL),
        format_func=lambda name: f":material/{ICONS.get(name, 'insert_chart')}: {ALL[name].title}",
        required=True,
        key=key,
        label_visibility="collapsed",
        on_change=lambda: state.set_params(chart=state.widget(key)),
    )


def _lists(choice: Choice, schema: Schema, version_id: str) -> None:
    chart = ALL[choice.chart]
    with st.container(horizontal=True, key="explore_lists"):
        for place, role in chart.roles.items():
            names = role.columns(schema)
            if place == "color":
                _how(chart, choice, schema, version_id)
            if chart.name == "correlation" and len(names) <= explore_axes.MOST_COMPARED:
                continue
            empty = [] if role.required else [NONE]
            _list(role.title, [*empty, *names], choice.column(place) or NONE, place, choice)
        if "color" not in chart.roles:
            _how(chart, choice, schema, version_id)


def _how(chart: Chart, choice: Choice, schema: Schema, version_id: str) -> None:
    """How rows become one number, and for a share of words, of which."""
    hows = chart.hows(schema, choice)
    if len(hows) > 1:
        _list("Show", hows, choice.how or hows[0], "how", choice, HOW_TITLES)
    if choice.how == "share" and choice.y is not None and schema[choice.y].kind is not Kind.NUMERIC:
        _level(choice, version_id, choice.y)


def _level(choice: Choice, version_id: str, y: str) -> None:
    """Which value of y the share is of."""
    levels = state.service().explore_levels(version_id, y)
    try:
        shown = getattr(state.service().explore(version_id, choice), "level", None)
    except EaselError:  # said once, where the chart would be
        return
    if shown is not None:
        _list("Share with", list(dict.fromkeys([*levels, shown])), shown, "level", choice)


def _list(
    label: str,
    options: Sequence[str],
    value: str,
    what: str,
    choice: Choice,
    titles: Mapping[str, str] | None = None,
) -> None:
    if not options:
        return
    key = f"explore_{choice.chart}_{what}"
    state.put(key, value if value in options else options[0])
    none = "Rows" if what == "y" else "None"
    st.selectbox(
        label,
        options,
        key=key,
        width=190,
        format_func=lambda name: none if name == NONE else (titles or {}).get(name, name),
        on_change=_choose,
        args=(key, what, choice),
    )


def _choose(key: str, what: str, choice: Choice) -> None:
    """Write the whole choice into the address, with what was just chosen."""
    value = state.widget(key) or None
    changed = {**choice.to_dict(), what: value}
    if what == "y":
        changed["level"] = None
    state.set_params(**changed)


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
    known = sorted((pair for pair in made.pairs if pair.value is not None), key=lambda pair: -abs(pair.value or 0.0))
    rows = [
        Row(
            (
                f"<bdi>{esc(explore_words.cut(pair.left, 24))}</bdi>",
                f"<bdi>{esc(explore_words.cut(pair.right, 24))}</bdi>",
                esc(explore_words.SHORT[pair.measure]),
                explore_points.signed(pair.value or 0.0),
            )
        )
        for pair in known[:STRONGEST]
    ]
    columns = (Col("Column"), Col("goes with"), Col("Measure", optional=True))
    return table_html((*columns, Col("Strength", "right")), rows, label="The strongest pairs", style="compact")


def _download(made: Result, dataset: DatasetView) -> None:
    st.download_button(
        "Download the data of this chart (CSV)",
        data=lambda: csv_bytes(made),
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
