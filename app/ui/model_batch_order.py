"""In which order the rows of a predicted file stand: chosen for the file before it is written, and for those that the
page shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
import streamlit as st

from app.ui import parts
from app.ui.text import plural

if TYPE_CHECKING:
    from datasets.table import Table
    from inference.manifest import Manifest
    from inference.ordered import Order

FATES: Mapping[Order, str] = {
    "file": "The rows come back as they were sent.",
    "answer": "The rows to look at first stand on top, those with the same answer as they were sent.",
}


def words(manifest: Manifest) -> Mapping[Order, str]:
    """What the two orders are called: of several classes the answer that is surest is the highest."""
    return {
        "file": "The file",
        "answer": f"The answer, {'surest' if manifest.problem == 'multiclass' else 'highest'} first",
    }


def section(manifest: Manifest) -> Order:
    """Asks for the order of the file that is written."""
    parts.draw('<div class="compared"><h4>Rows in the order of</h4></div>')
    chosen = _asked("Rows in the order of", manifest, "batch_order", "collapsed")
    parts.caption(FATES[chosen])
    return chosen


def shown(table: Table, names: tuple[str, ...], manifest: Manifest, written: Order, job_id: str, n_rows: int) -> Table:
    """The rows that were read of a predicted file in the order that is chosen for the page; a file that was written in
    the order of its answers is shown so. `n_rows` are all rows of the file."""
    if written == "answer":
        parts.caption(f"In the order of: {words(manifest)['answer'].lower()}.")
        return table
    if _asked("Shown in the order of", manifest, f"shown_order_{job_id}") == "file":
        return table
    if n_rows > table.n_rows:
        parts.caption(
            f"Of the first {plural(table.n_rows, 'row')}; all of them, if the file is predicted in that order."
        )
    return table.take(highest_first(table, names, manifest))


def _asked(label: str, manifest: Manifest, key: str, visibility: Literal["visible", "collapsed"] = "visible") -> Order:
    named = words(manifest)
    chosen: Order = st.segmented_control(
        label,
        list(named),
        default="file",
        required=True,
        format_func=named.__getitem__,
        key=key,
        label_visibility=visibility,
    )
    return chosen


def highest_first(
    table: Table, names: tuple[str, ...], manifest: Manifest
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """(n,) the places of the rows, that with the largest answer first; `names` are the columns of the answers."""
    from inference.ordered import ranked_by

    ranks = [table.numbers(names[place]) for place in ranked_by(manifest, len(names), len(names))]
    largest = np.nan_to_num(np.max(ranks, axis=0), nan=-np.inf)
    return np.argsort(-largest, kind="stable")


__all__ = ["highest_first", "section", "shown", "words"]
