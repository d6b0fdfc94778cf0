"""What Explore shows, chosen in a few lists; the address holds the choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import explore_axes, state
from datasets.errors import EaselError
from datasets.explore import ALL, Chart, Choice, first_look, settle
from datasets.schema import Kind, Schema

if TYPE_CHECKING:
    from app.records import DatasetView
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
FEW = 10  # different values


def chosen(dataset: DatasetView, schema: Schema, seen: Profile) -> Choice:
    """The choice in the address; what it leaves open, or does not fit the table, is filled in."""
    telling_first, target = _telling(schema, seen), _target(dataset, schema)
    name = state.param("chart")
    chart = ALL[name] if name in ALL else next(iter(ALL.values()))
    asked = Choice(chart.name, **{param: state.param(param) for param in PARAMS})
    if not any(state.param(param) for param in PARAMS):
        return first_look(chart, telling_first, target)
    return settle(chart, schema, asked, target)


def _telling(schema: Schema, seen: Profile) -> Schema:
    """The columns that tell most first: those with gaps in most rows, and numbers of few values, come last."""

    def dull(name: str) -> int:
        column = seen[name]
        gaps = 2 * column.n_missing > seen.n_rows
        return 2 * gaps + (column.kind == Kind.NUMERIC and column.n_unique < FEW)

    return Schema(tuple(sorted(schema, key=lambda column: dull(column.name))))


def _target(dataset: DatasetView, schema: Schema) -> str | None:
    """What the newest model on this dataset predicts, or what a sample is for."""
    service = state.service()
    targets = [model.settings.target for model in service.models() if model.dataset_id == dataset.id]
    targets += [sample.target for sample in service.samples() if sample.name == dataset.sample]
    return next((target for target in targets if target is not None and target in schema), None)


def kinds(choice: Choice) -> None:
    """The kinds of chart, side by side."""
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


def lists(choice: Choice, schema: Schema, version_id: str) -> None:
    """The columns of the chart, and how rows become one number."""
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
