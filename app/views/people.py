"""People: who may sign in, with which role; invite, change, deactivate, hand out a link for a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.people.roles import HOME, MAY, ROLES, TITLES
from app.ui import formats, parts, people_nav, signed_in, state
from app.ui.in_notation import in_notation
from app.ui.model_change import attempt
from app.ui.pages import Page
from app.ui.text import esc, listing
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.store.people import PersonView
    from app.store.projects import ProjectView


def render() -> None:
    with parts.row("people_title", align="bottom"):
        parts.page_title("People", "Everybody who may sign in, and what they may do in their projects.")
        st.space("stretch")
        if st.button("Invite somebody", type="primary", icon=":material/person_add:", key="people_invite"):
            _invite_dialog()
    people_nav.tabs("people")
    people_nav.last_link()
    projects = state.service().projects()
    with parts.card("people", gap=None):
        for person in state.service().people():
            _person(person, projects)
    roles = "; ".join(f"{TITLES[role]} {MAY[role]}" for role in ROLES)
    parts.caption(f"{roles}.")


def _person(person: PersonView, projects: tuple[ProjectView, ...]) -> None:
    with parts.row(f"person_{person.id}"):
        parts.draw(_person_html(person, projects))
        st.space("stretch")
        with st.container(horizontal=True, width="content", key=f"person_actions_{person.id}"):
            key = f"role_of_{person.id}"
            state.put(key, person.role)
            st.selectbox(
                f"Role of {person.name}",
                ROLES,
                format_func=TITLES.__getitem__,
                key=key,
                width=170,
                label_visibility="collapsed",
                on_change=lambda: attempt(state.service().set_role, person.id, state.widget(key)),
            )
            with st.popover("More", key=f"person_more_{person.id}"):
                _more(person)


def _person_html(person: PersonView, projects: tuple[ProjectView, ...]) -> str:
    own = [project.name for project in projects if person.role == "admin" or person.id in project.members]
    chips = "" if person.active else parts.chip_html("May not sign in", "warn")
    if person.active and person.invited:
        chips = parts.chip_html("Invited", "accent")
    elif person.id == state.who().person_id:
        chips = parts.chip_html("You")
    seen = f"last signed in {formats.moment(person.seen, state.timezone())}" if person.seen else "not here yet"
    where = "all projects" if person.role == "admin" else listing(own) or "no project"
    return (
        f'<div class="person"><h3>{esc(person.name)} {chips}</h3>'
        f'<p class="caption">{esc(where[:1].upper() + where[1:])}, {esc(seen)}</p></div>'
    )


def _more(person: PersonView) -> None:
    if signed_in.by_password():
        word = "New link to come in" if person.invited else "Link for a new password"
        st.button(word, key=f"reset_{person.id}", on_click=attempt, args=(_reset, person), width="stretch")
    word = "Do not let sign in" if person.active else "Let sign in again"
    st.button(
        word,
        key=f"active_{person.id}",
        on_click=attempt,
        args=(state.service().set_active, person.id, not person.active),
        help="Who may not sign in is signed out at once; nothing of theirs is lost." if person.active else None,
        width="stretch",
    )
    sure = st.checkbox("Remove for good", key=f"sure_{person.id}")
    st.button(
        "Remove",
        key=f"remove_{person.id}",
        disabled=not sure,
        on_click=attempt,
        args=(state.service().remove_person, person.id),
        help="What they made stays, and so does what the audit list says of them.",
        width="stretch",
    )


def _reset(person: PersonView) -> None:
    linked = state.service().reset_link(person.id)
    people_nav.keep_link(linked.person.name, linked.token)


@st.dialog("Invite somebody")
def _invite_dialog() -> None:
    invite_form()


def invite_form() -> None:
    """Name, role and projects of somebody new."""
    by_password = signed_in.by_password()
    name = st.text_input(
        "Name or e-mail address" if by_password else "E-mail address that the identity provider knows",
        max_chars=100,
        key="invite_name",
    )
    role = st.radio(
        "Role", ROLES, format_func=TITLES.__getitem__, captions=[f"{MAY[role]}." for role in ROLES], key="invite_role"
    )
    projects = {project.id: project.name for project in state.service().projects()}
    chosen = st.multiselect(
        "Projects",
        list(projects),
        default=[HOME],
        format_func=lambda one: projects.get(one, ""),
        key="invite_projects",
        disabled=role == "admin",
        help="An administrator is in all of them." if role == "admin" else None,
    )
    if st.button("Make the link" if by_password else "Let in", type="primary", disabled=not name, key="invite_agree"):
        _invite(name, str(role), tuple(chosen))


def _invite(name: str, role: str, project_ids: tuple[str, ...]) -> None:
    try:
        linked = state.service().invite(name, role, project_ids)
    except EaselError as error:
        parts.notice(in_notation(str(error)), "bad")
        return
    if signed_in.by_password():
        people_nav.keep_link(linked.person.name, linked.token)
    else:
        state.tell_next(f"{linked.person.name} can sign in now.")
    st.rerun()


PAGE = Page(
    name="people", title="People", url="people", render=render, order=35, nav=True, least="admin", signed_in=True
)
