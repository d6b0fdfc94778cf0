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


def words(manifest: Manifest) -> Mapping[Order, str]:
    """What the two orders are called."""
    return {"file": "As in the file", "answer": f"{_first(manifest).capitalize()} answer first"}


def _first(manifest: Manifest) -> str:
    """Of several classes the answer that is surest is the highest."""
    return "surest" if manifest.problem == "multiclass" else "highest"


def section(manifest: Manifest) -> Order:
    """Asks for the order of the file that is written."""
    parts.draw('<div class="compared"><h4>Order of the rows</h4></div>')
    chosen = _asked("Order of the rows", manifest, "batch_order", "collapsed")
    parts.caption(_fate(chosen, manifest))
    return chosen


def _fate(order: Order, manifest: Manifest) -> str:
    """What becomes of the rows."""
    if order == "file":
        return "The rows come back in the order of the file."
    return f"The rows with the {_first(manifest)} answers come first; equal answers stay in the order of the file."


def shown(table: Table, names: tuple[str, ...], manifest: Manifest, written: Order, job_id: str, n_rows: int) -> Table:
    """The rows that were read of a predicted file in the order that is chosen for the page; a file that was written in
    the order of its answers is shown so. `n_rows` are all rows of the file."""
    if written == "answer":
        parts.caption(f"The rows with the {_first(manifest)} answers come first.")
        return table
    if _asked("Order of the rows shown", manifest, f"shown_order_{job_id}") == "file":
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
