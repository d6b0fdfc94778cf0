"""The pages of the app: one module of app/views defines one `Page`; the folder is walked, nothing is listed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

import streamlit as st

from app.people.roles import Role
from datasets.registry import discover


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    `name` is how other pages link to it, `url` its address ("" is the start page), `title` what the browser's tab,
    the navigation and the model's tabs call it, `render` draws it below the top bar. Pages with `nav` stand in the top
    bar, pages with `tab` among the tabs of a model, both in the order of `order`; `section` is the page whose item in
    the top bar is lit (its own name when empty). Who has not at least the role `least` reads why, and does not see the
    page in the top bar; pages with `signed_in` are nothing where nobody signs in.
    """

    name: str
    title: str
    url: str
    render: Callable[[], None]
    order: int
    nav: bool = False
    tab: bool = False
    section: str = ""
    least: Role = "viewer"
    signed_in: bool = False

    @property
    def lit(self) -> str:
        return self.section or self.name


@cache
def pages() -> Mapping[str, Page]:
    """Every page by name. Raises RegistryError when a module of app/views keeps not to the rule."""
    from app import views

    return discover(views, Page)


def in_order(chosen: Callable[[Page], bool]) -> tuple[Page, ...]:
    """The pages for which `chosen` holds, in their order."""
    return tuple(sorted(filter(chosen, pages().values()), key=lambda page: (page.order, page.name)))


def link_target(name: str) -> st.Page:
    """Streamlit's own object for the page called `name`; the same address gives an equal page on every run."""
    page = pages()[name]
    return st.Page(
        partial(show, page), title=f"{page.title} · Easel", url_path=page.url, default=not page.url, visibility="hidden"
    )


def navigation() -> st.Page:
    """Tell Streamlit the pages and give back the one that the address names."""
    return st.navigation([link_target(page.name) for page in in_order(lambda _: True)], position="hidden")


def show(page: Page) -> None:
    """Draw the frame (top bar) and then the page; what goes wrong in it becomes a sentence."""
    from app.ui import errors, no_permission, shell, state

    shell.top_bar(page.lit)
    with st.container(key=f"page_{page.name}"):
        if state.may(page.least):
            errors.calm(page.render)()
        else:
            no_permission.draw(page.title, page.least)


def is_shown(page: Page) -> bool:
    """Whether who looks may go there, and there is something to see."""
    from app.ui import signed_in, state

    return state.may(page.least) and (not page.signed_in or signed_in.may_sign_out())
