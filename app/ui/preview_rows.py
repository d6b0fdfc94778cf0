"""Rows of a table as they stand in the file, in a scrolling grid: numbers right, words left, missing cells empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import formats
from datasets.schema import Kind

if TYPE_CHECKING:
    import pandas as pd

    from datasets.table import Table

ROW_HEIGHT = 34
MOST_COLUMNS = 200
GROUND = "rgba(83, 104, 231, 0.16)"


def grid(table: Table, key: str, *, rows_shown: int = 10, marked: Sequence[str] = ()) -> None:
    """Draw the rows of `table` (hand in as many as are to be scrolled through; the first 200 columns are drawn), the
    `marked` columns on a ground of their own and in front."""
    names = (*marked, *(name for name in table.names if name not in marked))[:MOST_COLUMNS]
    if table.n_columns > MOST_COLUMNS:
        st.caption(f"The first {MOST_COLUMNS} of {formats.count(table.n_columns)} columns.")
    visible = min(table.n_rows, rows_shown)
    st.dataframe(
        _with_ground(texts(table, names), marked),
        key=key,
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=visible * ROW_HEIGHT + 42 if visible else ROW_HEIGHT * 2 + 8,
        column_config={name: _column(table, name, position) for position, name in enumerate(names)},
    )


def _with_ground(frame: pd.DataFrame, marked: Sequence[str]) -> Any:
    """The frame, with a tint of the accent under the marked columns that suits light and dark."""
    if not marked:
        return frame
    names = frame.columns[frame.columns.isin(list(marked))]
    return frame.style.set_properties(subset=names, **{"background-color": GROUND})


def texts(table: Table, names: tuple[str, ...]) -> pd.DataFrame:
    """The cells of these columns as text, in a pandas DataFrame."""
    import pandas as pd

    columns = {name: table.texts(name).to_pylist() for name in names}
    return pd.DataFrame(columns, dtype="str")


def _column(table: Table, name: str, position: int) -> Any:
    from streamlit.column_config import TextColumn

    right = table.schema[name].kind == Kind.NUMERIC
    label = name if name.strip() else f"Column {position + 1}"
    return TextColumn(label, alignment="right" if right else "left")
