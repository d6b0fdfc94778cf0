"""What runs in the background, followed live: the strip of a running job, and how far a job is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from app.ui import errors, formats, parts, state
from app.ui.text import esc, md, plural

if TYPE_CHECKING:
    from app.job_records import JobView

POLL_S = 2.0
PREFIXES = {"build": "Build ", "batch_predict": "Predict ", "import_table": "Import ", "profile": "Look at "}
VERBS = {
    "build": "building",
    "batch_predict": "predicting",
    "preview": "previewing",
    "import_table": "importing",
    "profile": "being looked at",
}
KINDS = {
    "build": "Build",
    "batch_predict": "Prediction of a file",
    "import_table": "Import",
    "profile": "Look at a table",
}


def share_done(job: JobView) -> float | None:
    """How far a job is (0..1): rows done for a batch, time used of the budget for a build, bytes and columns of an
    import; None when not known."""
    progress = job.progress
    if progress is None:
        return None
    if progress.share is not None:
        return progress.share
    if progress.rows_total:
        return min(progress.rows_done / progress.rows_total, 1.0)
    if progress.left_s is not None and progress.elapsed_s + progress.left_s > 0:
        return progress.elapsed_s / (progress.elapsed_s + progress.left_s)
    return min(progress.elapsed_s / progress.budget_s, 0.99) if progress.budget_s else None


def followed() -> tuple[JobView, ...]:
    """The jobs worth a line: what runs, then what waits; previews aside (they take seconds)."""
    jobs = [job for job in state.service().running() if job.kind != "preview"]
    return tuple(sorted(jobs, key=lambda job: job.state == "queued"))


def subject(job: JobView) -> str:
    """What a job works on: "Customer churn V4", "orders.csv with Customer churn V4"."""
    return job.title.removeprefix(PREFIXES.get(job.kind, ""))


def status() -> None:
    """The line at the right of the top bar; follows by itself while something runs."""
    busy = bool(followed())
    st.fragment(_status, run_every=POLL_S if busy else None)()


def _status() -> None:
    jobs = followed()
    if not jobs:
        return
    first, more = jobs[0], len(jobs) - 1
    share = share_done(first)
    doing = "waiting" if first.state == "queued" else VERBS.get(first.kind, "running")
    so_far = f", {formats.percent(share, 0)}" if share is not None and first.state == "running" else ""
    others = f" and {more} more" if more else ""
    with st.container(key="now", width="content"):
        state.link("activity", f"**{md(subject(first))}** {doing}{so_far}{others}")


def strip(place: str, most: int = 3) -> None:
    """A card for every running job (the first `most`), with progress, time left and best score; nothing when all is
    quiet. `place` keeps keys apart."""
    if not followed():
        return

    @errors.calm
    def follow() -> None:
        for job in followed()[:most]:
            card(job, place)

    st.fragment(follow, run_every=POLL_S)()


def until_over(job_id: str, draw: Callable[[JobView], None], every_s: float) -> None:
    """Draw a job anew every `every_s` seconds; when it is over, the page is drawn anew."""

    @errors.calm
    def follow() -> None:
        job = state.service().job(job_id)
        if job.is_over:
            st.rerun(scope="app")
        draw(job)

    st.fragment(follow, run_every=every_s)()


def card(job: JobView, place: str) -> None:
    """How far a job is, and the way to where it is followed."""
    with parts.card(f"running_{place}_{job.id}"), parts.row(f"running_{place}_{job.id}", wrap=False):
        parts.draw(strip_html(job))
        if st.button("Watch", icon=":material/arrow_forward:", icon_position="right", key=f"watch_{place}_{job.id}"):
            watch(job)


def watch(job: JobView) -> None:
    """Leave for the page on which this job is followed."""
    if job.kind == "import_table":
        state.go("datasets", dataset=(job.result or {}).get("dataset_id"))
    if job.kind == "profile":
        _watch_table(job)
    page = {"build": "build", "batch_predict": "predict"}.get(job.kind)
    if page is None or job.model_id is None:
        state.go("activity")
    state.go(page, model=job.model_id, version=job.model_version_id)


def _watch_table(job: JobView) -> NoReturn:
    version_id = job.payload["dataset_version_id"]
    state.go("dataset", dataset=state.service().version(version_id).dataset_id, version=version_id)


def strip_html(job: JobView) -> str:
    """Title and start, progress with time left, best score so far."""
    share = share_done(job)
    left = job.progress.left_s if job.progress else None
    bar = parts.progress_html(share or 0.0, f"Progress of {subject(job)}")
    words = ""
    if job.state == "running" and left is not None:
        words = f"{formats.duration(max(round(left), 1))} left"
    elif job.state == "running" and share is not None:
        words = formats.percent(share, 0)
    return (
        f'<div class="strip"><div class="what"><span class="dot" aria-hidden="true"></span>'
        f'<div><h3>{esc(subject(job))}</h3><p class="caption">{esc(_started(job))}</p></div></div>'
        f'<div class="how-far"><p class="caption"><span>{esc(_so_far(job))}</span><strong>{words}</strong></p>'
        f"{bar}</div>{_best_html(job)}</div>"
    )


def _started(job: JobView) -> str:
    if job.state == "queued":
        return "Waiting for a worker"
    return f"{KINDS.get(job.kind, 'Job')}, started {formats.clock(job.started, state.timezone())}"


def _so_far(job: JobView) -> str:
    progress = job.progress
    if job.state == "queued" or progress is None:
        return "Starts as soon as a worker is free"
    if progress.rows_total:
        return f"{formats.count(progress.rows_done)} of {plural(progress.rows_total, 'row')}"
    done = sum(candidate.status != "running" for candidate in progress.candidates)
    return f"{plural(done, 'candidate')} tried" if done else progress.now


def _best_html(job: JobView) -> str:
    progress = job.progress
    if progress is None or progress.best is None:
        return '<div class="best"></div>'
    return (
        f'<div class="best"><p class="caption">Best so far</p><p><strong>{formats.score(progress.best)}</strong> '
        f"<small>{esc(progress.metric_title)}</small></p></div>"
    )
