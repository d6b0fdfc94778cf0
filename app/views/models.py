"""Models: every model with its latest score and the score of the dullest model beside it."""

from __future__ import annotations

import streamlit as st

from app.records import Deleted, ModelView
from app.ui import deletions, formats, open_model_file, parts, pictures, starts, state
from app.ui.model_cards import open_model
from app.ui.pages import Page
from app.ui.tables import Col, Row, table_html
from app.ui.text import PROBLEM_TITLES, baseline_label, esc

LESSONS = (
    parts.Lesson(
        "verified", "Scores you can defend", "Measured on rows the model never saw, beside the dullest model."
    ),
    parts.Lesson("insights", "What drives the answer", "The share of every column, and how its values move it."),
    parts.Lesson("deployed_code", "One file to keep", "A bundle that runs anywhere, from raw columns to answer."),
)
COLUMNS = (
    Col("Model", cut=True, width="24%"),
    Col("Question", optional=True, cut=True, width="26%"),
    Col("Score", "right"),
    Col("Dullest model", "right", optional=True),
    Col("Built", optional=True),
    Col("Status", width="140px"),
)


IN_USE, ARCHIVED, DELETED = "In use", "Archived", "Deleted"


def render() -> None:
    models = state.service().models()
    deleted = deletions.of("model")
    if not models and not deleted:
        parts.page_title("Models")
        _empty()
        return
    with parts.row("models_title", align="bottom"):
        parts.page_title("Models", "Each model answers one question; its newest ready version is the one that answers.")
        st.space("stretch")
        with st.container(horizontal=True, width="content", key="models_actions"):
            _compare(models)
            allowed = state.only("analyst")
            if st.button("Open a model file", icon=":material/file_open:", key="models_open", **allowed):
                open_model_file.dialog()
            if st.button("New model", type="primary", icon=":material/add:", key="models_new", **allowed):
                state.go("datasets")
    deletions.undo_line("model")
    shown = _which(models, deleted)
    if shown == DELETED:
        deletions.table(deleted)
        return
    found = _searched(tuple(model for model in models if model.archived == (shown == ARCHIVED)))
    if found:
        _table(found)
    elif not any(not model.archived for model in models) and shown == IN_USE:
        parts.notice("No model is in use. Build one from a table, or take one back from the archive.")
    else:
        parts.notice("No model has these letters in its name, question or dataset. Clear the search to see all.")


def _compare(models: tuple[ModelView, ...]) -> None:
    """The way to the comparison, where there are two versions to compare."""
    if sum(version.state == "ready" for model in models for version in model.versions) < 2:
        return
    if st.button("Compare", icon=":material/compare_arrows:", key="models_compare"):
        state.go("compare")


def _which(models: tuple[ModelView, ...], deleted: tuple[Deleted, ...]) -> str:
    """Which models are listed; nothing to choose while all are in use."""
    archived = sum(model.archived for model in models)
    there = [IN_USE, *([ARCHIVED] if archived else []), *([DELETED] if deleted else [])]
    if len(there) == 1:
        return IN_USE
    counts = {IN_USE: len(models) - archived, ARCHIVED: archived, DELETED: len(deleted)}
    shown = st.segmented_control(
        "Which models",
        there,
        default=IN_USE,
        required=True,
        format_func=lambda word: f"{word} {counts[word]}",
        key="models_shown",
        label_visibility="collapsed",
    )
    return str(shown)


def _searched(models: tuple[ModelView, ...]) -> tuple[ModelView, ...]:
    if len(models) < 5:
        return models
    words = st.text_input(
        "Search models",
        placeholder="Search models",
        icon=":material/search:",
        label_visibility="collapsed",
        key="models_search",
        width=300,
    )
    wanted = (words or "").casefold().strip()
    return tuple(m for m in models if wanted in f"{m.name} {m.question} {m.dataset_name}".casefold())


def _table(models: tuple[ModelView, ...]) -> None:
    with parts.card("table_models", gap=None):
        parts.draw(table_html(COLUMNS, [_row(model) for model in models], label="Models"))
        chosen = parts.row_buttons("models", [(model.id, f"Open {model.name}") for model in models])
    if chosen:
        open_model(next(model for model in models if model.id == chosen))


def _row(model: ModelView) -> Row:
    version = model.ready
    score = version.score if version else None
    baseline = version.baseline if version else None
    number = parts.chip_html(f"V{version.number}") if version else ""
    problem = PROBLEM_TITLES.get(model.settings.problem or "", "")
    if version and version.opened:
        number += parts.chip_html("from a file")
    title = f'<span class="name"><strong>{esc(model.name)}</strong> {number}</span>'
    figure = f"{formats.score(score['value'])}" if score else ""
    label = f'<span class="muted">{esc(version.metric_title)}</span> ' if version and score else ""
    dull = ""
    if score and baseline:
        words = baseline_label(str(score["metric"]), model.settings.problem, str(baseline.get("sentence", "")))
        dull = f'<span class="muted">{esc(words)}</span> {formats.score(baseline["value"])}'
    when = formats.moment(version.created, state.timezone()) if version else ""
    question = f'{esc(model.question)} <span class="muted">{esc(problem)}</span>'
    return Row((title, question, label + figure, dull, f'<span class="muted">{when}</span>', _status(model)))


def _status(model: ModelView) -> str:
    if not model.versions:
        return parts.status_html("Not built", "plain")
    latest = model.versions[-1]
    if latest.state == "building":
        return parts.status_html(f"Building V{latest.number}", "accent")
    if latest.state == "failed":
        return parts.status_html(f"V{latest.number} failed", "bad")
    if model.ready is None:
        return parts.status_html("Cancelled", "plain")
    return parts.status_html("Ready")


def _empty() -> None:
    def actions() -> None:
        if st.button("Choose a table", type="primary", icon=":material/table_chart:", key="models_choose"):
            state.go("datasets")
        starts.try_button("models_try")
        if st.button("Open a model file", icon=":material/file_open:", key="models_open", **state.only("analyst")):
            open_model_file.dialog()

    parts.empty_state(
        "models",
        pictures.easel_with_line(),
        "No models yet",
        "Choose a table, click the column to predict, and press Start quick build. "
        "The first answer takes about a minute.",
        actions,
        LESSONS,
    )


PAGE = Page(name="models", title="Models", url="models", render=render, order=20, nav=True)
