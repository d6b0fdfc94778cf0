"""A build while it runs: time left, stages, what is going on, the best so far, the live curve, the candidates.

The parts are polled once a second by one fragment; each keeps its place in the page, so nothing jumps or flickers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, model_watch, parts, running, state
from app.ui.in_notation import in_notation
from app.ui.model_candidates import MOST_ROWS, live_table_html
from app.ui.model_change import attempt
from app.ui.model_curve import curve, curve_html
from app.ui.text import baseline_label, esc
from automl.record import STAGE_TITLES, STAGES

if TYPE_CHECKING:
    from app.job_records import JobView, Progress
    from app.records import ModelView

POLL_S = 1.0
NO_WORKER_AFTER_S = 4.0


def live(model: ModelView, job_id: str) -> None:
    """Follow the build until it is over, then leave for the model's Analyze page."""
    running.until_over(job_id, lambda job: _draw(model, job), POLL_S)


def _draw(model: ModelView, job: JobView) -> None:
    progress = job.progress.at(elapsed(job)) if job.progress else None
    with parts.card("live_head"):
        _head(job, progress)
    if progress is None:
        return
    with st.container(key="live_middle", horizontal=True, wrap=True):
        with parts.card("live_best", height="stretch"):
            parts.draw(best_html(progress, model.settings.problem))
        with parts.card("live_curve", height="stretch"):
            made = curve(progress)
            parts.card_title(
                "Best score so far",
                f"{progress.metric_title or 'Score'} in cross-validation, since the start",
                means="live_best",
            )
            if made is None:
                parts.draw('<p class="waiting">The first score comes within seconds.</p>')
            else:
                parts.draw_svg(curve_html(made))
    model_watch.live_card(progress.alerts)
    if progress.candidates:
        n = len(progress.candidates)
        parts.section_title(
            "Candidates", f"Preparation, algorithm and settings. {formats.count(n)} so far, best first."
        )
        with parts.card("table_candidates", gap=None):
            parts.draw(live_table_html(progress))
        if n > MOST_ROWS:
            parts.caption(
                f"And {formats.count(n - MOST_ROWS)} more; all of them stand on Analyze when the build is done."
            )


def elapsed(job: JobView, now: datetime | None = None) -> float:
    """Seconds since the build started, at least those that it reported itself."""
    reported = job.progress.elapsed_s if job.progress else 0.0
    if job.started is None:
        return reported
    started = job.started if job.started.tzinfo else job.started.replace(tzinfo=UTC)
    return max(reported, ((now or datetime.now(UTC)) - started).total_seconds())


def _head(job: JobView, progress: Progress | None) -> None:
    with parts.row("live_head", align="center"):
        parts.draw(head_html(job, progress))
        st.space("stretch")
        if job.stopping:
            parts.draw(parts.chip_html("Stopping", "accent"))
        elif job.state == "queued":
            st.button(
                "Cancel",
                icon=":material/close:",
                key="cancel_build",
                on_click=attempt,
                args=(state.service().cancel_job, job.id),
                **state.only("analyst"),
            )
        else:
            st.button(
                "Stop and keep the best",
                icon=":material/stop_circle:",
                key="stop_build",
                on_click=attempt,
                args=(state.service().stop_build, job.id),
                disabled=progress is None or progress.best is None or not state.may("analyst"),
            )
    if job.state == "queued":
        waited = (datetime.now(UTC) - _utc(job.created)).total_seconds()
        if waited > NO_WORKER_AFTER_S and not state.service().workers_alive():
            parts.notice(
                "No worker is running, so nothing is built. Start one with the command: easel worker", tone="warn"
            )
        return
    if progress is not None:
        parts.draw(
            parts.progress_html(share(progress), "Progress of the build"), stages_html(progress), now_html(progress)
        )


def share(progress: Progress) -> float:
    """How much of the time is used (0..1)."""
    if progress.budget_s:
        return min(progress.elapsed_s / progress.budget_s, 1.0)
    return 0.0


def head_html(job: JobView, progress: Progress | None) -> str:
    """When it started, and how long it still takes."""
    if job.state == "queued":
        began = f"{job.title}, waiting since {formats.clock(job.created, state.timezone())}"
        title = "Waiting for a worker"
    else:
        began = f"{job.title}, started {formats.clock(job.started, state.timezone())}"
        title = left_words(progress, stopping=job.stopping)
    return f'<div class="live-head">{parts.label_html(began)}<h2>{esc(title)}</h2></div>'


def left_words(progress: Progress | None, *, stopping: bool = False) -> str:
    """ "5 min 40 s left", or what is done when the time is up."""
    if progress is None:
        return "Starting"
    if stopping:
        return "Finishing with the best so far"
    if progress.left_s is None:
        return f"{formats.duration(round(progress.elapsed_s))} so far"
    if progress.left_s < 1:
        return "Almost done"
    return f"{formats.duration(round(progress.left_s))} left"


def stages_html(progress: Progress) -> str:
    """The stages as a line: done, present, to come."""
    items = []
    for stage in STAGES:
        if stage in progress.stages_done:
            mark, style = parts.icon_html("check_circle", "good"), "done"
        elif stage == progress.stage:
            mark, style = parts.icon_html("radio_button_checked", "accent"), "present"
        else:
            mark, style = parts.icon_html("radio_button_unchecked"), "to-come"
        current = ' aria-current="step"' if style == "present" else ""
        items.append(f'<li class="{style}"{current}>{mark}<span>{esc(STAGE_TITLES[stage])}</span></li>')
    return f'<ol class="stages">{"".join(items)}</ol>'


def now_html(progress: Progress) -> str:
    """What is going on right now."""
    doing = in_notation(progress.now) or STAGE_TITLES[progress.stage]
    return f'<p class="now-line"><strong>Now</strong> <span>{esc(doing)}</span></p>'


def best_html(progress: Progress, problem: str | None) -> str:
    """The best score so far with the score of the dullest model and of the first one."""
    tried = [c for c in progress.candidates if c.status != "running"]
    early = sum(c.status == "stopped early" for c in tried)
    failed = sum(c.status == "failed" for c in tried)
    lines = [
        (baseline_label(progress.metric, problem), formats.score(progress.baseline)),
        *(
            [(f"First model, after {formats.duration(progress.first[1])}", formats.score(progress.first[0]))]
            if progress.first
            else []
        ),
        ("Candidates tried", formats.count(len(tried))),
        ("Stopped early", formats.count(early)),
        *([("Failed", formats.count(failed))] if failed else []),
    ]
    rows = "".join(f"<div><dt>{esc(name)}</dt><dd>{esc(value)}</dd></div>" for name, value in lines if value)
    best = formats.score(progress.best) or "…"
    title = f"{progress.metric_title} in cross-validation" if progress.metric_title else "in cross-validation"
    direction = "" if progress.higher_is_better else ", lower is better"
    return (
        f'<div class="best-so-far">{parts.label_html("Best so far")}<p class="big"><strong>{esc(best)}</strong></p>'
        f'<p class="subtitle">{esc(title + direction)}</p><dl class="lines">{rows}</dl>'
        '<p class="caption">You can close this page. The build goes on and its best is always kept.</p></div>'
    )


def _utc(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)
