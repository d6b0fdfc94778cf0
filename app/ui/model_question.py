"""Panel 2 of Build: which kind of question it is, why, and how answers are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import model_settings, parts, state
from app.ui.in_notation import in_notation
from app.ui.model_change import change
from app.ui.text import PROBLEM_TITLES, esc

if TYPE_CHECKING:
    from app.records import Detection, ModelView


def panel(model: ModelView, detection: Detection) -> None:
    """The kind, overridable, with the sentence that says why; the objective; the way to the settings."""
    with parts.card("question", height="stretch"):
        parts.draw(parts.label_html("2\u2002Kind of question"))
        if model.settings.target is None:
            parts.caption("Easel works out the kind of question as soon as a column is chosen.")
            return
        _choice(model, detection)
        if detection.sentence:
            why = in_notation(detection.sentence, (model.settings.target, *detection.classes))
            parts.draw(f'<p class="why">{esc(why)}</p>', judged_html(model, detection))
        else:
            parts.caption("The data check below says why it cannot be predicted.")
        st.space("stretch")
        if st.button("Settings", icon=":material/tune:", type="tertiary", key="open_settings"):
            model_settings.dialog(model, detection)


def _choice(model: ModelView, detection: Detection) -> None:
    key = f"problem_{model.id}"
    state.put(key, model.settings.problem or detection.problem)
    st.selectbox(
        "Kind of question",
        list(PROBLEM_TITLES),
        key=key,
        format_func=lambda name: PROBLEM_TITLES[name],
        placeholder="Choose a kind",
        label_visibility="collapsed",
        on_change=lambda: choose(model.id, state.widget(key)),
    )


def choose(model_id: str, problem: str | None) -> None:
    """Store the chosen kind; the objective and positive class of another kind mean nothing for it."""
    if problem is not None:
        change(model_id, problem=problem, metric=None, positive=None)


def judged_html(model: ModelView, detection: Detection) -> str:
    """ "Judged by ROC AUC", and how the score will be measured."""
    chosen = model.settings.metric or detection.default_metric
    title = dict(detection.metrics).get(chosen or "", "")
    if not title:
        return ""
    return (
        '<dl class="judged"><dt>Judged by</dt><dd>' + esc(title) + "</dd>"
        "<dt>Measured on</dt><dd>" + esc(in_notation(detection.measured_on)) + "</dd></dl>"
    )
