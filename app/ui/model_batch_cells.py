"""On Predict, before rows are predicted: what becomes of single cells that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import parts
from datasets.schema import Kind

if TYPE_CHECKING:
    from inference.manifest import Manifest
    from inference.rejected import OnError

WORDS: dict[OnError, str] = {"missing": "Count as not known", "skip": "Leave their rows out", "stop": "Stop"}
FATES: dict[OnError, str] = {
    "missing": "Every row gets an answer; how many such cells there were, and in which columns, is told.",
    "skip": "The rows left out can be downloaded, each with its number, the column and the reason.",
    "stop": "Nothing is predicted; the first such cell is named with its row and column.",
}


def section(manifest: Manifest) -> OnError:
    """Asks; where no column holds numbers or dates every cell can be read, and nothing is asked."""
    if not any(column.kind in (Kind.NUMERIC, Kind.DATETIME) for column in manifest.asks):
        return "missing"
    parts.draw('<div class="compared"><h4>Cells that are no number or no date where one must be</h4></div>')
    chosen: OnError = st.segmented_control(
        "Cells that cannot be read",
        list(WORDS),
        default="missing",
        required=True,
        format_func=WORDS.__getitem__,
        key="batch_on_error",
        label_visibility="collapsed",
    )
    parts.caption(FATES[chosen])
    return chosen
