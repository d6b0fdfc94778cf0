"""What was deleted: the line that takes it back at once, and the list of what can still be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import streamlit as st

from app.ui import formats, parts, state
from app.ui.model_change import attempt

if TYPE_CHECKING:
    from app.records import Deleted

What = Literal["model", "dataset"]


def of(what: What) -> tuple[Deleted, ...]:
    """The models or datasets that can be brought back."""
    return tuple(one for one in state.service().deleted() if one.what == what)


def delete(what: What, deleted_id: str, name: str) -> None:
    """Delete, and let the next page offer to take it back. Raises InputError when it is used."""
    service = state.service()
    (service.delete_model if what == "model" else service.delete_dataset)(deleted_id)
    state.put(_slot(what), (deleted_id, name))


def undo_line(what: What) -> None:
    """The line above a list: what was just deleted, and Undo."""
    last: tuple[str, str] | None = state.widget(_slot(what))
    if last is None:
        return
    deleted_id, name = last
    until = next((one.until for one in of(what) if one.id == deleted_id), None)
    if until is None:
        state.forget(_slot(what))
        return
    with parts.row(f"undo_{what}"):
        when = formats.moment(until, state.timezone())
        parts.draw(parts.status_html(f"{name} is deleted. It is kept until {when}.", "plain"))
        st.button(
            "Undo",
            icon=":material/undo:",
            key=f"undo_{what}",
            on_click=_bring_back,
            args=(what, deleted_id, name),
            **state.only("analyst"),
        )


def table(found: Sequence[Deleted]) -> None:
    """Everything that can be brought back, and what is removed for good when somebody says so."""
    parts.caption("Nothing here is listed or used anywhere. It is removed for good after the day that is named.")
    for one in found:
        with parts.card(f"deleted_{one.id}"), parts.row(f"deleted_{one.id}"):
            zone = state.timezone()
            parts.card_title(
                one.name, f"Deleted {formats.since(one.at, zone)}, kept until {formats.moment(one.until, zone)}."
            )
            st.space("stretch")
            _for_good(one)
            st.button(
                "Bring back",
                icon=":material/undo:",
                key=f"bring_back_{one.id}",
                on_click=_bring_back,
                args=(one.what, one.id, one.name),
                **state.only("analyst"),
            )


def _for_good(one: Deleted) -> None:
    with st.popover("Remove for good", key=f"for_good_{one.id}", **state.only("analyst")):
        parts.caption("Its files are removed now. Only a backup could bring them back.")
        sure = st.checkbox(f"Remove this {one.what} for good", key=f"sure_{one.id}")
        st.button(
            "Remove",
            key=f"remove_{one.id}",
            disabled=not sure,
            on_click=attempt,
            args=(state.service().remove_for_good, one.id),
        )


def _bring_back(what: What, deleted_id: str, name: str) -> None:
    attempt(state.service().bring_back, deleted_id)
    state.forget(_slot(what))
    state.tell_next(f"{name} is back.")
    shown = f"{what}s_shown"
    if state.widget(shown) == "Deleted":
        state.put(shown, "In use" if what == "model" else "All")


def _slot(what: What) -> str:
    return f"just_deleted_{what}"


__all__ = ["delete", "of", "table", "undo_line"]
