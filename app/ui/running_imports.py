"""Imports that run in the background: a card for each, and the dataset that the reader waits for is shown when it is
there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import errors, running, state
from app.ui.text import plural

if TYPE_CHECKING:
    from app.job_records import JobView

EXPECTED = "imports_expected"


def expect(job: JobView) -> None:
    """Remember that the reader waits for this import, and wants to see its dataset."""
    state.put(EXPECTED, (*state.widget(EXPECTED, ()), job.id))


def cards(place: str) -> None:
    """A card for every import that runs; the page is drawn anew when one of them is over. A dataset that the reader
    waits for is chosen when it is there, unless another one was chosen meanwhile."""
    _choose_expected()
    before = _importing()
    if not before:
        return

    @errors.calm
    def follow() -> None:
        now = _importing()
        if {job.id for job in now} != {job.id for job in before}:
            st.rerun(scope="app")
        for job in now:
            running.card(job, place)

    st.fragment(follow, run_every=running.POLL_S)()


def _choose_expected() -> None:
    expected = state.widget(EXPECTED, ())
    jobs = [job for job in state.service().jobs() if job.id in expected] if expected else []
    state.put(EXPECTED, tuple(job.id for job in jobs if not job.is_over))
    for job in jobs:
        if job.state == "done" and job.result:
            state.tell_next(f"{running.subject(job)} is imported: {plural(job.result['rows'], 'row')}.")
            state.tell_now()
            if state.param("dataset") is None:
                state.set_params(dataset=job.result["dataset_id"])


def _importing() -> tuple[JobView, ...]:
    return tuple(job for job in running.followed() if job.kind == "import_table")


__all__ = ["EXPECTED", "cards", "expect"]
