"""On Predict, before rows are predicted: do they look like those the model was built from?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, parts, state
from app.ui.finding import finding_html
from app.ui.in_notation import in_notation
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import ModelVersionView
    from datasets.shift import Shift

MOST_SHOWN = 6


def section(version: ModelVersionView, source: str, decimal: str | None = None) -> None:
    """Draws what has shifted; nothing where nothing has, or where the rows or the training table cannot be read."""

    def look() -> tuple[Shift, ...]:
        try:
            return state.service().check_shift(version.id, source, decimal)
        except EaselError:
            return ()

    with st.spinner("Comparing the rows with those the model was built from"):
        found = state.remembered("shift", (version.id, source, decimal), look)
    if not found:
        return
    parts.draw('<div class="compared"><h4>Not like the rows the model was built from</h4></div>')
    for shift in found[:MOST_SHOWN]:
        body = in_notation(shift.sentence.removeprefix(f"{shift.column}: "))
        said = body[:1].upper() + body[1:]
        parts.draw(finding_html(f"{shift.column} has shifted", said, "warning", "compare_arrows"))
    if len(found) > MOST_SHOWN:
        parts.caption(f"And {formats.count(len(found) - MOST_SHOWN)} more columns.")
    parts.caption("Answers are less sure for rows unlike those that were learned; the score was not measured on such.")
