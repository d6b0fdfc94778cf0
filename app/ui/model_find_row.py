"""Choosing a row of the table that a model learnt from: by chance, by what stands in it, or by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, model_filled, parts, state
from app.ui.in_notation import in_notation
from app.ui.model_change import attempt
from app.ui.model_form import Fields
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc, plural
from datasets.errors import EaselError
from datasets.texts import text_cells

if TYPE_CHECKING:
    from datasets.find import Hits
    from datasets.table import Table

DRAWN = "Filled in from a row drawn by chance"
MOST_HITS = 6
COLUMNS = (Col("Row", "right", width="96px"), Col("Found in", cut=True))


def choose(version_id: str, fields: Fields) -> None:
    """Two buttons: a row drawn by chance, and the place where one is looked for."""
    st.button(
        "Random row",
        icon=":material/casino:",
        key="random_row",
        on_click=attempt,
        args=(lambda: model_filled.fill(version_id, fields, state.service().random_row(version_id), DRAWN),),
    )
    n_rows = state.service().training_table(version_id).n_rows
    if n_rows == 0:
        return
    with st.popover("Find a row", icon=":material/search:", key=_open_slot(version_id), on_change="rerun"):
        _by_words(version_id, fields)
        _by_number(version_id, fields, n_rows)


def _open_slot(version_id: str) -> str:
    return f"find_row_{version_id}"


def _by_words(version_id: str, fields: Fields) -> None:
    words = st.text_input(
        "An id, a name or any text in the row",
        key=f"find_words_{version_id}",
        placeholder="4711",
        icon=":material/search:",
    )
    if not (words or "").strip():
        return
    try:
        with st.spinner("Looking through the rows"):
            hits, rows = state.remembered(
                "found_rows", (version_id, words), lambda: state.service().find_rows(version_id, words, MOST_HITS)
            )
    except EaselError as error:
        parts.caption(in_notation(str(error)))
        return
    if hits.places:
        _found(version_id, fields, words, hits, rows)
    parts.caption(found_words(words, hits))


def _found(version_id: str, fields: Fields, words: str, hits: Hits, rows: Table) -> None:
    cells = [where(rows, i, words) for i in range(rows.n_rows)]
    found = [f'{esc(cell)} <span class="muted">{esc(column)}</span>' for column, cell in cells]
    lines = [Row((formats.count(at + 1), said)) for at, said in zip(hits.places, found, strict=True)]
    with parts.card("table_found", gap=None):
        parts.draw(table_html(COLUMNS, lines, label="Rows found"))
        parts.row_buttons(
            "found",
            [(str(place + 1), f"Fill in row {formats.count(place + 1)}") for place in hits.places],
            on_press=lambda number: attempt(_fill_number, version_id, fields, int(number)),
        )


def found_words(words: str, hits: Hits) -> str:
    """What to say below the rows that were found."""
    if not hits.n_rows:
        return f"No row holds {' '.join(words.split())}. Write it as the table does, or fewer words."
    if hits.n_rows > len(hits.places):
        return f"{len(hits.places)} of {plural(hits.n_rows, 'row')} that hold it; more words find fewer."
    return "Press a row to fill it in."


def where(rows: Table, place: int, words: str) -> tuple[str, str]:
    """(column, cell) of a row that was found: the cell that says just these words, else the first that holds one."""
    wanted = words.casefold().split()
    cells = [(name, text_cells(rows.cells.column(name))[place].as_py() or "") for name in rows.names]
    said = [(name, cell) for name, cell in cells if cell.casefold() == " ".join(wanted)]
    held = [(name, cell) for name, cell in cells if any(word in cell.casefold() for word in wanted)]
    return next(iter((*said, *held)), ("", ""))


def _by_number(version_id: str, fields: Fields, n_rows: int) -> None:
    key = f"row_number_{version_id}"
    st.number_input(
        f"Or its number in the table it learnt from, 1 to {formats.count(n_rows)}",
        1,
        n_rows,
        key=key,
        step=1,
        format="%d",
    )
    st.button(
        "Fill in by its number",
        key="fill_row",
        on_click=attempt,
        args=(lambda: _fill_number(version_id, fields, int(state.widget(key))),),
    )


def _fill_number(version_id: str, fields: Fields, number: int) -> None:
    row, truth = state.service().row_at(version_id, number), state.service().truth_at(version_id, number)
    target = state.service().predictor(version_id).manifest.target.name
    said = f", where {target} is {truth}" if truth else ""
    model_filled.fill(version_id, fields, row, f"Filled in from row {formats.count(number)}{said}")
    state.put(_open_slot(version_id), False)


__all__ = ["choose"]
