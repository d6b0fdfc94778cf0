"""Compare: any two versions side by side, of one model or of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import compare_cards, formats, parts, shell, state
from app.ui.in_notation import in_notation
from app.ui.pages import Page
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import ModelVersionView, ModelView

Known = dict[str, "tuple[ModelView, ModelVersionView]"]
NAMES = ("first", "second")


def render() -> None:
    shell.crumbs("models", "Models", "Compare")
    parts.page_title("Compare two versions", "Which one is better, by how much, and what is different about them.")
    known = {
        version.id: (model, version)
        for model in state.service().models()
        for version in reversed(model.versions)
        if version.state == "ready"
    }
    if len(known) < 2:
        parts.notice("Two versions that are ready are needed to compare; build a model twice, or two models.")
        state.link("models", "All models", icon="arrow_forward")
        return
    first, second = _chosen(known)
    if first == second:
        parts.notice("Both are the same version. Choose another one to compare it with.")
        return
    try:
        with st.spinner("Comparing row by row"):
            found = state.service().compare(first, second)
    except EaselError as error:
        parts.notice(in_notation(str(error)), "bad")
        return
    compare_cards.verdict_card(found)
    with st.grid(2, min_column_width=360, gap=16):
        compare_cards.impact_card(found)
        compare_cards.settings_card(found)
    compare_cards.answers_card(found)
    compare_cards.scores_card(found)


def _chosen(known: Known) -> tuple[str, str]:
    """The two versions that the address names; what it leaves open is the pair that suggests itself."""
    first, second = (state.param(name) for name in NAMES)
    chosen = [one if one in known else None for one in (first, second)]
    if chosen[1] is None:
        chosen[1] = next((one for one in known if one != chosen[0]), None)
    if chosen[0] is None:
        chosen[0] = _neighbour(known, str(chosen[1]))
    with parts.card("compare_choice"), st.grid(2, min_column_width=260, gap=16):
        for name, label, value in zip(NAMES, ("First", "Second"), chosen, strict=True):
            key = f"compare_{name}"
            state.put(key, value)
            st.selectbox(
                label,
                list(known),
                key=key,
                format_func=lambda version_id: _label(known, version_id),
                on_change=lambda name=name, key=key: _move(known, name, state.widget(key)),
            )
    return str(chosen[0]), str(chosen[1])


def _neighbour(known: Known, second: str) -> str:
    """The version before this one of the same model, else another one."""
    model = known[second][0]
    older = [one for one in known if known[one][0].id == model.id and one != second]
    return older[0] if older else next(one for one in known if one != second)


def _move(known: Known, name: str, version_id: str | None) -> None:
    if version_id in known:
        state.set_params(**{name: version_id})


def _label(known: Known, version_id: str) -> str:
    if version_id not in known:
        return ""
    model, version = known[version_id]
    score = f"\u2003{version.metric_title} {formats.score(version.score['value'])}" if version.score else ""
    return f"{model.name} V{version.number}{score}"


PAGE = Page(name="compare", title="Compare", url="compare", render=render, order=21, section="models")
