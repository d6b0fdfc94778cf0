"""A widget for every kind of parameter that a recipe step declares; what it holds is what the step's JSON holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import notation, state
from app.ui.text import md
from datasets.schema import Kind, Schema

if TYPE_CHECKING:
    from datasets.recipe import Parameter


@dataclass(frozen=True)
class Columns:
    """The columns to choose from, with their kinds."""

    kinds: dict[str, Kind]

    @classmethod
    def of(cls, schema: Schema) -> Columns:
        return cls({column.name: column.kind for column in schema})

    def fitting(self, kinds: Sequence[Kind]) -> list[str]:
        return [name for name, kind in self.kinds.items() if not kinds or kind in kinds]


def draw(parameter: Parameter, columns: Columns, key: str, start: Any = None) -> Any:
    """Draw the widget of a parameter, filled in with `start` (None: its default); returns its value, None while it is
    not filled in."""
    shown = parameter if start is None else replace(parameter, default=start)
    value = _WIDGETS[parameter.holds](shown, columns, key)
    return None if parameter.default is None and value == "" else value


def _column(parameter: Parameter, columns: Columns, key: str) -> str | None:
    names = columns.fitting(parameter.kinds)
    return st.selectbox(
        md(parameter.title),
        names,
        index=names.index(parameter.default) if parameter.default in names else None,
        placeholder="Choose a column",
        key=key,
        help=_help(parameter),
    )


def _columns(parameter: Parameter, columns: Columns, key: str) -> list[str] | None:
    offered = _there(key) if parameter.there else columns.fitting(parameter.kinds)
    chosen = st.multiselect(
        md(parameter.title),
        offered,
        _among(parameter.default, offered),
        key=key,
        placeholder="Choose columns",
        help=_help(parameter),
    )
    return chosen or None


def _text(parameter: Parameter, columns: Columns, key: str) -> str | None:
    del columns
    typed = st.text_input(md(parameter.title), parameter.default or "", key=key, help=_help(parameter))
    return typed or None if parameter.default is None else typed


def _names(parameter: Parameter, columns: Columns, key: str) -> list[str] | None:
    del columns
    mark = ";" if notation.current().decimal == "," else ","
    start, model = (f"{mark} ".join(names) for names in (parameter.default or (), ("one", "two", "three")))
    typed = st.text_input(md(parameter.title), start, key=key, placeholder=model, help=_help(parameter)) or ""
    return [name.strip() for name in typed.split(mark) if name.strip()] or None


def _number(parameter: Parameter, columns: Columns, key: str) -> float | int | None:
    del columns
    if parameter.holds == "whole":
        least = None if parameter.least is None else int(parameter.least)
        whole: int | None = st.number_input(md(parameter.title), least, value=parameter.default, step=1, key=key)
        return whole
    value = float(parameter.default) if parameter.default is not None else None
    typed: float | None = st.number_input(md(parameter.title), value=value, step=None, format="%.6g", key=key)
    return typed


def _flag(parameter: Parameter, columns: Columns, key: str) -> bool:
    del columns
    return st.checkbox(md(parameter.title), bool(parameter.default), key=key)


def _choice(parameter: Parameter, columns: Columns, key: str) -> str | None:
    del columns
    words = list(parameter.choices)
    index = words.index(parameter.default) if parameter.default in words else None
    return st.selectbox(md(parameter.title), words, index, format_func=parameter.choices.__getitem__, key=key)


def _choices(parameter: Parameter, columns: Columns, key: str) -> list[str] | None:
    del columns
    words = parameter.choices
    start = _among(parameter.default, list(words))
    return st.multiselect(md(parameter.title), list(words), start, format_func=words.__getitem__, key=key) or None


def _formula(parameter: Parameter, columns: Columns, key: str) -> str | None:
    from datasets.formula import FUNCTIONS

    typed = st.text_area(
        md(parameter.title), parameter.default or "", key=key, height=80, placeholder=parameter.about or None
    )
    with st.expander("Columns and functions"):
        st.caption(md(", ".join(f"[{name}]" for name in columns.kinds)))
        rows = [
            {"write": f.call, "gives": f.about, "example": f.example, "answer": f.answer} for f in FUNCTIONS.values()
        ]
        st.dataframe(rows, hide_index=True, height=220, key=f"{key}_functions")
    return typed or None


def _pairs(parameter: Parameter, columns: Columns, key: str) -> list[list[str]] | None:
    first, second = parameter.choices
    config: dict[str, Any] = {name: st.column_config.TextColumn(title) for name, title in parameter.choices.items()}
    if parameter.of_columns:
        config[first] = st.column_config.SelectboxColumn(parameter.choices[first], options=list(columns.kinds))
    if parameter.there:
        config[second] = st.column_config.SelectboxColumn(parameter.choices[second], options=_there(key))
    rows = _table(parameter, [first, second], config, key)
    return [[old or "", new or ""] for old, new in rows if old or new] or None


def _aggregates(parameter: Parameter, columns: Columns, key: str) -> list[list[str]] | None:
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


def _lookup(parameter: Parameter, columns: Columns, key: str) -> dict[str, str] | None:
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


def _there(key: str) -> list[str]:
    """The columns of the second table that was chosen in the same form."""
    picked = state.widget(f"{key.rpartition('_')[0]}_lookup")
    return list(state.service().table(picked).names) if picked else []


def _among(chosen: Sequence[str] | None, offered: Sequence[str]) -> list[str]:
    return [one for one in chosen or () if one in offered]


def _help(parameter: Parameter) -> str | None:
    return parameter.about or None


_WIDGETS: dict[str, Callable[[Parameter, Columns, str], Any]] = {
    "column": _column,
    "columns": _columns,
    "name": _text,
    "names": _names,
    "text": _text,
    "number": _number,
    "whole": _number,
    "flag": _flag,
    "choice": _choice,
    "choices": _choices,
    "formula": _formula,
    "pairs": _pairs,
    "aggregates": _aggregates,
    "lookup": _lookup,
}
