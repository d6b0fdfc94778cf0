"""The preview on Build: which score to expect, and which columns matter, after a few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, parts, running, state
from app.ui.in_notation import in_notation
from app.ui.meanings import help_for
from app.ui.model_candidates import dullest_name
from app.ui.model_headline import measured_on, split_claim
from app.ui.model_impact import bars
from app.ui.model_live import NO_WORKER_AFTER_S, elapsed
from app.ui.model_measured import headline
from app.ui.tables import bars_html
from app.ui.text import SURE, esc
from automl.spec import PREVIEW_S

if TYPE_CHECKING:
    from app.job_records import JobView
    from app.records import ModelView
    from automl.record import BuildRecord

POLL_S = 0.5


def panel(model: ModelView) -> None:
    """The newest preview, when it was made with the present settings; nothing otherwise."""
    service = state.service()
    job = service.last_preview(model.id)
    if job is None or job.state == "cancelled" or not service.preview_is_current(model.id):
        return
    if job.is_over:
        _over(model, job)
        return
    running.until_over(job.id, _running, POLL_S)


def _running(job: JobView) -> None:
    with parts.card("preview"):
        if job.state == "queued" and elapsed_queue(job) > NO_WORKER_AFTER_S and not state.service().workers_alive():
            parts.notice(
                "No worker is running, so the preview waits. Start one with the command: easel worker", tone="warn"
            )
            return
        words = "Waiting for a worker" if job.state == "queued" else "Looking at the data"
        parts.draw(
            f'<p class="subtitle">{esc(words)}</p>',
            parts.progress_html(elapsed(job) / PREVIEW_S, "Progress of the preview"),
        )


def elapsed_queue(job: JobView) -> float:
    """Seconds since the job was queued."""
    from datetime import UTC, datetime

    created = job.created if job.created.tzinfo else job.created.replace(tzinfo=UTC)
    return (datetime.now(UTC) - created).total_seconds()


def _over(model: ModelView, job: JobView) -> None:
    with parts.card("preview"):
        if job.state != "done":
            parts.notice(
                in_notation(job.error) or "The preview did not end well.", tone="bad", title="The preview failed."
            )
            return
        record = state.service().preview_record(job.id)
        left, right = st.columns([5, 6], gap="large")
        with left:
            parts.draw(expectation_html(record))
            _next(model)
        with right:
            parts.card_title("What seems to matter", "Share of each column in this first model.", means="impact")
            parts.draw(bars_html(bars(record.impact, most=6), label="Share of each column in the preview"))


def expectation_html(record: BuildRecord) -> str:
    """The score to expect with its interval, in a sentence and as a number."""
    score = record.score
    claim, below = split_claim(headline(record))
    dull = f"{dullest_name(record)}: {formats.score(record.baseline.value)}."
    label = f"Preview. {measured_on(score)}"
    return (
        f'<div class="expectation">{parts.label_html(label, help_for("preview", "The preview"))}'
        f'<p class="big"><strong>{formats.score(score.value)}</strong> <span>{esc(score.title)}, {SURE} sure between '
        f"{formats.score(score.low)} and {formats.score(score.high)}</span></p>"
        f'<p class="claim">{esc(claim)} {esc(below)}</p><p class="caption">{esc(dull)} '
        f"One model, {formats.duration(record.seconds)}; a build tries many.</p></div>"
    )


def _next(model: ModelView) -> None:
    if model.ready is None:
        parts.caption("Nothing is kept from a preview. Start a quick build to get a model that can answer.")
