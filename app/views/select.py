"""Select: the dataset a model learns from, and the model's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import formats, import_table, model_actions, no_permission, parts, state
from app.ui.model_change import attempt, change
from app.ui.pages import Page
from app.ui.shell import model_shell
from app.ui.text import plural

if TYPE_CHECKING:
    from app.records import DatasetView, ModelView, VersionView


def render() -> None:
    with model_shell("select") as here:
        if not state.may("analyst"):
            no_permission.draw("Choosing the table", "analyst", lambda: no_permission.ways_on(here.model.id))
            return
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _dataset(here.model)
        with right:
            _name(here.model)
        _next(here.model)


def _dataset(model: ModelView) -> None:
    choices = [(dataset, version) for dataset in state.service().datasets() for version in reversed(dataset.versions)]
    labels = {version.id: label(dataset, version) for dataset, version in choices}
    if model.dataset_version_id not in labels:
        labels = {model.dataset_version_id: "None yet: this model was opened from a file", **labels}
    with parts.card("select_dataset", height="stretch"):
        parts.card_title("The table to learn from", "Every row is an example whose answer is known.")
        key = f"dataset_of_{model.id}"
        state.put(key, model.dataset_version_id)
        st.selectbox(
            "Dataset",
            [*labels],
            key=key,
            format_func=lambda version_id: labels.get(version_id, ""),
            on_change=lambda: attempt(_move, model.id, state.widget(key), list(labels)),
        )
        version = state.service().version(model.dataset_version_id)
        parts.draw(parts.facts_html(facts(version)))
        with parts.row("select_actions"):
            if st.button("Import a table", icon=":material/upload:", key="select_import"):
                import_table.dialog(then=lambda version: _imported(model.id, version))
            if version.rows:
                state.link("dataset", "Look at the table", icon="arrow_forward", dataset=model.dataset_id)


def _imported(model_id: str, version: VersionView) -> None:
    """Learn from the table that was just imported."""
    _move(model_id, version.id, [version.id])
    state.go("select", model=model_id)


def label(dataset: DatasetView, version: VersionView) -> str:
    """ "customers v2, 7,043 rows"."""
    number = f" v{version.number}" if len(dataset.versions) > 1 or not dataset.sample else ""
    return f"{dataset.name}{number}, {plural(version.rows, 'row')}"


def facts(version: VersionView) -> list[parts.Fact]:
    """Size and origin of a version."""
    return [
        parts.Fact("Rows", formats.count(version.rows)),
        parts.Fact("Columns", formats.count(version.columns)),
        parts.Fact("File", version.source_name, formats.size(version.bytes)),
        parts.Fact("Imported", formats.moment(version.created, state.timezone())),
    ]


def _move(model_id: str, version_id: str, known: list[str]) -> None:
    """Learn from another table; a target that it does not have is forgotten."""
    if version_id not in known:
        return
    service = state.service()
    target = service.model(model_id).settings.target
    gone = target is not None and target not in service.table(version_id).names
    forget: dict[str, Any] = {"target": None, "exclude": (), "kinds": {}, "missing": {}} if gone else {}
    if change(model_id, dataset_version_id=version_id, **forget) and gone:
        state.tell_next(f"This table has no column {target}. Choose the column to predict on Build.")


def _name(model: ModelView) -> None:
    with parts.card("select_name", height="stretch"):
        parts.card_title("Name of the model", "So that you find it again.")
        key = f"name_of_{model.id}"
        state.put(key, model.name)
        st.text_input(
            "Name",
            key=key,
            max_chars=80,
            on_change=lambda: attempt(state.service().rename_model, model.id, state.widget(key)),
        )
        st.space("stretch")
        with parts.row("model_actions"):
            model_actions.buttons(model)


def _next(model: ModelView) -> None:
    with parts.row("select_next"):
        st.space("stretch")
        if st.button(
            "Choose the column to predict", type="primary", icon=":material/arrow_forward:", key="select_next"
        ):
            state.go("build", model=model.id)


PAGE = Page(name="select", title="Select", url="select", render=render, order=41, tab=True, section="models")
