"""The only file that touches session state and the address.

The address holds ids (?dataset=, ?model=, ?version=, ...), the store holds state, session state holds widgets and what
a run wants to remember until the next one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from app.settings import read_settings
from app.ui import pages

if TYPE_CHECKING:
    from app.people.roles import Role, Who
    from app.service import Service

T = TypeVar("T")


def service() -> Service:
    """The dozen verbs, opened once for all readers (one per EASEL_HOME); they act for who looks at this page."""
    shared, someone = _service(read_settings(os.environ).home), who()
    return shared if someone.person_id is None else shared.acting(someone)


def who() -> Who:
    """Who looks at this page. Raises SignedOutError when nobody is signed in any more."""
    from app.ui import signed_in

    return signed_in.who()


def may(least: Role) -> bool:
    """Whether who looks at this page has at least this role."""
    return who().may(least)


def only(least: Role, help: str | None = None) -> dict[str, Any]:
    """What a widget is given that needs a role: nothing but its help, or that it is disabled and why."""
    from app.people.roles import refusal

    someone = who()
    return {"help": help} if someone.may(least) else {"disabled": True, "help": refusal(someone, least)}


@st.cache_resource(show_spinner=False)
def _service(home: Path) -> Service:
    from app.service import Service

    return Service(home)


def param(name: str) -> str | None:
    """The value of ?name= in the address; None when it is absent or empty."""
    return st.query_params.get(name) or None


def set_params(**values: str | None) -> None:
    """Change the address without leaving the page; None removes a name. Names not mentioned stay."""
    for name, value in values.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value


def downloaded(thing_id: str, what: str, read: Callable[[], T]) -> Callable[[], T]:
    """What a download button is given: `read`, and the audit list hears `what` was taken of the thing with that id."""
    acting = service()

    def handed() -> T:
        acting.downloaded(thing_id, what)
        return read()

    return handed


def origin() -> str:
    """The first part of this page's address, "https://easel.example.com"."""
    from urllib.parse import urlsplit

    found = urlsplit(st.context.url or "")
    return f"{found.scheme}://{found.netloc}" if found.netloc else ""


def leave_address() -> None:
    """Drop every value from the address."""
    st.query_params.clear()


def go(page: str, **params: str | None) -> NoReturn:
    """Leave for the page called `page`, with these values in its address (those that are None are left out)."""
    st.switch_page(pages.link_target(page), query_params=_present(params))


def link(page: str, label: str, *, icon: str | None = None, **params: str | None) -> None:
    """Draw a link to the page called `page`. `icon` is a material icon's name, such as "arrow_forward"."""
    st.page_link(
        pages.link_target(page),
        label=label,
        icon=f":material/{icon}:" if icon else None,
        query_params=_present(params) or None,
    )


def _present(params: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in params.items() if value}


def widget(key: str, default: Any = None) -> Any:
    """What the widget with this key holds, or what `put` left under it."""
    return st.session_state.get(key, default)


def put(key: str, value: Any) -> None:
    """Set what the widget with this key will hold; call before the widget is drawn (a callback is a good place)."""
    st.session_state[key] = value


def forget(*keys: str) -> None:
    """Drop what was kept under these keys."""
    for key in keys:
        st.session_state.pop(key, None)


def take(key: str) -> Any:
    """Read what was kept under `key`, once."""
    return st.session_state.pop(key, None)


def remembered(slot: str, inputs: Hashable, compute: Callable[[], T]) -> T:
    """The answer of `compute`, kept in `slot` of this session until `inputs` change (one answer a slot)."""
    kept = st.session_state.get(f"remembered_{slot}")
    if kept is not None and kept[0] == inputs:
        answer: T = kept[1]
        return answer
    answer = compute()
    st.session_state[f"remembered_{slot}"] = (inputs, answer)
    return answer


def tell_next(sentence: str) -> None:
    """Say `sentence` in a small note on the next run, on whatever page that is."""
    st.session_state["note_for_next_run"] = sentence


def tell_now() -> None:
    """Show the note that `tell_next` left."""
    sentence = st.session_state.pop("note_for_next_run", None)
    if sentence:
        st.toast(sentence)


def locale() -> str | None:
    """The reader's language and country as the browser tells them, such as "de-DE"; None when it does not, and where no
    page is drawn."""
    return st.context.locale if get_script_run_ctx(suppress_warning=True) else None


def timezone() -> tzinfo | None:
    """The reader's time zone as the browser tells it; None (this computer's own) when it does not."""
    name = st.context.timezone
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
