"""Columns that act together: how answers change when two columns change at once."""

from __future__ import annotations

import streamlit as st

from app.ui import formats, parts
from app.ui.model_effect import commonest
from app.ui.text import esc
from app.ui.units import of_target
from automl.insights import Interaction
from automl.record import BuildRecord

LEAST_SHARE = 0.01


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
            parts.card_title("Two columns at once", subtitle(one, record), means="pairs")
        parts.draw(grid_html(one, record), f'<p class="reading">{esc(reading(one, record))}</p>')


def subtitle(one: Interaction, record: BuildRecord) -> str:
    """What a cell of the grid is."""
    what = f"answer for {record.target}" if record.problem == "regression" else f"probability of {_shown(record)}"
    return (
        f"Mean {what} when both columns are set to these values in {formats.count(one.n_rows)} rows, all else as it "
        "is. Pale figures: no such row among those looked at."
    )


def _shown(record: BuildRecord) -> str:
    return record.positive or commonest(record)


def grid_html(one: Interaction, record: BuildRecord) -> str:
    """Rows are values of the first column, columns those of the second; the deeper the tint the higher the answer."""
    values = [value for row in one.answers for value in row]
    low, high = min(values), max(values)
    head = "".join(f'<th scope="col">{esc(label)}</th>' for label in one.labels[1])
    body = "".join(
        f'<tr><th scope="row">{esc(label)}</th>'
        + "".join(
            _cell_html(value, count, (value - low) / (high - low) if high > low else 0.0, record)
            for value, count in zip(row, counts, strict=True)
        )
        + "</tr>"
        for label, row, counts in zip(one.labels[0], one.answers, one.counts, strict=True)
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


def reading(one: Interaction, record: BuildRecord) -> str:
    """How much more than a sum the pair is."""
    a, b = one.columns
    if one.share < LEAST_SHARE:
        return f"{a} and {b} work each on its own: what both do together is the sum of what each does."
    size = (
        of_target(record).write(one.strength, 3)
        if record.problem == "regression"
        else f"{formats.number(100 * one.strength, 2)} percentage points"
    )
    return (
        f"What {a} does depends on {b}: answers lie {size} from the sum of both effects, typically. That is "
        f"{formats.percent(one.share)} of what the two do together (Friedman's H squared)."
    )
