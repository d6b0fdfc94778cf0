"""The rows of a predicted file, the answers before the columns as they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import formats, parts
from app.ui.theme import palette

if TYPE_CHECKING:
    import pandas as pd

    from datasets.table import Table
    from inference.manifest import Manifest

ROW_HEIGHT = 38


def answer_columns(report: dict[str, Any], manifest: Manifest, *, marked: bool = False) -> tuple[str, ...]:
    """The names of the columns that the model added, in order: they stand last, or (`marked`) before the mark of rows
    unlike anything seen."""
    n, columns = 1 + (len(manifest.classes) or 2), tuple(report.get("columns", ()))
    return columns[:-1][-n:] if marked else columns[-n:]


def draw(table: Table, names: tuple[str, ...], manifest: Manifest, job_id: str) -> None:
    """The first rows, the answer first."""
    visible = min(table.n_rows, 8)
    st.dataframe(
        _written(shown_rows(table, names, manifest), names, manifest),
        key=f"scored_{job_id}",
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=visible * ROW_HEIGHT + 42,
        column_config=_shown_as(names, manifest),
    )
    parts.caption("The answers stand first here; in the file they follow the columns as they came.")


def shown_rows(table: Table, names: tuple[str, ...], manifest: Manifest) -> pd.DataFrame:
    """Answers first (the shown class before the others), numbers as numbers; the cells of the file as text."""
    import pandas as pd

    numbers = set(names if manifest.problem == "regression" else names[1:])
    order = [*_ordered(names, manifest), *(name for name in table.names if name not in names)]
    columns: dict[str, Any] = {
        name: table.numbers(name) if name in numbers else table.texts(name).to_pylist() for name in order
    }
    return pd.DataFrame(columns)


def _written(rows: pd.DataFrame, names: tuple[str, ...], manifest: Manifest) -> Any:
    """The rows with answers of numbers as the reader writes them."""
    if manifest.problem != "regression":
        return rows

    def said(value: Any) -> str:
        return formats.number(value, 6)

    return rows.style.format(dict.fromkeys(names, said))


def _ordered(names: tuple[str, ...], manifest: Manifest) -> tuple[str, ...]:
    if manifest.problem != "binary":
        return names
    first = names[1 + manifest.classes.index(manifest.positive or manifest.classes[-1])]
    return (names[0], first, *(name for name in names[1:] if name != first))


def _shown_as(names: tuple[str, ...], manifest: Manifest) -> dict[str, Any]:
    from streamlit import column_config as show

    if manifest.problem == "regression":
        return {name: show.NumberColumn(name) for name in names}
    bar = show.ProgressColumn
    return {
        name: bar(name, format="localized", step=0.001, min_value=0, max_value=1, color=palette()["chart"])
        for name in names[1:]
    }
