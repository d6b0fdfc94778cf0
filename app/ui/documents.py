"""Buttons that write a report of a model or of a table, and hand it over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from app.report.write import Kind, packed
from app.ui import errors, parts, state
from app.ui.in_notation import in_notation

if TYPE_CHECKING:
    from app.records import ModelVersionView, VersionView
    from app.report.write import Made

TITLES: Mapping[Kind, str] = {"html": "Web page", "pdf": "PDF", "notebook": "Notebook"}


def model_card(version: ModelVersionView) -> None:
    """The whole story of a version, to hand on."""
    with parts.card("documents", height="stretch"):
        parts.card_title(
            "Report",
            "The whole story of this version, for those who decide, who work with it and who check it. The notebook "
            "trains the model again in plain code.",
        )
        _buttons(f"model_{version.id}", lambda kind: state.service().model_document(version.id, kind))


def data_buttons(version: VersionView) -> None:
    """What is in a version of a dataset, to hand on."""
    with parts.card("documents"):
        parts.card_title("Report", "What is in this table, before a model is built from it.")
        _buttons(f"data_{version.id}", lambda kind: state.service().data_document(version.id, kind))


def _buttons(key: str, make: Callable[[Kind], Made]) -> None:
    """One button for each kind: the first press makes the document, the second one hands it over."""
    st.fragment(errors.calm(_row))(key, make)


def _row(key: str, make: Callable[[Kind], Made]) -> None:
    slot = f"document_{key}"
    with st.container(horizontal=True, key=f"documents_{key}"):
        for kind, title in TITLES.items():
            if st.button(title, key=f"{slot}_{kind}", icon=":material/description:"):
                with st.spinner("Writing ..."):
                    state.put(slot, make(kind))
    made: Made | None = state.widget(slot)
    if made is not None:
        name, content = packed(made)
        st.download_button(
            f"Download {name}", content, name, type="primary", icon=":material/download:", on_click="ignore",
            key=f"{slot}_download",
        )  # fmt: skip
        for note in made.notes:
            parts.caption(in_notation(note))
