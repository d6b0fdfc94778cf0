"""Columns that act together: how answers change when two columns change at once."""

from __future__ import annotations

import streamlit as st

from app.ui import formats, parts
from app.ui.impact_words import pair_cells, pair_reading, part
from app.ui.text import esc
from app.ui.units import of_target
from automl.insights import Interaction
from automl.record import BuildRecord

PALE = "Pale figures: no such row among those looked at."


def pairs_card(record: BuildRecord) -> None:
    """A grid of mean answers for the pair that is chosen; nothing for records that lack pairs."""
    found = {" and ".join(one.columns): one for one in record.insights.interactions}
    if not found:
        return
    with parts.card("pairs"):
        with parts.row("pairs_title", align="top", wrap=True):
            words = st.container(key="pairs_words")
            chosen = st.selectbox(
                "Pair of columns", list(found), key=f"pair_of_{record.created}", label_visibility="collapsed", width=260
            )
        one = found[chosen or next(iter(found))]
        with words:
            parts.card_title("Two columns at once", f"{pair_cells(one, record)} {PALE}", means="pairs")
        parts.draw(grid_html(one, record), f'<p class="reading">{esc(pair_reading(one, record))}</p>')


def grid_html(one: Interaction, record: BuildRecord) -> str:
    """Rows are values of the first column, columns those of the second; the deeper the tint the higher the answer."""
    values = [value for row in one.answers for value in row]
    low, high = min(values), max(values)
    head = "".join(f'<th scope="col">{esc(part(record, one.columns[1], said))}</th>' for said in one.labels[1])
    body = "".join(
        f'<tr><th scope="row">{esc(part(record, one.columns[0], said))}</th>'
        + "".join(
            _cell_html(value, count, (value - low) / (high - low) if high > low else 0.0, record)
            for value, count in zip(row, counts, strict=True)
        )
        + "</tr>"
        for said, row, counts in zip(one.labels[0], one.answers, one.counts, strict=True)
    )
    return (
        f'<div class="table-scroll"><table class="together" aria-label="{esc(" and ".join(one.columns))}"><thead><tr>'
        f'<th class="corner">{esc(one.columns[0])} \u2193 {esc(one.columns[1])} \u2192</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell_html(value: float, count: int, share: float, record: BuildRecord) -> str:
    text = of_target(record).write(value, 3) if record.problem == "regression" else formats.percent(value, 0)
    title = f"{formats.count(count)} rows like that"
    thin = "" if count else ' class="thin"'
    return f'<td{thin} style="--share:{100 * share:.0f}%" title="{title}">{esc(text)}</td>'
