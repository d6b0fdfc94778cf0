"""Build: choose the column to predict, check the data and the columns, start, and watch it run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import (
    formats,
    looking,
    model_check,
    model_column,
    model_columns,
    model_live,
    model_preview,
    model_question,
    model_recipe,
    model_start,
    model_target,
    no_permission,
    parts,
    state,
)
from app.ui.in_notation import in_notation
from app.ui.pages import Page
from app.ui.shell import Here, model_shell
from datasets.errors import InputError

if TYPE_CHECKING:
    from app.job_records import JobView
    from app.records import ModelVersionView, ModelView

WATCHED = "build_watched"


def render() -> None:
    with model_shell("build") as here:
        if here.version is not None and here.version.state == "building":
            job = state.service().job(here.version.job_id)
            if not job.is_over:
                state.put(WATCHED, here.version.id)
                model_live.live(here.model, job.id)
                return
        if not state.may("analyst"):
            no_permission.draw("Building", "analyst", lambda: no_permission.ways_on(here.model.id))
            return
        _leave_when_done(here)
        _notes(here)
        _workbench(here.model)


def _leave_when_done(here: Here) -> None:
    """A build that was watched here and is ready now is shown on Analyze."""
    watched = state.take(WATCHED)
    if watched is not None and here.ready and here.version is not None and here.version.id == watched:
        state.tell_next(f"{here.model.name} V{here.version.number} is ready.")
        state.go("analyze", model=here.model.id, version=watched)


def _notes(here: Here) -> None:
    """What happened to the chosen version, and what else is going on with this model."""
    version = here.version
    if version is not None and version.state == "failed":
        _failed(here.model, version)
    elif version is not None and version.state == "cancelled":
        parts.notice(f"V{version.number} was cancelled before it had a model. Start a build to make the next one.")
    elif here.ready and version is not None:
        _ready(here.model, version)
    running = next((v for v in reversed(here.model.versions) if v.state == "building"), None)
    if running is not None and running is not version:
        with parts.row("note_running"):
            parts.draw(parts.status_html(f"V{running.number} is being built.", "accent"))
            state.link("build", "Watch it", icon="arrow_forward", model=here.model.id, version=running.id)


def _failed(model: ModelView, version: ModelVersionView) -> None:
    parts.notice(
        in_notation(version.error) or "It ended without saying why.",
        tone="bad",
        title=f"V{version.number} could not be built.",
    )
    with parts.row("note_failed"):
        if st.button("Try again", icon=":material/replay:", key="retry_build"):
            job: JobView = state.service().retry_job(version.job_id)
            state.go("build", model=model.id, version=job.model_version_id)


def _ready(model: ModelView, version: ModelVersionView) -> None:
    score = version.score or {}
    with parts.row("note_ready"):
        figure = f"{version.metric_title} {formats.score(score.get('value'))}"
        parts.draw(
            parts.status_html(f"V{version.number} is ready: {figure}. A new build makes the next version.", "good")
        )
        state.link("analyze", "See what drives it", icon="arrow_forward", model=model.id, version=version.id)


def _workbench(model: ModelView) -> None:
    """Three panels, the data check, the columns."""
    service = state.service()
    settings = model.settings
    if not service.version(model.dataset_version_id).rows:
        parts.notice("There are no rows here to learn from. Choose a table, and a build makes the next version.")
        if st.button("Choose a table", type="primary", icon=":material/table_chart:", key="build_choose"):
            state.go("select", model=model.id)
        return
    if _unfit(model):
        return
    with st.spinner("Looking at the table"):
        table = service.model_table(model.id)
        what = (model.dataset_version_id, settings.target, settings.changes, settings.recipe)
    if not looking.ready(*what):
        return
    with st.spinner("Looking at the table"):
        profile, findings = service.profile(*what), service.findings(*what)
        detection = service.detect(model.id)
    with st.grid(3, min_column_width=300, gap=16, key="panels"):
        model_target.panel(model, table, profile, detection)
        model_question.panel(model, detection)
        model_start.panel(model, detection)
    model_preview.panel(model)
    if settings.target is not None:
        model_check.panel(model, detection, profile, findings)
    model_recipe.panel(model)
    model_columns.panel(model, table, profile, findings)
    model_column.panel(model, table, profile, detection)


def _unfit(model: ModelView) -> bool:
    """Whether the recipe does not fit the table (any more): then only the recipe is shown, to be mended."""
    if not model.settings.recipe:
        return False
    try:
        state.service().model_table(model.id)
    except InputError as error:
        parts.notice(in_notation(str(error)), tone="bad", title="The recipe does not fit this table.")
        model_recipe.panel(model)
        return True
    return False


PAGE = Page(name="build", title="Build", url="build", render=render, order=42, tab=True, section="models")
