"""What can be done with a whole model: copy it, put it aside, delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import deletions, parts, state
from app.ui.in_notation import in_notation
from app.ui.model_change import attempt
from app.ui.text import plural
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import ModelView


def buttons(model: ModelView) -> None:
    """Copy, archive, delete."""
    if st.button("Copy", icon=":material/content_copy:", key="copy_model"):
        _copy_dialog(model)
    word, icon = ("Take back", "unarchive") if model.archived else ("Archive", "archive")
    st.button(
        word,
        icon=f":material/{icon}:",
        key="archive_model",
        on_click=_archive,
        args=(model,),
        help="An archived model is not in the list of those in use; it goes on working.",
    )
    if st.button("Delete", icon=":material/delete:", key="delete_model", help="It can be brought back for a while."):
        _delete(model)


def _archive(model: ModelView) -> None:
    attempt(state.service().archive_model, model.id, not model.archived)
    state.tell_next(f"{model.name} is {'in use again' if model.archived else 'archived'}.")


def _delete(model: ModelView) -> None:
    try:
        deletions.delete("model", model.id, model.name)
    except EaselError as error:
        parts.notice(in_notation(str(error)), "bad")
        return
    state.go("models")


def _copy_dialog(model: ModelView) -> None:
    @st.dialog(f"Copy {model.name}", width="medium")
    def opened() -> None:
        parts.caption(
            "The copy has the same settings and recipe, and no version yet. On another table, what names a column "
            "that is not there is left out and named."
        )
        name = st.text_input("Name of the copy", value=f"{model.name} copy"[:100], max_chars=100, key="copy_name")
        versions = _versions(model)
        version_id = st.selectbox(
            "Table",
            list(versions),
            format_func=lambda one: versions.get(one, ""),
            key=f"copy_table_{model.id}",
        )
        with parts.row("copy_agree"):
            st.space("stretch")
            if st.button("Make the copy", type="primary", key="copy_agree"):
                _copy(model, str(version_id), name)

    opened()


def _versions(model: ModelView) -> dict[str, str]:
    """Every dataset version with its words, the model's own first."""
    found = {
        version.id: f"{dataset.name} v{version.number}, {plural(version.rows, 'row')}"
        for dataset in state.service().datasets()
        for version in reversed(dataset.versions)
    }
    own = {model.dataset_version_id: found.get(model.dataset_version_id, "The same as now")}
    return {**own, **found}


def _copy(model: ModelView, version_id: str, name: str) -> None:
    try:
        made = state.service().clone_model(model.id, dataset_version_id=version_id, name=name)
    except EaselError as error:
        parts.notice(in_notation(str(error)), "bad")
        return
    state.tell_next(" ".join([f"{made.model.name} is a copy of {model.name}.", *made.gone]))
    state.go("build", model=made.model.id)


__all__ = ["buttons"]
