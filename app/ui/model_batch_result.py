"""The newest predicted file on Predict: how far it is, then its result and the download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import formats, model_batch_answers, model_batch_order, model_batch_rows, parts, running, state
from app.ui.downloads import for_spreadsheets
from app.ui.in_notation import in_notation
from app.ui.model_change import attempt
from app.ui.text import esc, plural
from app.verbs.answers import batch_style

if TYPE_CHECKING:
    from pathlib import Path

    from app.job_records import JobView
    from app.records import ModelVersionView, ModelView
    from inference.ordered import Order

POLL_S = 0.7
PREVIEW_ROWS = 20_000
SHOWN_ROWS = 200
MOST_WARNINGS = 6


def newest(model: ModelView, version: ModelVersionView) -> None:
    """The newest batch of this version: its progress, or its result."""
    jobs = [job for job in state.service().batches(model.id) if job.model_version_id == version.id]
    if not jobs:
        return
    job = jobs[0]
    if job.is_over:
        with parts.card("batch_result"):
            _over(version, job)
        return
    running.until_over(job.id, _card, POLL_S)


def _card(job: JobView) -> None:
    with parts.card("batch_running"):
        _running(job)


def _running(job: JobView) -> None:
    progress = job.progress
    total = progress.rows_total if progress else None
    done = progress.rows_done if progress else 0
    with parts.row("batch_running"):
        words = "Waiting for a worker"
        if progress and total:
            words = ", ".join([f"{formats.count(done)} of {plural(total, 'row')}", *formats.pace(progress)])
        if job.state == "running" and not total:
            words = "Starting"
        parts.draw(
            f'<div class="batch-file">{parts.status_html("", "accent")}<div><h3>{esc(source_name(job))}</h3>'
            f'<p class="caption">{esc(words)}</p></div></div>'
        )
        st.space("stretch")
        st.button("Cancel", key="batch_cancel", on_click=attempt, args=(state.service().cancel_job, job.id))
    parts.draw(parts.progress_html(done / total if total else 0.0, "Rows predicted"))
    if job.state == "queued" and not state.service().workers_alive():
        parts.notice("No worker is running, so nothing is predicted. Start one with the command: easel worker", "warn")


def source_name(job: JobView) -> str:
    """The name of what was predicted."""
    return str(job.payload.get("source_name") or job.title)


def _over(version: ModelVersionView, job: JobView) -> None:
    if job.state != "done":
        why = in_notation(job.error) or "It was cancelled; nothing was written."
        parts.notice(why, "bad" if job.state == "failed" else "plain", f"{source_name(job)} was not predicted.")
        return
    report: dict[str, Any] = dict((job.result or {}).get("report", {}))
    with parts.row("batch_result"):
        parts.draw(
            f'<div class="batch-file">{parts.icon_html("check_circle", "good")}<div><h3>{esc(source_name(job))}</h3>'
            f'<p class="caption">{esc(done_words(job, report))}</p></div></div>'
        )
        st.space("stretch")
        downloads(job, "Download CSV")
    told = list(report.get("warnings", ()))[:MOST_WARNINGS]
    if told:
        parts.draw("".join(f'<p class="caption">{esc(in_notation(sentence))}</p>' for sentence in told))
    table = state.remembered("batch_preview", job.id, lambda: state.service().batch_preview(job.id, PREVIEW_ROWS))
    manifest = state.service().predictor(version.id).manifest
    names = model_batch_rows.answer_columns(report, manifest, marked=job.payload.get("mark_unlike", False))
    order: Order = job.payload.get("order", "file")
    left, right = st.columns([4, 9], gap="medium")
    with left:
        model_batch_answers.draw(table, manifest, names, report, threshold_of(version, job), written=order)
    with right:
        n = int(report.get("n_rows", table.n_rows)) - int(report.get("rejected", 0))
        ordered = model_batch_order.shown(table, names, manifest, order, job.id, n)
        model_batch_rows.draw(ordered.head(SHOWN_ROWS), names, manifest, job.id)


def threshold_of(version: ModelVersionView, job: JobView) -> float:
    """From which probability on the rows of a predicted file were counted: the threshold that was in use then."""
    asked, built = job.payload.get("threshold"), state.service().record(version.id).threshold
    return next((float(one) for one in (asked, built) if one is not None), 0.5)


def done_words(job: JobView, report: dict[str, Any]) -> str:
    """ "1,312 rows predicted in 0.4 s, today 11:42"."""
    rows = plural(int(report.get("n_rows", 0)) - int(report.get("rejected", 0)), "row")
    when = formats.moment(job.ended, state.timezone())
    aside = sum(report.get("aside", {}).values())
    said = f" {plural(aside, 'row')} of the file set aside." if aside else ""
    return f"{rows} predicted in {formats.duration(report.get('seconds'))}. {when}.{said}"


def downloads(job: JobView, label: str) -> None:
    """Buttons for the answers, and for the rows that were left out where there are some."""
    _download(job, label, state.service().batch_result(job.id), "the answers")
    if dict((job.result or {}).get("report", {})).get("rejected"):
        _download(job, "Rows left out", state.service().batch_rejected(job.id), "the rows left out")


def _download(job: JobView, label: str, path: Path, what: str) -> None:
    encoding = batch_style(job).get("encoding", "utf-8")
    st.download_button(
        label,
        data=state.downloaded(job.id, what, lambda: for_spreadsheets(path.read_bytes(), encoding)),
        file_name=path.name,
        mime="text/csv",
        icon=":material/download:",
        key=f"download_{path.stem}_{job.id}",
        on_click="ignore",
    )
