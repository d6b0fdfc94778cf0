"""One dataset: its columns, rows, findings and versions."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from app.records import DatasetView, VersionView
from app.ui import (
    column_grid,
    dataset_changes,
    dataset_facts,
    deletions,
    documents,
    formats,
    import_table,
    looking,
    parts,
    preview_rows,
    running_imports,
    shell,
    starts,
    state,
)
from app.ui.finding import of_check_html
from app.ui.in_notation import in_notation
from app.ui.pages import Page
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc, plural
from datasets.errors import EaselError

VIEWS = ("Columns", "Explore", "Rows", "Findings", "Versions")
VERSION_COLUMNS = (
    Col("Version", width="16%"),
    Col("File", width="34%", cut=True),
    Col("Rows", "right"),
    Col("Columns", "right", optional=True),
    Col("Size", "right", optional=True),
    Col("Imported"),
)


def render() -> None:
    dataset = _dataset()
    version = next((v for v in dataset.versions if v.id == state.param("version")), dataset.latest)
    _head(dataset, version)
    running_imports.cards("dataset")
    ready = looking.ready(version.id)
    if ready and version is dataset.latest:
        with parts.card("dataset_facts"):
            parts.draw(parts.facts_html(dataset_facts.facts(dataset)))
    dataset_facts.set_aside(version)
    view = _view()
    if not ready and view not in ("Rows", "Versions"):
        return
    if view == "Columns":
        _columns(version)
    elif view == "Explore":
        _explore(dataset, version)
    elif view == "Rows":
        _rows(version)
    elif view == "Findings":
        _findings(version)
        documents.data_buttons(version)
    else:
        _versions(dataset, version)


def _view() -> str:
    """What is shown below the facts; the address holds it."""
    key, asked = "dataset_view", (state.param("view") or "").capitalize()
    state.put(key, asked if asked in VIEWS else VIEWS[0])
    st.segmented_control(
        "View",
        VIEWS,
        required=True,
        key=key,
        label_visibility="collapsed",
        on_change=lambda: state.set_params(view=state.widget(key).lower()),
    )
    return str(state.widget(key))


def _dataset() -> DatasetView:
    wanted = state.param("dataset")
    if wanted is None:
        _none("This page shows one dataset, and the address names none. Choose one from the list.")
    try:
        return state.service().dataset(wanted)
    except EaselError as error:
        _none(in_notation(str(error)))


def _none(sentence: str) -> NoReturn:
    parts.notice(sentence)
    state.link("datasets", "All datasets", icon="arrow_forward")
    st.stop()


def _head(dataset: DatasetView, version: VersionView) -> None:
    with parts.row("dataset_title", align="bottom"):
        tag = "sample" if dataset.sample else f"v{version.number}"
        size = f"{plural(version.rows, 'row')}, {plural(version.columns, 'column')}, {formats.size(version.bytes)}"
        with st.container(key="dataset_head", gap=None):
            shell.crumbs("datasets", "Datasets", dataset.name)
            parts.draw(
                f'<div class="page-title"><h1>{esc(dataset.name)}</h1>'
                f'<p class="subtitle">{parts.chip_html(tag)} {esc(size)}</p></div>'
            )
        st.space("stretch")
        with st.container(horizontal=True, width="content", key="dataset_actions"):
            _manage(dataset)
            allowed = state.only("analyst")
            if not dataset.sample and st.button("Import a new version", key="dataset_again", **allowed):
                import_table.dialog(into=dataset)
            if st.button("Build a model", type="primary", key="dataset_model", **allowed):
                starts.from_version(version.id)


def _manage(dataset: DatasetView) -> None:
    with st.popover("Rename or delete", icon=":material/more_horiz:", **state.only("analyst")):
        name = st.text_input("Name", value=dataset.name, key=f"dataset_name_{dataset.id}")
        if st.button("Rename", key="dataset_rename", disabled=not name or name == dataset.name):
            state.service().rename_dataset(dataset.id, name)
            st.rerun()
        sure = st.checkbox("Delete this dataset with all its versions", key=f"dataset_sure_{dataset.id}")
        if st.button("Delete", key="dataset_delete", disabled=not sure):
            deletions.delete("dataset", dataset.id, dataset.name)
            state.go("datasets")


def _columns(version: VersionView) -> None:
    column_grid.grid(dataset_facts.profile(version.id), key=f"columns_{version.id}")


def _explore(dataset: DatasetView, version: VersionView) -> None:
    from app.ui import explore

    explore.panel(dataset, version)


def _rows(version: VersionView) -> None:
    table = state.service().table(version.id)
    shown = min(100, table.n_rows)
    parts.caption(f"The first {formats.count(shown)} of {plural(table.n_rows, 'row')}, as they stand in the file.")
    preview_rows.grid(table.head(shown), key=f"rows_{version.id}")


def _findings(version: VersionView) -> None:
    findings = dataset_facts.findings(version.id)
    with parts.card("findings"):
        if not findings:
            parts.notice(
                "Nothing is wrong with this table as far as Easel can tell before a column to predict is chosen.",
                tone="good",
            )
        for finding in findings:
            parts.draw(of_check_html(finding))
        parts.caption(
            "Leaks are looked for once a column to predict is chosen; the Build page of a model offers the fixes."
        )


def _versions(dataset: DatasetView, chosen: VersionView) -> None:
    newest_first = dataset.versions[::-1]
    with parts.card("table_versions", gap=None):
        parts.draw(
            table_html(
                VERSION_COLUMNS, [_version_row(v, v is chosen) for v in newest_first], label="Versions of this table"
            )
        )
        pressed = parts.row_buttons("versions", [(v.id, f"Show version {v.number}") for v in newest_first])
    if pressed:
        state.set_params(version=pressed)
        st.rerun()
    dataset_changes.card(dataset, chosen)


def _version_row(version: VersionView, chosen: bool) -> Row:
    return Row(
        (
            f"<strong>Version {version.number}</strong>",
            esc(version.source_name),
            formats.count(version.rows),
            formats.count(version.columns),
            formats.size(version.bytes),
            f'<span class="muted">{formats.moment(version.created, state.timezone())}</span>',
        ),
        chosen,
    )


PAGE = Page(name="dataset", title="Dataset", url="dataset", render=render, order=11, section="datasets")
