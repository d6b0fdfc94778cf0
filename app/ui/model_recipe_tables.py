"""The widgets of a recipe step that hold tables: pairs of words, what to aggregate, a second table and its columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import state
from app.ui.text import md

if TYPE_CHECKING:
    from app.ui.model_recipe_fields import Columns
    from datasets.recipe import Parameter


def pairs(parameter: Parameter, columns: Columns, key: str) -> list[list[str]] | None:
    """A table of two texts a row: old and new names, or the keys here and there."""
    first, second = parameter.choices
    config: dict[str, Any] = {name: st.column_config.TextColumn(title) for name, title in parameter.choices.items()}
    if parameter.of_columns:
        config[first] = st.column_config.SelectboxColumn(parameter.choices[first], options=list(columns.kinds))
    if parameter.there:
        config[second] = st.column_config.SelectboxColumn(parameter.choices[second], options=there(key))
    rows = _table(parameter, [first, second], config, key)
    return [[old or "", new or ""] for old, new in rows if old or new] or None


def aggregates(parameter: Parameter, columns: Columns, key: str) -> list[list[str]] | None:
    """A table of what to work out for each group: the column, what of it, the new name."""
    words = {title: name for name, title in parameter.choices.items()}
    config = {
        "column": st.column_config.SelectboxColumn("Column", options=list(columns.kinds)),
        "what": st.column_config.SelectboxColumn("What of it", options=list(words)),
        "name": st.column_config.TextColumn("New name"),
    }
    told = [(of, parameter.choices[what], name) for of, what, name in parameter.default or ()]
    rows = _table(replace(parameter, default=told), ["column", "what", "name"], config, key)
    return [
        [of or "", words[what], name or f"{what} of {of}" if of else name or what] for of, what, name in rows if what
    ] or None


def _table(parameter: Parameter, names: list[str], config: dict[str, Any], key: str) -> list[list[str | None]]:
    """An editable table of texts; rows can be added."""
    import pandas as pd

    st.caption(md(parameter.title + (f": {parameter.about}" if parameter.about else "")))
    rows = [list(row) for row in parameter.default or ()] or [[None] * len(names)]
    start = pd.DataFrame(rows, columns=names, dtype="object")
    edited = st.data_editor(start, key=key, column_config=config, num_rows="dynamic", hide_index=True)
    return [list(row) for row in edited.astype("object").where(edited.notna(), None).to_numpy().tolist()]


def lookup(parameter: Parameter, columns: Columns, key: str) -> dict[str, str] | None:
    """A choice among the versions of all datasets."""
    del columns
    titles = {
        version.id: f"{dataset.name} v{version.number}"
        for dataset in state.service().datasets()
        for version in reversed(dataset.versions)
    }
    before = (parameter.default or {}).get("version")
    picked = st.selectbox(
        md(parameter.title),
        list(titles),
        list(titles).index(before) if before in titles else None,
        format_func=titles.__getitem__,
        key=key,
        placeholder="Choose a dataset",
    )
    return {"version": picked} if picked else None


def there(key: str) -> list[str]:
    """The columns of the second table that was chosen in the same form."""
    picked = state.widget(f"{key.rpartition('_')[0]}_lookup")
    return list(state.service().table(picked).names) if picked else []
