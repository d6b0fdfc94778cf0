"""Activity: every build and every prediction of a file, with what became of it; cancel, stop, try again.

?job= in the address shows one job with its log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from app.job_records import JobView
from app.ui import activity_job, errors, formats, parts, pictures, running, starts, state
from app.ui.in_notation import in_notation
from app.ui.pages import Page
from app.ui.text import STATE_TITLES, esc, plural
from datasets.errors import EaselError

POLL_S = 2.0
SHOWN = 100
KIND_ICONS = {"build": "construction", "batch_predict": "table_rows", "import_table": "upload", "profile": "preview"}
TONES: dict[str, parts.Tone] = {
    "queued": "plain",
    "running": "accent",
    "done": "good",
    "failed": "bad",
    "cancelled": "plain",
}
LESSONS = (
    parts.Lesson("sync", "Runs on its own", "Close the page; a worker goes on and the best is always kept."),
    parts.Lesson("stop_circle", "Stop at any time", "A build that is stopped keeps the best model it has found."),
    parts.Lesson("refresh", "Nothing is lost", "What fails says why in a sentence, and can be tried again."),
)


def render() -> None:
    if (job_id := state.param("job")) is not None:
        activity_job.render(job_id, _job_html)
        return
    jobs = _jobs()
    if not jobs:
        parts.page_title("Activity")
        _empty()
        return
    parts.page_title("Activity", "Builds and predictions of files, newest first. They go on when this page is closed.")
    busy = any(not job.is_over for job in jobs)
    st.fragment(_list, run_every=POLL_S if busy else None)()


def _jobs() -> tuple[JobView, ...]:
    return tuple(job for job in state.service().jobs() if job.kind != "preview")[:SHOWN]


@errors.calm
def _list() -> None:
    state.tell_now()
    jobs = _jobs()
    if any(job.state == "queued" for job in jobs) and not state.service().workers_alive():
        parts.notice(
            "Work waits because no worker is running. Start one with the command `easel worker`, or start the app with "
            "`easel app`, which brings its own.",
            tone="warn",
        )
    with parts.card("jobs", gap=None):
        for job in jobs:
            _job(job)


def _job(job: JobView) -> None:
    with parts.row(f"job_{job.id}", wrap=False):
        parts.draw(_job_html(job))
        with st.container(horizontal=True, width="content", wrap=False, key=f"job_actions_{job.id}"):
            _actions(job)


def _actions(job: JobView) -> None:
    service = state.service()
    if st.button("Log", key=f"log_{job.id}", type="tertiary"):
        state.go("activity", job=job.id)
    if job.stopping and not job.is_over:
        parts.caption("Stopping")
        return
    allowed = state.only("analyst")
    if job.state == "running" and job.kind == "build":
        _button("Stop and keep the best", "stop", job, service.stop_build, allowed)
    if not job.is_over:
        own = job.kind == "batch_predict" and job.asked_by == state.who().name
        _button("Cancel", "cancel", job, service.cancel_job, {} if own else allowed)
    elif job.state in ("failed", "cancelled"):
        _button("Try again", "retry", job, service.retry_job, allowed)
    elif st.button("Open", key=f"open_{job.id}"):
        _open(job)


def _button(label: str, name: str, job: JobView, act: Callable[[str], object], more: Mapping[str, Any]) -> None:
    """A button that does something to the job; a refusal is told in a note. `more` goes to the button."""

    def pressed() -> None:
        try:
            act(job.id)
        except EaselError as error:
            state.tell_next(in_notation(str(error)))

    st.button(label, key=f"{name}_{job.id}", on_click=pressed, **more)


def _open(job: JobView) -> None:
    if job.kind == "build":
        state.go("analyze", model=job.model_id, version=job.model_version_id)
    running.watch(job)


def _job_html(job: JobView) -> str:
    when = formats.moment(job.ended or job.started or job.created, state.timezone())
    kind = running.KINDS.get(job.kind, job.kind)
    why = f'<p class="why">{esc(in_notation(job.error))}</p>' if job.error else ""
    share = running.share_done(job) if job.state == "running" else None
    bar = parts.progress_html(share, f"Progress of {running.subject(job)}") if share is not None else ""
    status = parts.status_html(STATE_TITLES[job.state], TONES[job.state])
    icon = parts.icon_html(KIND_ICONS.get(job.kind, "work"))
    return (
        f'<div class="job">{icon}<div class="what"><h3>{esc(running.subject(job))}</h3>'
        f'<p class="caption">{esc(kind)}{_took(job)}{esc(_tries(job))}</p>{why}{bar}</div>'
        f'<div class="when">{esc(when)}</div>'
        f'<div class="state">{status}</div></div>'
    )


def _took(job: JobView) -> str:
    if job.started is None or job.ended is None:
        return ""
    return f", took {formats.duration((job.ended - job.started).total_seconds())}"


def _tries(job: JobView) -> str:
    """How often it was begun, what a restart saved, and who asked for it."""
    tries = f", attempt {job.attempts}" if job.attempts > 1 else ""
    saved = f", {plural(job.reused, 'candidate')} from before the restart" if job.reused else ""
    return f"{tries}{saved}, asked for by {job.asked_by}" if job.asked_by else f"{tries}{saved}"


def _empty() -> None:
    def actions() -> None:
        starts.try_button("activity_try", "primary")
        if st.button("See the models", key="activity_models"):
            state.go("models")

    parts.empty_state(
        "activity",
        pictures.easel_with_clock(),
        "Nothing has run yet",
        "Builds and predictions of whole files appear here: what waits, what runs, what is done, what failed and why.",
        actions,
        LESSONS,
    )


PAGE = Page(name="activity", title="Activity", url="activity", render=render, order=30, nav=True)
