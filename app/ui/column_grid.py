"""The columns of a table as a grid that is read: kind, missing and mismatched cells, what is usual, the spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import formats
from app.ui.column_words import measures, written
from app.ui.text import choice_title
from app.ui.theme import palette

if TYPE_CHECKING:
    import pandas as pd

    from datasets.profile import ColumnProfile, Profile

ROW_HEIGHT = 38
NAMING = ("id", "text")  # kinds whose values hardly repeat: no value is usual
COLUMN, KIND, MISSING, MISMATCHED, UNIQUE, USUAL, SPREAD, RANGE = (
    "Column",
    "Kind",
    "Missing",
    "Mismatched",
    "Unique",
    "Most common, or mean",
    "Distribution",
    "Range",
)


def grid(profile: Profile, key: str, *, most_rows: int = 14) -> None:
    """Draw one line for every column of the profile; it sorts and searches by itself."""
    rows = min(len(profile.columns), most_rows)
    st.dataframe(
        frame(profile),
        key=key,
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=rows * ROW_HEIGHT + 42,
        column_config=columns(),
    )


def frame(profile: Profile) -> pd.DataFrame:
    """The grid's cells as a pandas DataFrame, one row a column of the table, in the table's order."""
    import pandas as pd

    return pd.DataFrame([_row(column, profile.n_rows) for column in profile.columns])


def columns() -> dict[str, Any]:
    """How Streamlit shows each column of `frame`."""
    from streamlit import column_config as show

    return {
        COLUMN: show.TextColumn(COLUMN, width=190),
        KIND: show.TextColumn(KIND, width=110, help="Worked out from the values; a model can change it."),
        MISSING: show.TextColumn(MISSING, width=130, alignment="right"),
        MISMATCHED: show.TextColumn(
            MISMATCHED, width=110, alignment="right", help="Filled in, but not readable as this kind."
        ),
        UNIQUE: show.NumberColumn(UNIQUE, width=90, format="localized", help="Different values."),
        USUAL: show.TextColumn(USUAL, width=230),
        SPREAD: show.BarChartColumn(SPREAD, width=130, y_min=0, color=palette()["spread"]),
        RANGE: show.TextColumn(RANGE, width=190),
    }


def _row(column: ColumnProfile, n_rows: int) -> dict[str, Any]:
    return {
        COLUMN: column.name,
        KIND: choice_title(column.choice or str(column.kind)),
        MISSING: share_and_count(column.n_missing, n_rows),
        MISMATCHED: share_and_count(column.n_mismatched, n_rows),
        UNIQUE: column.n_unique,
        USUAL: usual(column),
        SPREAD: [] if str(column.kind) in NAMING else list(column.histogram.counts),
        RANGE: value_range(column),
    }


def share_and_count(n: int, n_rows: int) -> str:
    """ "73.5 %  (5,178)"; zero stays "0"."""
    return f"{formats.percent(n / n_rows)}\u2002({formats.count(n)})" if n and n_rows else "0"


def usual(column: ColumnProfile) -> str:
    """ "mean 32.4  median 29" for numbers, "Month-to-month  55 %" for words."""
    if measures(column):
        return f"mean {written(column, column.mean)}\u2002median {written(column, column.median)}"
    if column.mode is None or str(column.kind) in NAMING:
        return ""
    return f"{column.mode}\u2002{formats.percent(column.mode_share, 0)}"


def value_range(column: ColumnProfile) -> str:
    """ "0 to 72" for numbers, "1 Jan 2024 to 31 Mar 2026" for dates, else empty."""
    if column.minimum is None or column.maximum is None:
        return ""
    return f"{written(column, column.minimum)} to {written(column, column.maximum)}"
