"""The settings of a build: objective, positive class, split, quality, algorithms, budgets, seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import errors, parts, state
from datasets.schema import Column, Kind
from datasets.words import usual_yes

if TYPE_CHECKING:
    from app.records import Detection, ModelView

LEAST_S, MOST_S = 2.0, 86_400.0
DATED = (Kind.DATETIME, Kind.NUMERIC)
GROUPED = (Kind.ID, Kind.CATEGORY, Kind.TEXT, Kind.NUMERIC)


def algorithms() -> Mapping[str, str]:
    """The installed algorithms: name -> title, in their order."""
    from automl import algorithms as registry

    return {name: algorithm.title for name, algorithm in registry.available().items()}


@st.dialog("Settings", width="medium")
def dialog(model: ModelView, detection: Detection) -> None:
    """Change the settings; nothing is stored before Save."""
    errors.calm(form)(model, detection)


def form(model: ModelView, detection: Detection) -> None:
    """The fields and Save; what cannot be saved is said below."""
    with st.form("model_settings", border=False):
        changes: dict[str, Any] = {
            **_objective(model, detection),
            **_split(model),
            **_quality(model),
            **_algorithms(model),
            **_budgets(model),
        }
        with st.container(horizontal=True, horizontal_alignment="right"):
            saved = st.form_submit_button("Save", type="primary")
    if saved:
        wrong = problem_with(changes)
        if wrong:
            parts.notice(wrong, tone="bad")
            return
        state.service().update_model(model.id, **changes)
        st.rerun()


def _objective(model: ModelView, detection: Detection) -> dict[str, Any]:
    titles = dict(detection.metrics)
    chosen = model.settings.metric or detection.default_metric
    names = list(titles)
    if not names:
        return {}
    metric = st.selectbox(
        "Objective",
        names,
        index=names.index(chosen) if chosen in names else 0,
        format_func=lambda name: titles[name],
        help="What the build makes as good as it can, and what the headline says.",
        key="setting_metric",
    )
    changes = {"metric": None if metric == detection.default_metric else metric}
    if detection.problem == "binary" and len(detection.classes) == 2:
        usual = usual_yes(detection.classes)
        now = model.settings.positive if model.settings.positive in detection.classes else usual
        positive = st.segmented_control(
            "The class that counts as yes", detection.classes, default=now, required=True, key="setting_positive"
        )
        changes["positive"] = None if positive == usual else positive
    return changes


def _split(model: ModelView) -> dict[str, Any]:
    names = split_names(state.service().model_table(model.id).schema, model.settings.target)
    now = model.settings.split
    chosen = st.selectbox(
        "Rows kept apart to measure on",
        list(names),
        index=list(names).index(now) if now in names else 0,
        format_func=lambda name: names[name],
        help="By date: learn from the past, measure on the latest rows. By group: all rows of a customer, a patient or "
        "a machine on one side, so that the score is that for new ones.",
        key="setting_split",
    )
    return {"split": chosen}


def split_names(schema: Iterable[Column], target: str | None) -> dict[str, str]:
    """What `split` may be for these columns, with its words: {"date:joined": "By date: joined"}."""
    found = {"random": "At random"}
    columns = [column for column in schema if column.name != target]
    for name, title, kinds in (("date", "By date", DATED), ("group", "By group", GROUPED)):
        fitting = sorted((c for c in columns if c.kind in kinds), key=lambda c: kinds.index(c.kind))
        found |= {f"{name}:{column.name}": f"{title}: {column.name}" for column in fitting}
    return found


def _quality(model: ModelView) -> dict[str, Any]:
    from automl import quality

    chosen = st.segmented_control(
        "Speed and accuracy",
        list(quality.ALL),
        default=model.settings.quality,
        format_func=lambda name: quality.ALL[name].title,
        required=True,
        help=" ".join(f"{q.title}: {q.sentence[0].lower()}{q.sentence[1:]}" for q in quality.ALL.values()),
        key="setting_quality",
    )
    return {"quality": chosen}


def _algorithms(model: ModelView) -> dict[str, Any]:
    titles = algorithms()
    chosen = st.multiselect(
        "Algorithms",
        list(titles),
        default=[name for name in (model.settings.algorithms or titles) if name in titles],
        format_func=lambda name: titles[name],
        help="The build tries these; more of them make a better team.",
        key="setting_algorithms",
    )
    return {"algorithms": None if set(chosen) == set(titles) else tuple(chosen)}


def _budgets(model: ModelView) -> dict[str, Any]:
    settings = model.settings
    left, middle, right = st.columns(3)
    with left:
        quick = st.number_input(
            "Quick build, seconds", LEAST_S, MOST_S, float(settings.quick_s), 10.0, "%.0f", key="setting_quick"
        )
    with middle:
        standard = st.number_input(
            "Standard build, minutes", 0.1, MOST_S / 60, settings.standard_s / 60, 1.0, "%.4g", key="setting_standard"
        )
    with right:
        seed = st.number_input(
            "Seed", 0, 2**31 - 1, settings.seed, 1, key="setting_seed", help="The same seed draws the same rows."
        )
    return {"quick_s": float(quick), "standard_s": float(standard) * 60, "seed": int(seed)}


def problem_with(changes: Mapping[str, Any]) -> str | None:
    """The sentence about what cannot be saved; None when all is well."""
    if changes.get("algorithms") == ():
        return "A build needs at least 1 algorithm; none is chosen. Choose one."
    if changes["standard_s"] < changes["quick_s"]:
        quick, standard = changes["quick_s"], changes["standard_s"]
        return (
            f"A standard build takes at least as long as a quick one; {standard:g} seconds are less than {quick:g}. "
            "Give it more time."
        )
    return None
