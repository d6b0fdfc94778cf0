"""The files that were predicted before the newest, with their downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, parts, state
from app.ui.model_batch_result import downloads, source_name
from app.ui.text import esc
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.job_records import JobView
    from app.records import ModelView

MOST_HISTORY = 12


def history(model: ModelView) -> None:
    """The batches before the newest, with their downloads."""
    jobs = state.service().batches(model.id)[1 : MOST_HISTORY + 1]
    if not jobs:
        return
    numbers = {version.id: version.number for version in model.versions}
    with parts.card("batch_history"):
        parts.card_title("Predicted before")
        for job in jobs:
            with parts.row(f"history_{job.id}"):
                number = numbers.get(job.model_version_id or "")
                parts.draw(_history_html(job, f"V{number}" if number else ""))
                st.space("stretch")
                if job.state == "done":
                    _try_download(job)


def _history_html(job: JobView, version: str) -> str:
    tones: dict[str, parts.Tone] = {"done": "good", "failed": "bad", "running": "accent"}
    words = {"done": "Done", "failed": "Failed", "cancelled": "Cancelled"}.get(job.state, "Running")
    when = formats.moment(job.ended or job.created, state.timezone())
    return (
        f'<div class="history">{parts.status_html(words, tones.get(job.state, "plain"))}'
        f"<strong>{esc(source_name(job))}</strong>"
        f'<span class="caption">{esc(", ".join(filter(None, [version, when])))}</span></div>'
    )


def _try_download(job: JobView) -> None:
    try:
        downloads(job, "Download")
    except EaselError:
        parts.caption("The file is gone")
