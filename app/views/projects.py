"""Projects: what a team shares, and who is in it with which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.people.roles import HOME, TITLES
from app.ui import parts, people_nav, state
from app.ui.in_notation import in_notation
from app.ui.model_change import attempt
from app.ui.pages import Page
from app.ui.text import esc, plural
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.store.people import PersonView
    from app.store.projects import ProjectView

OWN = "own"  # no role of their own in this project
CHOICES = (OWN, "viewer", "analyst")


def render() -> None:
    with parts.row("projects_title", align="bottom"):
        parts.page_title("Projects", "Datasets, models and predictions belong to a project; its members share them.")
        st.space("stretch")
        if st.button("New project", type="primary", icon=":material/add:", key="projects_new"):
            _new_dialog()
    people_nav.tabs("projects")
    people = state.service().people()
    for project in state.service().projects():
        _project(project, people)


def _project(project: ProjectView, people: tuple[PersonView, ...]) -> None:
    with parts.card(f"project_{project.id}"):
        with parts.row(f"project_{project.id}"):
            held = f"{plural(project.datasets, 'dataset')}, {plural(project.models, 'model')}"
            parts.card_title(project.name, held)
            st.space("stretch")
            with st.popover("Rename or remove", icon=":material/more_horiz:", key=f"project_more_{project.id}"):
                _more(project)
        members = [person for person in people if person.role == "admin" or person.id in project.members]
        for person in members:
            _member(project, person)
        _add(project, [person for person in people if person not in members])


def _member(project: ProjectView, person: PersonView) -> None:
    with parts.row(f"member_{project.id}_{person.id}"):
        parts.draw(f'<p class="member">{esc(person.name)}</p>')
        st.space("stretch")
        if person.role == "admin":
            with st.container(width="content", key=f"chip_{project.id}_{person.id}"):
                parts.draw(parts.chip_html("Administrator, in all projects"))
            return
        key = f"role_{project.id}_{person.id}"
        state.put(key, project.members[person.id] or OWN)
        st.selectbox(
            f"Role of {person.name} in {project.name}",
            CHOICES,
            format_func=lambda one: f"As everywhere: {TITLES[person.role]}" if one == OWN else f"Here {TITLES[one]}",
            key=key,
            width=230,
            label_visibility="collapsed",
            on_change=lambda: attempt(_set, project.id, person.id, state.widget(key)),
        )
        st.button(
            ":material/close:",
            key=f"leave_{project.id}_{person.id}",
            help=f"Take {person.name} out of {project.name}",
            type="tertiary",
            on_click=attempt,
            args=(state.service().remove_member, project.id, person.id),
        )


def _set(project_id: str, person_id: str, chosen: str) -> None:
    state.service().set_member(project_id, person_id, None if chosen == OWN else chosen)


def _add(project: ProjectView, others: list[PersonView]) -> None:
    if not others:
        return
    names = {person.id: person.name for person in others}
    key = f"add_to_{project.id}"
    state.put(key, None)
    st.selectbox(
        f"Add somebody to {project.name}",
        list(names),
        index=None,
        placeholder="Add somebody",
        format_func=lambda one: names.get(one, ""),
        key=key,
        width=300,
        label_visibility="collapsed",
        on_change=lambda: attempt(_set, project.id, state.widget(key), OWN),
    )


def _more(project: ProjectView) -> None:
    name = st.text_input("Name", value=project.name, max_chars=100, key=f"project_name_{project.id}")
    st.button(
        "Rename",
        key=f"project_rename_{project.id}",
        disabled=not name or name == project.name,
        on_click=attempt,
        args=(state.service().rename_project, project.id, name),
    )
    if project.id != HOME:
        st.button(
            "Remove",
            key=f"project_remove_{project.id}",
            on_click=attempt,
            args=(state.service().remove_project, project.id),
            help="Only a project that holds nothing can be removed.",
        )


@st.dialog("New project")
def _new_dialog() -> None:
    name = st.text_input("Name", max_chars=100, key="project_new_name")
    parts.caption("Nobody but administrators is in it at first; add those who shall share it.")
    if st.button("Make the project", type="primary", disabled=not name, key="project_new_agree"):
        try:
            state.service().add_project(name)
        except EaselError as error:
            parts.notice(in_notation(str(error)), "bad")
            return
        st.rerun()


PAGE = Page(
    name="projects",
    title="Projects",
    url="projects",
    render=render,
    order=36,
    section="people",
    least="admin",
    signed_in=True,
)
