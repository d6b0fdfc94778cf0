"""Who looks at the page: the owner where nobody signs in, else the person whose session the browser has shown."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from app.people import mode
from app.people.ids import ID
from app.people.roles import NOWHERE, OWNER, SignedOutError, Who
from app.settings import read_settings
from app.ui import parts
from app.ui.in_notation import in_notation
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.people.accounts import Accounts
    from app.people.mode import Mode

SENT_AWAY = (
    '<script>location.replace("/sign-in?next=" + encodeURIComponent(location.pathname + location.search))</script>'
)


def way() -> Mode:
    """How people sign in here."""
    told = os.environ.get(mode.IN_FORCE, "")
    return mode.in_force() if told else _way(read_settings(os.environ).auth)


@cache
def _way(_asked: str) -> Mode:
    return mode.in_force()


def who() -> Who:
    """Raises SignedOutError when nobody is signed in (any more)."""
    chosen = way()
    if chosen == "off":
        return OWNER
    found = _by_cookie() if chosen == "local" else _by_provider()
    if found is None:
        raise SignedOutError("You are signed out. Load the page again and sign in.")
    return found


def gate() -> bool:
    """Whether the page may be drawn; else draws why not, or sends the browser to the sign-in page."""
    chosen = way()
    if chosen == "off":
        return True
    try:
        found = _by_cookie() if chosen == "local" else _from_provider()
    except EaselError as error:
        parts.notice(in_notation(str(error)), "bad")
        return False
    if found is None:
        if chosen == "local":
            _send_away()
        return False
    _follow(found)
    if who().project_id == NOWHERE:
        _in_no_project(found)
        return False
    return True


def may_sign_out() -> bool:
    """Whether there is somebody to sign out."""
    return way() != "off"


def by_password() -> bool:
    """Whether people have passwords here."""
    return way() == "local"


def sign_out() -> None:
    """End the session; the browser is sent to the sign-in page."""
    if way() == "oidc":
        st.logout()
    else:
        st.html('<script>location.replace("/sign-out")</script>', unsafe_allow_javascript=True)


def accounts() -> Accounts:
    """The accounts of the store that the pages use."""
    from app.people.web import accounts

    return accounts()


def cookie() -> str:
    """The token of this browser's session; "" where there is none."""
    from app.people.web import SESSION

    return st.context.cookies.get(SESSION, "")


def _by_cookie() -> Who | None:
    return accounts().who(cookie())


def _send_away() -> None:
    if os.environ.get(mode.IN_FORCE) != "local":
        parts.notice(
            "People sign in where Easel answers other computers, and the sign-in page comes with the command "
            "`easel app`. Start it that way, or set EASEL_AUTH=off.",
            "warn",
        )
        return
    st.html(SENT_AWAY, unsafe_allow_javascript=True)
    parts.draw('<p class="subtitle">You are signed out. <a href="/sign-in" target="_self">Sign in</a></p>')


def _by_provider() -> Who | None:
    name = _provider_name()
    return accounts().known_elsewhere(name) if name else None


def _provider_name() -> str | None:
    """The e-mail address that the identity provider vouches for, else the name it calls unique; None: not signed in."""
    if not st.user.get("is_logged_in"):
        return None
    email, verified = st.user.get("email"), st.user.get("email_verified", True)
    if email and verified is not False:
        return str(email)
    return None


def _from_provider() -> Who | None:
    """Who signed in with the identity provider; None after drawing what to do instead."""
    from app.people.web import LINK

    if not st.user.get("is_logged_in"):
        _offer_providers()
        return None
    name = _provider_name()
    if name is None:
        parts.notice("The identity provider names no e-mail address that it has verified, so nobody is known by it.")
        _sign_out_button()
        return None
    found = accounts().known_elsewhere(name)
    if found is None and (token := st.context.cookies.get(LINK)):
        accounts().admit_first(token, name)
        found = accounts().known_elsewhere(name)
    if found is None:
        parts.notice(
            f"You are {name} to the identity provider, and nobody has let you in here yet. Ask an administrator to "
            "invite this address.",
            "warn",
        )
        _sign_out_button()
        return None
    if not st.session_state.get("sign_in_told"):
        st.session_state["sign_in_told"] = True
        accounts().note_sign_in(found)
    return found


def _offer_providers() -> None:
    parts.page_title("Sign in", "Easel asks who you are, so that a team can share what it builds.")
    for provider in mode.providers():
        label = f"Sign in with {provider.capitalize()}" if provider else "Sign in"
        if st.button(label, type="primary", key=f"sign_in_{provider}"):
            st.login(provider or None)


def _sign_out_button() -> None:
    if st.button("Sign out", key="sign_out_here"):
        sign_out()


def _in_no_project(found: Who) -> None:
    parts.notice(f"You are signed in as {found.name}, and in no project yet. Ask an administrator to let you in.")
    _sign_out_button()


def _follow(found: Who) -> None:
    """A link into another of somebody's projects leads there."""
    from app.store import projects

    named = [value for value in st.query_params.to_dict().values() if ID.fullmatch(value)]
    if not named or found.project_id is None:
        return
    with accounts().store.read() as connection:
        there = {projects.project_of(connection, one) for one in named} - {None, found.project_id}
    mine = {project_id for project_id, _ in accounts().projects_of(found)} if there else set()
    for project_id in there & mine:
        accounts().choose_project(found, str(project_id))


__all__ = ["accounts", "by_password", "cookie", "gate", "may_sign_out", "sign_out", "way", "who"]
