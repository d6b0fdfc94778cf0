"""Datasets: every table with its newest version; the chosen one is summed up below the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from app.records import DatasetView
from app.ui import dataset_summary, deletions, formats, import_table, parts, pictures, running_imports, state
from app.ui.pages import Page
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc

if TYPE_CHECKING:
    from datasets.samples import Sample

SHOWN = ("All", "Mine", "Samples")
DELETED = "Deleted"
SAMPLE = "sample:"
COLUMNS = (
    Col("Name", width="36%", cut=True),
    Col("Rows", "right"),
    Col("Columns", "right", optional=True),
    Col("Size", "right", optional=True),
    Col("Created", optional=True),
    Col("Status", width="150px", optional=True),
)
LESSONS = (
    parts.Lesson("preview", "See it as read", "The first 100 rows, and every assumption, before you agree."),
    parts.Lesson("rule", "Know its faults", "Leaks, ids, blanks and duplicates are named with a fix."),
    parts.Lesson("history", "Keep every version", "Import again next month; old models keep their table."),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a dataset, or a sample that nobody has opened yet (then `dataset` is None)."""

    id: str
    name: str
    dataset: DatasetView | None
    sample: Sample | None


def render() -> None:
    entries = _entries()
    mine = [entry for entry in entries if entry.sample is None]
    if not any(entry.dataset for entry in entries) and state.widget("datasets_shown", SHOWN[0]) != "Samples":
        parts.page_title("Datasets")
        running_imports.cards("datasets")
        _empty(bool(entries))
        return
    with parts.row("datasets_title", align="bottom"):
        parts.page_title("Datasets", "Every import is kept as a version; models remember the one they learnt from.")
        st.space("stretch")
        allowed = state.only("analyst")
        if st.button("Import a table", type="primary", icon=":material/upload:", key="datasets_import", **allowed):
            import_table.dialog()
    deletions.undo_line("dataset")
    running_imports.cards("datasets")
    found = _filtered(entries)
    if state.widget("datasets_shown") == DELETED:
        deletions.table(deletions.of("dataset"))
    elif found:
        _table(found)
    elif not mine and state.widget("datasets_shown") == "Mine":
        parts.notice("You have not imported a table yet; the samples are there to try things with.")
    else:
        parts.notice("No dataset has these letters in its name. Clear the search to see all.")


def _entries() -> list[Entry]:
    """Own datasets first, the latest on top; then the samples, opened or not."""
    service = state.service()
    samples = {sample.name: sample for sample in service.samples()}
    datasets = service.datasets()
    opened = {dataset.sample: dataset for dataset in datasets if dataset.sample}
    own = [Entry(dataset.id, dataset.name, dataset, None) for dataset in datasets if not dataset.sample]
    made = [
        Entry(opened[name].id, opened[name].name, opened[name], sample)
        if name in opened
        else Entry(SAMPLE + name, sample.title, None, sample)
        for name, sample in samples.items()
    ]
    return own + made


def _filtered(entries: Sequence[Entry]) -> list[Entry]:
    with parts.row("datasets_filter"):
        words = st.text_input(
            "Search datasets",
            placeholder="Search datasets",
            icon=":material/search:",
            label_visibility="collapsed",
            key="datasets_search",
            width=300,
        )
        shown = st.segmented_control(
            "Which datasets",
            [*SHOWN, DELETED] if deletions.of("dataset") else SHOWN,
            default=SHOWN[0],
            required=True,
            key="datasets_shown",
            label_visibility="collapsed",
        )
    wanted = (words or "").casefold().strip()
    return [
        entry
        for entry in entries
        if wanted in entry.name.casefold() and (shown == "All" or (shown == "Samples") == (entry.sample is not None))
    ]


def _table(entries: Sequence[Entry]) -> None:
    chosen_id = state.param("dataset")
    chosen = next((entry for entry in entries if entry.dataset and entry.id == chosen_id), None)
    with parts.card("table_datasets", gap=None):
        parts.draw(table_html(COLUMNS, [_row(entry, entry is chosen) for entry in entries], label="Datasets"))
        pressed = parts.row_buttons("datasets", [(entry.id, f"Show {entry.name}") for entry in entries])
    if pressed:
        _choose(next(entry for entry in entries if entry.id == pressed))
    if chosen and chosen.dataset:
        dataset_summary.summary(chosen.dataset)


def _choose(entry: Entry) -> None:
    dataset_id = entry.id
    if entry.dataset is None and entry.sample is not None:
        with st.spinner(f"Opening {entry.name}"):
            dataset_id = state.service().import_sample(entry.sample.name).dataset_id
    state.set_params(dataset=dataset_id)
    st.rerun()


def _row(entry: Entry, chosen: bool) -> Row:
    if entry.dataset is None:
        rows, columns, size, created = (entry.sample.n_rows if entry.sample else 0), "", "", "with Easel"
        tag = "sample"
    else:
        latest = entry.dataset.latest
        rows, columns, size = latest.rows, formats.count(latest.columns), formats.size(latest.bytes)
        created = "with Easel" if entry.sample else formats.moment(latest.created, state.timezone())
        tag = "sample" if entry.sample else f"v{latest.number}"
    return Row(
        (
            f'<span class="name"><strong>{esc(entry.name)}</strong> {parts.chip_html(tag)}</span>',
            formats.count(rows),
            columns,
            size,
            f'<span class="muted">{created}</span>',
            parts.status_html("Ready"),
        ),
        chosen,
    )


def _empty(with_samples: bool) -> None:
    def actions() -> None:
        allowed = state.only("analyst")
        if st.button("Import a table", type="primary", icon=":material/upload:", key="datasets_import", **allowed):
            import_table.dialog()
        if with_samples:
            st.button(
                "Show the samples", key="datasets_samples", on_click=state.put, args=("datasets_shown", "Samples")
            )

    parts.empty_state(
        "datasets",
        pictures.easel_with_table(),
        "Your tables will live here",
        "A table is a file with one row per case and one column per fact. "
        "Import one and Easel shows what it read before anything is kept.",
        actions,
        LESSONS,
    )


PAGE = Page(name="datasets", title="Datasets", url="datasets", render=render, order=10, nav=True)
