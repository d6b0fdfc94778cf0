"""The columns on Build as a grid that is edited: use it or not, change its kind; the rest is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import formats, parts, preview_rows
from app.ui.column_grid import usual
from app.ui.meanings import MEANINGS
from app.ui.model_change import attempt
from app.ui.model_check_marks import marks
from app.ui.model_column_edits import KIND, UNUSED_KINDS, USE, edited, mount
from app.ui.text import choice_title, plural
from app.ui.theme import Palette, palette

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

    from app.records import ModelView
    from datasets.findings import Finding
    from datasets.profile import ColumnProfile, Profile
    from datasets.table import Table

ROW_HEIGHT = 40
MOST_ROWS = 11
SAMPLE_ROWS = 100
KINDS = ("numeric", "category", "boolean", "datetime", "text", "id")
ROLES = ("money", "percent", "code", "postcode", "year", "latitude", "longitude")
CHOICES = (*KINDS, *ROLES)
COLUMN, MISSING, MISMATCHED, UNIQUE, USUAL, SPREAD, RELATION, CHECK = (
    "Column",
    "Missing",
    "Mismatched",
    "Unique",
    "Most common, or mean",
    "Distribution",
    "Relation",
    "Check",
)


def panel(model: ModelView, table: Table, profile: Profile, findings: Sequence[Finding]) -> None:
    """Title with search and the choice of view, then the grid or the first rows."""
    usable = [name for name in table.names if name != model.settings.target]
    used = [name for name in usable if in_use(profile[name], model.settings.exclude)]
    with parts.row("columns_head", align="center"):
        parts.draw(
            f'<div class="columns-title"><h2>Columns</h2>'
            f'<span class="caption">{len(used)} of {plural(len(usable), "column")} in use</span></div>'
        )
        st.space("stretch")
        search = st.text_input(
            "Search columns",
            placeholder="Search columns",
            icon=":material/search:",
            label_visibility="collapsed",
            key="columns_search",
            width=210,
        )
        view = st.segmented_control(
            "View",
            ("Columns", "Sample rows"),
            default="Columns",
            required=True,
            key="columns_view",
            label_visibility="collapsed",
        )
    if view == "Sample rows":
        rows = min(SAMPLE_ROWS, table.n_rows)
        parts.caption(f"The first {formats.count(rows)} of {plural(table.n_rows, 'row')}, as they stand in the file.")
        preview_rows.grid(table.head(rows), key=f"sample_{model.id}")
        return
    _grid(model, profile, findings, (search or "").strip())


def _grid(model: ModelView, profile: Profile, findings: Sequence[Finding], search: str) -> None:
    columns = listed(profile, model.settings.target, search)
    if not columns:
        parts.notice(f"No column has “{search}” in its name. Clear the search to see all.")
        return
    mounted = mount(model, search)
    key = f"columns_{model.id}_{mounted.revision}"
    names = [column.name for column in columns]
    kinds = {column.name: column.choice or str(column.kind) for column in columns}
    st.data_editor(
        styled(frame(columns, profile.n_rows, mounted.exclude, marks(findings)), profile.n_rows, palette()),
        key=key,
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=min(len(columns), MOST_ROWS) * ROW_HEIGHT + 42,
        column_config=config(model.settings.target, sorted({*CHOICES, *kinds.values()}, key=_kind_order)),
        disabled=[COLUMN, MISSING, MISMATCHED, UNIQUE, USUAL, SPREAD, RELATION, CHECK],
        on_change=attempt,
        args=(edited, model.id, key, names, kinds),
    )


def listed(profile: Profile, target: str | None, search: str = "") -> list[ColumnProfile]:
    """The columns of the grid: not the target, those whose name holds `search`, the closest related first."""
    wanted = search.casefold()
    found = [c for c in profile.columns if c.name != target and wanted in c.name.casefold()]
    return sorted(found, key=lambda c: -1.0 if c.relation is None else c.relation, reverse=True)


def in_use(column: ColumnProfile, excluded: Sequence[str]) -> bool:
    """Whether a model would see the column: not left out, and no id or constant."""
    return column.name not in excluded and str(column.kind) not in UNUSED_KINDS


def frame(columns: Sequence[ColumnProfile], n_rows: int, excluded: Sequence[str], words: Mapping[str, str]) -> Any:
    """The cells as a pandas DataFrame, one row a column; shares and relation are 0..1."""
    import pandas as pd

    rows = [
        {
            USE: in_use(c, excluded),
            COLUMN: c.name,
            KIND: c.choice or str(c.kind),
            MISSING: c.n_missing / n_rows if n_rows else 0.0,
            MISMATCHED: c.n_mismatched / n_rows if n_rows else 0.0,
            UNIQUE: c.n_unique,
            USUAL: usual(c),
            SPREAD: list(c.histogram.counts),
            RELATION: c.relation,
            CHECK: words.get(c.name, ""),
        }
        for c in columns
    ]
    return pd.DataFrame(rows)


def styled(cells: Any, n_rows: int, colors: Palette) -> Styler:
    """Shares written with their counts, the words of the data check tinted."""

    def share(value: float) -> str:
        return f"{formats.percent(value)}\u2002({formats.count(round(value * n_rows))})" if value else "0"

    def tint(word: object) -> str:
        return f"background-color: {colors['warn-tint']}; color: {colors['warn']}" if word else ""

    made: Styler = cells.style.format({MISSING: share, MISMATCHED: share})
    return made.map(tint, subset=[CHECK])


def config(target: str | None, kinds: Sequence[str]) -> dict[str, Any]:
    """How Streamlit shows each column of `frame`."""
    from streamlit import column_config as show

    relation = f"Relation to {target}" if target else "Relation"
    return {
        USE: show.CheckboxColumn(USE, width=62, help="Whether the model may look at it."),
        COLUMN: show.TextColumn(COLUMN, width=142),
        KIND: show.SelectboxColumn(
            KIND,
            width=128,
            options=kinds,
            required=True,
            format_func=lambda kind: choice_title(str(kind)),
        ),
        MISSING: show.NumberColumn(MISSING, width=118),
        MISMATCHED: show.NumberColumn(MISMATCHED, width=104, help="Filled in, but not readable as this kind."),
        UNIQUE: show.NumberColumn(UNIQUE, width=78, format="localized", help="Different values."),
        USUAL: show.TextColumn(USUAL, width=196),
        SPREAD: show.BarChartColumn(SPREAD, width=118, y_min=0, color=palette()["soft"]),
        RELATION: show.ProgressColumn(
            relation,
            width=146,
            min_value=0,
            max_value=1,
            step=0.01,
            format="localized",
            color=palette()["chart"],
            help=MEANINGS["relation"],
        ),
        CHECK: show.TextColumn(CHECK, width=92),
    }


def _kind_order(kind: str) -> tuple[int, str]:
    word = kind.partition(":")[0]
    return CHOICES.index(word) if word in CHOICES else len(CHOICES), kind
