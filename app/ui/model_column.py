"""One column in detail on Build: its distribution, and how the target changes along it."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import model_column_picture, parts, state
from app.ui.column_grid import value_range
from app.ui.column_words import measures, unknown, written
from app.ui.in_notation import in_notation
from app.ui.model_columns import listed
from app.ui.model_detail import Detail, detail
from app.ui.model_target import shown_class
from app.ui.text import choice_title, listing, plural

if TYPE_CHECKING:
    from app.records import Detection, ModelView
    from datasets.profile import ColumnProfile, Profile
    from datasets.table import Table


def panel(model: ModelView, table: Table, profile: Profile, detection: Detection) -> None:
    """Choose a column (the closest related is shown first) and see it."""
    columns = listed(profile, model.settings.target)
    if not columns:
        return
    names = [column.name for column in columns]
    key = f"detail_{model.id}"
    _offer(key, names, model.settings.target)
    with parts.card("detail"):
        with parts.row("detail_title", align="top"):
            words = st.container(key="detail_words")
            chosen = st.selectbox("Column to look at", names, key=key, label_visibility="collapsed", width=220)
            state.link(
                "dataset",
                "Explore",
                icon="insert_chart",
                dataset=model.dataset_id,
                version=model.dataset_version_id,
                view="explore",
                chart="distribution",
                x=chosen,
            )
        column = profile[chosen]
        with words:
            kind = parts.chip_html(choice_title(column.choice or str(column.kind)))
            parts.card_title(chosen, chips_markup=kind, means="column_detail")
            parts.caption(summary(replace(column, reason=_reason(model, chosen))))
        shown = answer_class(column, model, profile, detection)
        made = _detail(model, table, column, detection, shown)
        title = answer_title(model.settings.target, detection, shown)
        model_column_picture.picture(column, made, title, number=detection.problem == "regression")


def _offer(key: str, names: Sequence[str], target: str | None) -> None:
    """Begin with the first column: again for another target, unless the reader has chosen a column meanwhile."""
    offered_key = f"{key}_offered"
    offered, for_target = state.widget(offered_key, (None, None))
    shown = state.widget(key)
    if shown not in names or (shown == offered and target != for_target):
        state.put(key, names[0])
        state.put(offered_key, (names[0], target))


def answer_class(column: ColumnProfile, model: ModelView, profile: Profile, detection: Detection) -> str | None:
    """The class whose share is drawn: the positive one, or the commonest of several."""
    if detection.problem == "binary":
        return shown_class(detection, model.settings.positive)
    if detection.problem == "multiclass" and model.settings.target and column.name != model.settings.target:
        mode: str | None = profile[model.settings.target].mode
        return mode
    return None


def answer_title(target: str | None, detection: Detection, shown: str | None) -> str:
    """What the second line of the picture shows; "" when there is none."""
    if target is None or detection.problem is None:
        return ""
    if detection.problem == "regression":
        return f"Mean of {target}"
    return f"Share with {target} {shown}" if shown is not None else ""


def _reason(model: ModelView, name: str) -> str:
    """Why the column has its kind, told of the rows that the recipe keeps."""
    settings = model.settings
    inputs = (*_taken(model), name)
    prepared = state.service().prepared(model.dataset_version_id, settings.changes, settings.recipe)
    return state.remembered("reason_of_kind", inputs, lambda: prepared.reason(name))


def _taken(model: ModelView) -> tuple[str, Hashable, str]:
    """What the rows of a model rest on."""
    recipe = json.dumps(model.settings.recipe, sort_keys=True)
    return model.dataset_version_id, model.settings.changes.key, recipe


def _detail(model: ModelView, table: Table, column: ColumnProfile, detection: Detection, shown: str | None) -> Detail:
    target = model.settings.target if detection.problem is not None else None
    inputs = (_taken(model), column.name, target, detection.problem, shown)
    return state.remembered("detail", inputs, lambda: detail(table, column, target, shown))


def summary(column: ColumnProfile) -> str:
    """ "0 to 72, mean 32.4, 73 different values"; the reason for its kind."""
    words = [value_range(column)]
    if measures(column):
        words.append(f"mean {written(column, column.mean)}")
    if not value_range(column) and column.examples:
        words.append(f"Such as {listing([str(example) for example in column.examples[:3]])}")
    if not column.reason:
        words.append(plural(column.n_unique, "different value"))
    sentence = ", ".join(filter(None, words))
    why = in_notation(column.reason, (column.name,))
    return " ".join(filter(None, [f"{sentence}." if sentence else "", why, unknown(column)]))
