"""What was mended on the data check, in lines, each with the button that takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import parts, state
from app.ui.model_change import attempt, change
from app.ui.text import KIND_TITLES, esc, listing
from app.verbs.fixes import changed
from datasets.values import short

if TYPE_CHECKING:
    from app.records import ModelSettings, ModelView
    from datasets.findings import Fix


def mend(model_id: str, fix: Fix) -> None:
    """What the button of a finding does."""
    change(model_id, **changed(state.service().model(model_id).settings, fix))


def lines(model: ModelView) -> int:
    """Draws the lines and says how many there are."""
    offered = mended(model.settings)
    for position, (sentence, label, back) in enumerate(offered):
        with parts.row(f"mended_{position}"):
            mark = parts.icon_html("check_circle", "good")
            parts.draw(f'<p class="left-out">{mark}<span>{esc(sentence)}</span></p>')
            st.button(
                label, type="tertiary", key=f"mended_back_{position}", on_click=attempt, args=(_back, model.id, back)
            )
    return len(offered)


def mended(settings: ModelSettings) -> list[tuple[str, str, Mapping[str, Any]]]:
    """(sentence, label of the button, the settings that it changes back) of everything that was mended."""
    found: list[tuple[str, str, Mapping[str, Any]]] = []
    if settings.exclude:
        found.append((f"Left out: {listing(settings.exclude, 8)}.", "Use all again", {"exclude": ()}))
    if settings.unique_rows:
        found.append(("Of equal rows only the first one counts.", "Keep repeats", {"unique_rows": False}))
    by, _, column = settings.split.partition(":")
    if column:
        kept = f"Split by {by}: {column}." if by == "date" else f"Rows of the same {column} stay together."
        found.append((kept, "Split at random", {"split": "random"}))
    for name, words in settings.missing.items():
        shown = listing([short(word) for word in words])
        said = f"In {name}, {shown} {'counts' if len(words) == 1 else 'count'} as not known."
        rest = {other: known for other, known in settings.missing.items() if other != name}
        found.append((said, "Count as a value", {"missing": rest}))
    for name, kind in settings.kinds.items():
        rest_kinds = {other: known for other, known in settings.kinds.items() if other != name}
        said = f"{name} is read as {KIND_TITLES.get(kind, kind).lower()}, chosen by you."
        found.append((said, "Read it as before", {"kinds": rest_kinds}))
    return found


def _back(model_id: str, changes: Mapping[str, Any]) -> None:
    change(model_id, **changes)
