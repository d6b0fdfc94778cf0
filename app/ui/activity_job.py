"""One job: what became of it, and what its workers wrote about it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app.job_records import JobView
from app.ui import errors, parts, running, state
from app.ui.in_notation import in_notation
from datasets.errors import EaselError

POLL_S = 2.0
SHOWN_LINES = 500


def render(job_id: str, job_html: Callable[[JobView], str]) -> None:
    """`job_html` draws the line of a job as the list does."""
    try:
        job = state.service().job(job_id)
    except EaselError as error:
        parts.notice(in_notation(str(error)))
        state.link("activity", "All activity", icon="arrow_forward")
        return
    parts.page_title(running.subject(job), "What its workers wrote about it, in universal time.")
    state.link("activity", "All activity", icon="arrow_back")

    @errors.calm
    def follow() -> None:
        found = state.service().job(job_id)
        with parts.card("activity_job"):
            parts.draw(job_html(found))
        lines = state.service().job_log(job_id)
        with parts.card("activity_log"):
            if lines:
                st.code("\n".join(lines[-SHOWN_LINES:]), language=None, wrap_lines=True)
            else:
                parts.caption("Nothing was written yet; it begins when a worker takes the job.")

    st.fragment(follow, run_every=None if job.is_over else POLL_S)()
