"""Many rows on Predict: choose a file or dataset, see what does not fit and decide, run, look, download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from app.settings import settings
from app.ui import (
    formats,
    model_batch_cells,
    model_batch_mark,
    model_batch_misfits,
    model_batch_order,
    model_batch_shift,
    parts,
    state,
)
from app.ui.downloads import reader_style
from app.ui.in_notation import in_notation
from app.ui.model_batch_history import history
from app.ui.model_batch_result import newest
from app.ui.text import esc, plural
from datasets.errors import EaselError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records import ModelVersionView, ModelView
    from inference.misfits import Misfit


LEARNT_FROM = "The model learnt from these very rows, so its answers fit them better than they will fit new ones."


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be predicted: an uploaded file (its path) or a dataset version (its id), and what it is like."""

    source: str
    name: str
    about: str
    rows: int | None


def many_rows(model: ModelView, version: ModelVersionView) -> None:
    """The whole part."""
    slot = f"batch_source_{version.id}"
    chosen: Chosen | None = state.widget(slot)
    with parts.card("batch"):
        if chosen is None:
            _choose(slot)
        else:
            _check(version, chosen, slot)
    newest(model, version)
    history(model)


def _choose(slot: str) -> None:
    keys, labels = _keys(slot), _dataset_labels()
    parts.card_title(
        "Rows to predict", "A file with the columns the model knows; the column to predict may be missing."
    )
    left, right = st.columns(2, gap="medium")
    with left:
        uploaded = st.file_uploader(
            "Drop a file here", key=keys[0], max_upload_size=settings().upload_mb, label_visibility="collapsed"
        )
    with right:
        picked = st.selectbox(
            "Or choose a dataset",
            list(labels),
            index=None,
            placeholder="Choose a dataset",
            format_func=lambda version_id: labels.get(version_id, ""),
            key=keys[1],
        )
        typed = st.text_input(
            f"Larger than {formats.count(settings().upload_mb)}\u00a0MB? Give its path on this computer",
            placeholder="/home/anna/tables/new_customers.parquet",
            key=keys[2],
        )
    if uploaded is not None:
        path = state.service().keep_upload(uploaded.name, uploaded.getvalue())
        _take(slot, Chosen(str(path), uploaded.name, formats.size(uploaded.size), None))
    elif picked in labels:
        version = state.service().version(picked)
        about = f"{plural(version.rows, 'row')}, {plural(version.columns, 'column')}"
        _take(slot, Chosen(picked, labels[picked].rsplit(", ", 1)[0], about, version.rows))
    elif typed and typed.strip():
        _take(slot, Chosen(typed.strip(), typed.strip(), "on this computer", None))


def _dataset_labels() -> dict[str, str]:
    """Every version of every dataset by its id, the newest of each first: "orders v2, 1,200 rows"."""
    return {
        version.id: f"{dataset.name} v{version.number}, {plural(version.rows, 'row')}"
        for dataset in state.service().datasets()
        for version in reversed(dataset.versions)
    }


def _keys(slot: str) -> tuple[str, str, str]:
    """Other keys for every choice: a browser that is hurried past a choice hands its widget's value in once more."""
    turn = state.widget(f"{slot}_turn", 0)
    return (f"{slot}_upload_{turn}", f"{slot}_dataset_{turn}", f"{slot}_path_{turn}")


def _take(slot: str, chosen: Chosen) -> None:
    state.forget(*_keys(slot))
    state.put(f"{slot}_turn", state.widget(f"{slot}_turn", 0) + 1)
    state.put(slot, chosen)
    st.rerun()


def _head(chosen: Chosen, slot: str, *, blocking: bool, unreadable: bool) -> bool:
    """The file with the ways on; whether its rows shall be predicted now."""
    with parts.row("batch_head"):
        mark = parts.icon_html("description")
        parts.draw(
            f'<div class="batch-file">{mark}<div><h3>{esc(chosen.name)}</h3>'
            f'<p class="caption">{esc(chosen.about)}</p></div></div>'
        )
        st.space("stretch")
        if st.button("Choose another", key="batch_another"):
            state.forget(slot)
            st.rerun()
        rows = plural(chosen.rows, "row") if chosen.rows is not None else "all rows"
        label = f"Predict {rows} anyway" if blocking else f"Predict {rows}"
        return st.button(label, type="primary", key="batch_go", disabled=unreadable)


def _check(version: ModelVersionView, chosen: Chosen, slot: str) -> None:
    """Name the misfits; the analyst decides."""
    manifest = state.service().predictor(version.id).manifest
    mark = model_batch_mark.chosen(manifest, chosen.source)
    found, wrong = _misfits(version, chosen, mark)
    blocking = any(misfit.blocking for misfit in found)
    go = _head(chosen, slot, blocking=blocking, unreadable=wrong is not None)
    if wrong is not None:
        parts.notice(wrong, tone="bad")
        return
    if chosen.source == version.dataset_version_id:
        parts.notice(LEARNT_FROM)
    model_batch_misfits.compared(version, found)
    model_batch_shift.section(version, chosen.source, mark)
    model_batch_mark.section(manifest, chosen.source)
    on_error = model_batch_cells.section(manifest)
    order = model_batch_order.section(manifest)
    marks = _marks(version)
    if go:
        state.service().start_batch(
            version.id,
            chosen.source,
            allow_missing=blocking,
            on_error=on_error,
            mark_unlike=marks,
            order=order,
            decimal=mark,
            otherwise=reader_style(),
        )
        state.forget(slot)
        st.rerun()


def _marks(version: ModelVersionView) -> bool:
    """Whether rows unlike anything seen get a mark; not asked where rows are grouped."""
    if state.service().predictor(version.id).changes_grain:
        return False
    return st.toggle(
        "Mark rows that are unlike anything seen in training",
        key=f"mark_unlike_{version.id}",
        help="One more column, unlike_seen: True for rows to be taken with care.",
    )


def _misfits(version: ModelVersionView, chosen: Chosen, mark: str | None) -> tuple[Sequence[Misfit], str | None]:
    """What does not fit, or the sentence why the rows cannot be read at all."""

    def look() -> tuple[Sequence[Misfit], str | None]:
        try:
            return state.service().check_batch(version.id, chosen.source, mark), None
        except EaselError as error:
            return (), in_notation(str(error))

    with st.spinner("Comparing the rows with what the model knows"):
        return state.remembered("misfits", (version.id, chosen.source, mark), look)
