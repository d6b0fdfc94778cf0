"""The right end of the top bar where people sign in: which project this is, who is signed in, and the way out."""

from __future__ import annotations

import streamlit as st

from app.people.roles import TITLES, NotAllowedError
from app.ui import parts, signed_in, state
from app.ui.in_notation import in_notation
from app.ui.text import esc, md
from datasets.errors import EaselError


def menu() -> None:
    """Nothing where nobody signs in."""
    if not signed_in.may_sign_out():
        return
    someone = state.who()
    projects = dict(signed_in.accounts().projects_of(someone))
    if len(projects) > 1:
        with st.container(key="project", width="content"):
            _switcher("project_chosen", projects, str(someone.project_id))
    with (
        st.container(key="account", width="content"),
        st.popover(md(_initials(someone.name)), help=f"Signed in as {md(someone.name)}", key="account_menu"),
    ):
        parts.draw(
            f'<p class="account"><strong>{esc(someone.name)}</strong><br>'
            f"{esc(TITLES[someone.role])} in {esc(projects.get(str(someone.project_id), ''))}</p>"
        )
        if len(projects) > 1:
            with st.container(key="project_narrow"):  # in the place of the one beside it, on a narrow screen
                _switcher("project_chosen_narrow", projects, str(someone.project_id))
        if someone.may("admin"):
            state.link("people", "People and projects", icon="group")
        if signed_in.by_password():
            state.link("account", "Change the password", icon="key")
        if st.button("Sign out", icon=":material/logout:", key="sign_out", width="stretch"):
            signed_in.sign_out()


def _switcher(key: str, projects: dict[str, str], chosen: str) -> None:
    state.put(key, chosen)
    st.selectbox(
        "Project",
        list(projects),
        format_func=lambda one: projects.get(one, ""),
        key=key,
        label_visibility="collapsed",
        on_change=_switch,
        args=(key,),
    )


def _switch(key: str) -> None:
    """Work in another project from now on; what the address names lies in the one before."""
    try:
        signed_in.accounts().choose_project(state.who(), str(state.widget(key)))
    except (EaselError, NotAllowedError) as error:
        state.tell_next(in_notation(str(error)))
        return
    state.leave_address()


def _initials(name: str) -> str:
    """ "Ann Example" -> "AE", "ann@example.com" -> "A"."""
    words = [word for word in name.partition("@")[0].replace(".", " ").split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


__all__ = ["menu"]
