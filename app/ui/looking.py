"""Waiting for a worker that looks at a large table: how far it is, in the place of what it will show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import parts, running, state
from app.ui.in_notation import in_notation
from datasets.changes import AS_READ, Changes

if TYPE_CHECKING:
    from app.job_records import JobView
    from app.verbs.datasets import Steps

POLL_S = 1.0


def ready(version_id: str, target: str | None = None, changes: Changes = AS_READ, recipe: Steps = ()) -> bool:
    """Whether profile and findings of a table are at hand. If not, draws how far the worker is, and the page draws
    itself anew when it is done."""
    job = state.service().look(version_id, target, changes, recipe)
    if job is None:
        return True
    if job.is_over:
        _failed(job)
        return False
    parts.caption("This table is large, so a worker looks at it; the page may be left meanwhile.")
    running.until_over(job.id, _strip, POLL_S)
    return False


def _strip(job: JobView) -> None:
    with parts.card(f"looking_{job.id}"):
        parts.draw(running.strip_html(job))


def _failed(job: JobView) -> None:
    parts.notice(in_notation(job.error) or "It was cancelled.", tone="bad", title="This table could not be looked at.")
    if st.button("Try again", icon=":material/replay:", key=f"look_again_{job.id}"):
        state.service().retry_job(job.id)
        st.rerun()


__all__ = ["ready"]
