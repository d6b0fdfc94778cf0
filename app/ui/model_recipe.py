"""Recipe on Build: the preparation steps in words, each of which can be changed, switched off, moved, taken
out and undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import model_recipe_step, notation, parts, recipe_words, state
from app.ui.model_change import attempt, change
from app.ui.text import esc, md, plural
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import ModelView
    from datasets.schema import Kind

Steps = tuple[Mapping[str, Any], ...]


def panel(model: ModelView) -> None:
    """The steps, and what can be done with them."""
    steps = model.settings.recipe
    with parts.card("recipe"):
        with parts.row("recipe_head", align="top"):
            parts.card_title(
                "Recipe",
                "Prepares the table before anything is learnt; every prediction goes through the same steps.",
                chips_markup=parts.chip_html(plural(len(steps), "step")) if steps else "",
            )
            st.space("stretch")
            _actions(model, steps)
        for place, step in enumerate(steps):
            _step(model.id, place, step, len(steps))


def sentences(steps: Steps) -> tuple[str, ...]:
    """What the steps do, one sentence each."""
    from datasets.recipe import Recipe

    return Recipe.from_dict(list(steps)).sentences


def _actions(model: ModelView, steps: Steps) -> None:
    if model.settings.recipes_before:
        st.button("Undo", icon=":material/undo:", key="recipe_undo", on_click=attempt, args=(undo, model.id))
    if steps and (sql := _sql(model)) is not None:
        st.download_button(
            "Download as SQL",
            sql,
            file_name=f"{model.name} recipe.sql",
            mime="application/sql",
            icon=":material/download:",
            key="recipe_sql",
        )
    if st.button("Add a step", icon=":material/add:", key="recipe_add"):
        model_recipe_step.dialog(model)


def _sql(model: ModelView) -> str | None:
    """The recipe as SQL; None while it does not fit the table."""
    try:
        sql: str = state.remembered(
            "recipe_sql", (model.dataset_version_id, str(model.settings)), lambda: state.service().recipe_sql(model.id)
        )
    except EaselError:
        return None
    return sql


def _step(model_id: str, place: int, step: Mapping[str, Any], n: int) -> None:
    """One step: switch, number and sentence, change, up, down, out."""
    model = state.service().model(model_id)
    said = recipe_words.told(sentences(model.settings.recipe)[place], step, _kinds(model, place))
    with parts.row(f"recipe_step_{place}", wrap=False):
        st.toggle(
            md(said),
            value=step.get("enabled", True),
            key=f"recipe_on_{place}_{n}_{step.get('enabled', True)}",
            label_visibility="collapsed",
            on_change=attempt,
            args=(switch, model_id, place),
        )
        tone = "" if step.get("enabled", True) else " off"
        parts.draw(f'<p class="recipe-step{tone}"><span class="caption">{place + 1}</span> {esc(said)}</p>')
        st.space("stretch")
        if st.button(":material/edit:", key=f"recipe_edit_{place}", help="Change this step", type="tertiary"):
            model_recipe_step.change_dialog(state.service().model(model_id), place)
        for word, icon, to, can in (
            ("Move up", "arrow_upward", place - 1, place > 0),
            ("Move down", "arrow_downward", place + 1, place < n - 1),
        ):
            st.button(
                f":material/{icon}:",
                key=f"recipe_{icon}_{place}",
                help=word,
                type="tertiary",
                disabled=not can,
                on_click=attempt,
                args=(move, model_id, place, to),
            )
        st.button(
            ":material/delete:",
            key=f"recipe_remove_{place}",
            help="Take this step out",
            type="tertiary",
            on_click=attempt,
            args=(remove, model_id, place),
        )


def _kinds(model: ModelView, place: int) -> dict[str, Kind]:
    """The columns before a step whose values may be numbers, for readers who write these otherwise; none where an
    earlier step does not fit."""
    if notation.current() == notation.ENGLISH or model.settings.recipe[place]["step"] not in ("fill", "replace_values"):
        return {}

    def found() -> dict[str, Kind]:
        return {column.name: column.kind for column in state.service().schema_before(model.id, place)}

    try:
        key = (model.dataset_version_id, str(model.settings))
        kinds: dict[str, Kind] = state.remembered(f"recipe_kinds_{place}", key, found)
    except EaselError:
        return {}
    return kinds


def put(model_id: str, steps: Sequence[Mapping[str, Any]]) -> bool:
    """Give the model this recipe; the one before can be had back. False, with a note, when it does not fit."""
    return change(model_id, recipe=tuple(steps))


def undo(model_id: str) -> None:
    """The recipe that was there before the last change."""
    before = state.service().model(model_id).settings.recipes_before
    if before:
        change(model_id, recipe=before[-1], recipes_before=before[:-1])


def switch(model_id: str, place: int) -> None:
    """Pass a step over, or no longer."""
    steps = list(state.service().model(model_id).settings.recipe)
    steps[place] = {**steps[place], "enabled": not steps[place].get("enabled", True)}
    put(model_id, steps)


def move(model_id: str, place: int, to: int) -> None:
    """Put a step elsewhere."""
    steps = list(state.service().model(model_id).settings.recipe)
    steps.insert(to, steps.pop(place))
    put(model_id, steps)


def remove(model_id: str, place: int) -> None:
    """Take a step out."""
    steps = list(state.service().model(model_id).settings.recipe)
    del steps[place]
    put(model_id, steps)
