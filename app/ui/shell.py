"""The frame around pages: the top bar on every page; breadcrumb, question, version and tabs on the pages of a model."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from app.ui import account, errors, formats, parts, running, state
from app.ui.in_notation import in_notation
from app.ui.pages import in_order, is_shown
from app.ui.text import esc, plural
from app.ui.theme import FAVICON
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import ModelVersionView, ModelView

QUESTIONS = {
    "binary": "Yes / no question",
    "multiclass": "Asks for one of several",
    "regression": "Asks for a number",
}


@cache
def logo_html(size: int = 28) -> str:
    """Easel's mark as an image that needs no request."""
    data = b64encode(FAVICON.read_bytes()).decode("ascii")
    return f'<img class="logo" src="data:image/svg+xml;base64,{data}" width="{size}" height="{size}" alt="">'


def top_bar(lit: str) -> None:
    """Brand, the pages with `nav`, and what is running; `lit` is the name of the item to light."""
    state.tell_now()
    with st.container(horizontal=True, key="topbar", vertical_alignment="center", wrap=False):
        with st.container(key="brand", width="content"):
            parts.draw(f'<div class="brand">{logo_html()}<span>Easel</span></div>')
        for page in in_order(lambda page: page.nav and is_shown(page)):
            with st.container(key=f"nav_on_{page.name}" if page.name == lit else f"nav_{page.name}", width="content"):
                state.link(page.name, page.title)
        st.space("stretch")
        with st.container(key="topbar_status", width="content"):
            errors.calm(running.status)()
        errors.calm(account.menu)()


@dataclass(frozen=True, slots=True)
class Here:
    """Where the reader is: the model of ?model= and its version of ?version= (the newest that is ready when the address
    names none; None while there is none)."""

    model: ModelView
    version: ModelVersionView | None

    @property
    def ready(self) -> bool:
        """Whether the version has a finished model to look at."""
        return self.version is not None and self.version.state == "ready"


@contextmanager
def model_shell(tab: str) -> Iterator[Here]:
    """The frame of a model's page: `with model_shell("build") as here:` draws breadcrumb, question, version choice and
    tabs above what the block draws, and the footer below it.

    Without a model in the address (or with one that is gone) it says so and stops the page.
    """
    model = _model()
    version = _chosen_version(model)
    with st.container(key="model_head", gap=None):
        with parts.row("model_title", align="bottom"):
            with st.container(key="model_question", gap=None):
                crumbs("models", "Models", model.name)
                parts.page_title(model.question or model.name)
            if model.versions:
                with st.container(horizontal=True, key="model_version", width="content", vertical_alignment="center"):
                    if sum(one.state == "ready" for one in model.versions) > 1 and version is not None:
                        state.link("compare", "Compare", icon="compare_arrows", second=version.id)
                    _version_choice(model, version)
        _tabs(tab, model, version)
    yield Here(model, version)
    model_footer(model)


def _model() -> ModelView:
    wanted = state.param("model")
    if wanted is None:
        _no_model("This page shows one model, and the address names none. Choose one from the list.")
    try:
        return state.service().model(wanted)
    except EaselError as error:
        _no_model(in_notation(str(error)))


def _no_model(sentence: str) -> NoReturn:
    parts.notice(sentence)
    state.link("models", "All models", icon="arrow_forward")
    st.stop()


def _chosen_version(model: ModelView) -> ModelVersionView | None:
    wanted = state.param("version")
    for version in model.versions:
        if version.id == wanted:
            return version
    return model.ready or (model.versions[-1] if model.versions else None)


def crumbs(page: str, label: str, here: str) -> None:
    """The way back: a link to the list called `page`, and the name of what is shown."""
    with st.container(horizontal=True, key=f"crumbs_{page}", vertical_alignment="center", gap=8):
        state.link(page, label)
        with st.container(width="content", key=f"crumb_here_{page}"):
            parts.draw(f'<span class="crumb"><span aria-hidden="true">/</span> {esc(here)}</span>')


def _version_choice(model: ModelView, version: ModelVersionView | None) -> None:
    newest_first = model.versions[::-1]
    ids = [v.id for v in newest_first]
    labels = {v.id: _version_label(v, model.ready) for v in newest_first}
    key = f"version_of_{model.id}"
    state.put(key, version.id if version else None)
    st.selectbox(
        "Version",
        ids,
        format_func=lambda version_id: labels.get(version_id, ""),
        key=key,
        label_visibility="collapsed",
        on_change=lambda: _choose(state.widget(key), ids),
    )


def _choose(version_id: str | None, ids: list[str]) -> None:
    """Put the chosen version into the address. A label that changed meanwhile (building, then ready) comes back as
    its old words, which are no id."""
    if version_id in ids:
        state.set_params(version=version_id)


def _version_label(version: ModelVersionView, default: ModelVersionView | None) -> str:
    if version.state != "ready":
        return f"V{version.number}\u2003{version.state}"
    score = f"\u2003{version.metric_title} {formats.score(version.score['value'])}" if version.score else ""
    mark = "\u2003default" if default and version.id == default.id else ""
    return f"V{version.number}{score}{mark}"


def _tabs(tab: str, model: ModelView, version: ModelVersionView | None) -> None:
    with st.container(horizontal=True, key="model_tabs", wrap=False, gap="medium"):
        for page in in_order(lambda page: page.tab):
            key = f"tab_on_{page.name}" if page.name == tab else f"tab_{page.name}"
            with st.container(key=key, width="content"):
                state.link(page.name, page.title, model=model.id, version=version.id if version else None)


def model_footer(model: ModelView) -> None:
    """Dataset and version, rows, columns, target and kind of question, at the foot of every page of a model."""
    data = state.service().version(model.dataset_version_id)
    items = [
        f"{esc(model.dataset_name)} <strong>v{data.number}</strong>",
        plural(data.rows, "row"),
        plural(data.columns, "column"),
    ]
    if not data.rows and model.versions and model.versions[0].opened:
        items = ["Opened from a file, without the table it learnt from"]
    if model.settings.target:
        items.append(f"Predicts <strong>{esc(model.settings.target)}</strong>")
    problem = model.settings.problem or state.service().detect(model.id).problem
    if problem:
        items.append(esc(QUESTIONS.get(problem, problem)))
    parts.draw('<footer class="model-footer">', *(f"<span>{item}</span>" for item in items), "</footer>")
