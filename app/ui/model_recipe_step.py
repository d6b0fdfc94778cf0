"""The dialog that adds a step to a recipe: its kind, a form made from its parameters, and what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import errors, parts, state
from app.ui.model_recipe_fields import Columns, draw
from app.ui.preview_rows import grid
from app.ui.text import listing, plural
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import ModelView
    from app.verbs.recipes import StepPreview

FIRST = "fill"


@st.dialog("Add a step", width="large")
def dialog(model: ModelView) -> None:
    """Choose, fill in, look, agree."""
    errors.calm(form)(model)


def form(model: ModelView) -> None:
    """The whole of the dialog; nothing is stored before Add."""
    from datasets import recipe

    kinds = recipe.ALL
    name = st.selectbox(
        "What to do",
        sorted(kinds, key=lambda kind: kinds[kind].title),
        index=sorted(kinds, key=lambda kind: kinds[kind].title).index(FIRST),
        format_func=lambda kind: kinds[kind].title,
        key="step_kind",
    )
    columns = Columns.of(state.service().model_table(model.id).schema)
    settings = {p.name: draw(p, columns, f"step_{name}_{p.name}") for p in kinds[name].parameters}
    step = {"step": name, **{key: value for key, value in settings.items() if value is not None}}
    open_ones = [p.title for p in kinds[name].parameters if p.default is None and settings[p.name] is None]
    if open_ones:
        parts.caption(f"Still to fill in: {listing(open_ones)}.")
    fits = not open_ones and _preview(model, step)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Add step", type="primary", key="step_add", disabled=not fits) and _add(model, step):
            st.rerun()


def _add(model: ModelView, step: Mapping[str, Any]) -> bool:
    from app.ui.model_recipe import put

    return put(model.id, (*model.settings.recipe, step))


def _preview(model: ModelView, step: Mapping[str, Any]) -> bool:
    """The step in words and the first rows after it; False, with a sentence, while it does not fit."""
    from datasets.recipe import Recipe

    try:
        recipe = Recipe.from_dict([*model.settings.recipe, step])
        found = state.service().preview_step(model.id, step)
    except EaselError as error:
        parts.notice(str(error).partition(": ")[2] or str(error), tone="bad")
        return False
    parts.caption(recipe.sentences[-1])
    parts.draw(f'<p class="caption">{parts.chip_html(said(found), "accent")}</p>')
    grid(found.rows, key="step_preview", rows_shown=8, marked=found.changed)
    return True


def said(found: StepPreview) -> str:
    """ "240 rows, 12 left out; new: young", "240 rows; 12 change in spend"."""
    words = plural(found.n_after, "row")
    if found.n_before != found.n_after:
        words += f", {plural(found.n_before, 'row')} before"
    if found.n_changed:
        return f"{words}; {found.n_changed:,} of them change, in {listing(found.changed, 3)}"
    return f"{words}; new: {listing(found.changed, 4)}" if found.changed else words
