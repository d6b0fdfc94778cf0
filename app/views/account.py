"""Account: the password of who is signed in."""

from __future__ import annotations

import streamlit as st

from app.people.roles import MAY, TITLES
from app.ui import parts, signed_in, state
from app.ui.in_notation import in_notation
from app.ui.pages import Page
from datasets.errors import EaselError


def render() -> None:
    someone = state.who()
    parts.page_title("Account", f"Signed in as {someone.name}. {TITLES[someone.role]}: {MAY[someone.role]}.")
    if not signed_in.by_password():
        parts.notice("Passwords are kept by the identity provider here, and none by Easel.")
        return
    with parts.card("password"), st.form("password", border=False):
        parts.card_title("Change the password", "At least 10 characters. You are signed out everywhere else.")
        old = st.text_input("The password you have now", type="password", autocomplete="current-password")
        new = st.text_input("The new password", type="password", autocomplete="new-password")
        again = st.text_input("The new password once more", type="password", autocomplete="new-password")
        if st.form_submit_button("Change the password", type="primary"):
            _change(old, new, again)


def _change(old: str, new: str, again: str) -> None:
    someone, accounts = state.who(), signed_in.accounts()
    try:
        accounts.change_password(someone, old, new, again)
    except EaselError as error:
        parts.notice(in_notation(str(error)), "bad")
        return
    accounts.end_others(str(someone.person_id), signed_in.cookie())
    parts.notice("The password is changed.", "good")


PAGE = Page(name="account", title="Account", url="account", render=render, order=38, section="home", signed_in=True)
