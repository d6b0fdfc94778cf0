"""The dialog that adds a step to a recipe or changes one: its kind, a form of its parameters, what it would do."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import errors, formats, parts, recipe_words, state, typed_numbers
from app.ui.in_notation import in_notation
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


@st.dialog("Change a step", width="large")
def change_dialog(model: ModelView, place: int) -> None:
    """The same for the step at a place, filled in as it is."""
    errors.calm(form)(model, place)


def form(model: ModelView, place: int | None = None) -> None:
    """The whole of the dialog; nothing is stored before the button at its end. `place` is that of the step to change,
    None when one is added."""
    from datasets import recipe

    kinds = recipe.ALL
    before = None if place is None else model.settings.recipe[place]
    key = "step" if before is None else f"step_{place}_{zlib.crc32(repr(before).encode()):08x}"
    titles = sorted(kinds, key=lambda kind: kinds[kind].title)
    name = st.selectbox(
        "What to do",
        titles,
        index=titles.index(before["step"] if before else FIRST),
        format_func=lambda kind: kinds[kind].title,
        key=f"{key}_kind",
    )
    columns = Columns.of(state.service().schema_before(model.id, place))
    start = typed_numbers.shown(name, before if before and before["step"] == name else {}, columns.kinds)
    settings: dict[str, Any] = {}
    for one in kinds[name].parameters:
        if one.plays(settings):
            settings[one.name] = draw(one, columns, f"{key}_{name}_{one.name}", start.get(one.name))
    settings = typed_numbers.taken(name, settings, columns.kinds)
    step = {"step": name, **{key: value for key, value in settings.items() if value is not None}}
    if before and not before.get("enabled", True):
        step["enabled"] = False
    open_ones = [p.title for p in kinds[name].parameters if p.default is None and settings.get(p.name) is None]
    if open_ones:
        parts.caption(f"Still to fill in: {listing(open_ones)}.")
    fits = not open_ones and _preview(model, step, place, columns)
    label = "Add step" if place is None else "Change step"
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(label, type="primary", key=f"{key}_done", disabled=not fits) and _put(model, step, place):
            st.rerun()


def _put(model: ModelView, step: Mapping[str, Any], place: int | None) -> bool:
    from app.ui.model_recipe import put

    return put(model.id, _with(model, step, place))


def _with(model: ModelView, step: Mapping[str, Any], place: int | None) -> list[Mapping[str, Any]]:
    """The steps of the model with this one at its place, None: at the end."""
    steps = list(model.settings.recipe)
    at = len(steps) if place is None else place
    return [*steps[:at], step, *steps[at + 1 :]]


def _preview(model: ModelView, step: Mapping[str, Any], place: int | None, columns: Columns) -> bool:
    """The step in words and the first rows after it; False, with a sentence, while it or a later one does not fit."""
    from datasets.recipe import Recipe

    steps = _with(model, step, place)
    at = len(steps) - 1 if place is None else place
    try:
        sentence = Recipe.from_dict(steps).sentences[at]
        found = state.service().preview_step(model.id, {**step, "enabled": True}, place=place)
    except EaselError as error:
        parts.notice(in_notation(str(error).partition(": ")[2] or str(error)), tone="bad")
        return False
    parts.caption(recipe_words.told(sentence, step, columns.kinds))
    parts.draw(f'<p class="caption">{parts.chip_html(said(found), "accent")}</p>')
    grid(found.rows, key="step_preview", rows_shown=8, marked=found.changed)
    if place is not None and (later := state.service().misfit_after(model.id, step, place)) is not None:
        parts.notice(
            f"A later step no longer fits. {in_notation(later)} Change that step first, or take it out.", tone="bad"
        )
        return False
    return True


def said(found: StepPreview) -> str:
    """ "240 rows, 12 left out; new: young", "240 rows; 12 change in spend"."""
    words = plural(found.n_after, "row")
    if found.n_before != found.n_after:
        words += f", {plural(found.n_before, 'row')} before"
    if found.n_changed:
        return f"{words}; {formats.count(found.n_changed)} of them change, in {listing(found.changed, 3)}"
    return f"{words}; new: {listing(found.changed, 4)}" if found.changed else words
