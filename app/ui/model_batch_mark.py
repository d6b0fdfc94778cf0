"""On Predict, before rows are predicted: which decimal mark their numbers have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import parts, state
from app.ui.assumptions import MARKS
from inference.other_mark import decimal_marks

if TYPE_CHECKING:
    from inference.manifest import Manifest


def chosen(manifest: Manifest, source: str) -> str | None:
    """The mark that was said for the rows of this source; None where it is that of the rows the model learnt from."""
    said: str | None = state.widget(_key(source))
    return None if said is None or decimal_marks(manifest) <= {said} else said


def section(manifest: Manifest, source: str) -> None:
    """Asks; nothing where the model reads no numbers."""
    learnt = decimal_marks(manifest)
    if not learnt:
        return
    parts.draw('<div class="compared"><h4>Decimal mark of the numbers</h4></div>')
    st.segmented_control(
        "Decimal mark of the numbers",
        list(MARKS),
        default=learnt.copy().pop() if len(learnt) == 1 else None,
        required=len(learnt) == 1,
        format_func=MARKS.__getitem__,
        key=_key(source),
        label_visibility="collapsed",
    )
    parts.caption(_fate(learnt, chosen(manifest, source)))


def _fate(learnt: set[str], said: str | None) -> str:
    """What is read how."""
    if said is None:
        return "Numbers are read as they were in the rows that the model learnt from."
    example, whole = ("1.234,5", "1.234") if said == "," else ("1,234.5", "1,234")
    was = "" if len(learnt) > 1 else f" The model learnt from numbers with a {'point' if said == ',' else 'comma'}."
    return f"Texts such as {example} and {whole} are read as one thousand and more.{was}"


def _key(source: str) -> str:
    return f"batch_decimal_{source}"


__all__ = ["chosen", "section"]
