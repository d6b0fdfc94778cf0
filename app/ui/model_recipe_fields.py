"""A widget for every kind of parameter that a recipe step declares; what it holds is what the step's JSON holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import notation
from app.ui.model_recipe_tables import aggregates, lookup, pairs, there
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
    offered = there(key) if parameter.there else columns.fitting(parameter.kinds)
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
    "pairs": pairs,
    "aggregates": aggregates,
    "lookup": lookup,
}
