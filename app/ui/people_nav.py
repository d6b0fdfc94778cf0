"""What the pages for administrators share: the links between them, and the link that was made last."""

from __future__ import annotations

import streamlit as st

from app.ui import parts, state

PAGES = (("people", "People"), ("projects", "Projects"), ("audit", "Audit list"))
LAST_LINK = "link_made_last"


def tabs(here: str) -> None:
    """Links to the three pages, the one that is shown marked."""
    with st.container(horizontal=True, key="people_tabs", wrap=False, gap="medium"):
        for name, title in PAGES:
            with st.container(key=f"tab_on_{name}" if name == here else f"tab_{name}", width="content"):
                state.link(name, title)


def keep_link(name: str, token: str) -> None:
    """Show this link until somebody says that it is handed over."""
    state.put(LAST_LINK, (name, token))


def last_link() -> None:
    """The link that was made last, to be copied; only now, since it is kept nowhere."""
    last: tuple[str, str] | None = state.widget(LAST_LINK)
    if last is None:
        return
    name, token = last
    with parts.card("link"):
        parts.card_title(
            f"The link for {name}",
            "Hand it over yourself: whoever opens it first sets the password. It works once, for 7 days, and is "
            "shown only now.",
        )
        st.code(f"{state.origin()}/welcome/{token}", language=None, wrap_lines=True)
        st.button("Done", key="link_done", on_click=state.forget, args=(LAST_LINK,))


__all__ = ["keep_link", "last_link", "tabs"]
