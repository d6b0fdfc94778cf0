"""Predict: one row by hand, or a whole file."""

from __future__ import annotations

import streamlit as st

from app.ui import model_batch, model_one_row, parts
from app.ui.model_ready import ready_version
from app.ui.pages import Page
from app.ui.shell import model_shell

ONE, MANY = "One row", "Many rows"
LESSONS = (
    parts.Lesson("edit_note", "One row by hand", "A form for every column; the answer follows each change at once."),
    parts.Lesson(
        "account_tree", "The reasons beside it", "Which columns pushed the answer up or down, and by how much."
    ),
    parts.Lesson("table_rows", "A whole file", "Upload it, see what does not fit, download it with the answers."),
)


def render() -> None:
    with model_shell("predict") as here:
        version = ready_version(
            here,
            "Nothing to predict with yet",
            "Once a version is built, it answers here, row by row or for a file.",
            LESSONS,
        )
        if version is None:
            return
        part = st.segmented_control(
            "Rows", (ONE, MANY), default=ONE, required=True, key="predict_part", label_visibility="collapsed"
        )
        if part == MANY:
            model_batch.many_rows(here.model, version)
        else:
            model_one_row.one_row(version.id)


PAGE = Page(name="predict", title="Predict", url="predict", render=render, order=44, tab=True, section="models")
