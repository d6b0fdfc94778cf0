"""Predicted files on Predict: how far the newest is, what came out, the download; the ones before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from app.ui import charts, errors, formats, parts, state
from app.ui.meanings import help_for
from app.ui.model_change import attempt
from app.ui.model_curve import ticks
from app.ui.model_curves import chart_text
from app.ui.tables import counts_html
from app.ui.text import esc, plural
from app.ui.theme import Palette, palette
from datasets.errors import EaselError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import plotly.graph_objects as go

    from app.records import JobView, ModelVersionView, ModelView
    from datasets.table import Table
    from inference.manifest import Manifest

POLL_S = 0.7
PREVIEW_ROWS = 20_000
SHOWN_ROWS = 200
MOST_HISTORY = 12
MOST_WARNINGS = 6
ROW_HEIGHT = 38
BINS = 20


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

    @errors.calm
    def follow() -> None:
        now = state.service().job(job.id)
        if now.is_over:
            st.rerun(scope="app")
        with parts.card("batch_running"):
            _running(now)

    st.fragment(follow, run_every=POLL_S)()


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
        why = job.error or "It was cancelled; nothing was written."
        parts.notice(why, "bad" if job.state == "failed" else "plain", f"{source_name(job)} was not predicted.")
        return
    report: dict[str, Any] = dict((job.result or {}).get("report", {}))
    with parts.row("batch_result"):
        parts.draw(
            f'<div class="batch-file">{parts.icon_html("check_circle", "good")}<div><h3>{esc(source_name(job))}</h3>'
            f'<p class="caption">{esc(done_words(job, report))}</p></div></div>'
        )
        st.space("stretch")
        _downloads(job, "Download CSV")
    told = list(report.get("warnings", ()))[:MOST_WARNINGS]
    if told:
        parts.draw("".join(f'<p class="caption">{esc(sentence)}</p>' for sentence in told))
    table = state.remembered("batch_preview", job.id, lambda: state.service().batch_preview(job.id, PREVIEW_ROWS))
    manifest = state.service().predictor(version.id).manifest
    names = answer_columns(report, manifest)
    left, right = st.columns([4, 9], gap="medium")
    with left:
        _summary(table, manifest, names, report)
    with right:
        _rows(table.head(SHOWN_ROWS), names, manifest, job.id)


def done_words(job: JobView, report: dict[str, Any]) -> str:
    """ "1,312 rows predicted in 0.4 s, today 11:42"."""
    rows = plural(int(report.get("n_rows", 0)) - int(report.get("rejected", 0)), "row")
    when = formats.moment(job.ended, state.timezone())
    aside = sum(report.get("aside", {}).values())
    said = f" {plural(aside, 'row')} of the file set aside." if aside else ""
    return f"{rows} predicted in {formats.duration(report.get('seconds'))}. {when}.{said}"


def _downloads(job: JobView, label: str) -> None:
    """Buttons for the answers, and for the rows that were left out where there are some."""
    _download(job, label, state.service().batch_result(job.id), "the answers")
    if dict((job.result or {}).get("report", {})).get("rejected"):
        _download(job, "Rows left out", state.service().batch_rejected(job.id), "the rows left out")


def _download(job: JobView, label: str, path: Path, what: str) -> None:
    st.download_button(
        label,
        data=state.downloaded(job.id, what, path.read_bytes),
        file_name=path.name,
        mime="text/csv",
        icon=":material/download:",
        key=f"download_{path.stem}_{job.id}",
        on_click="ignore",
    )


def answer_columns(report: dict[str, Any], manifest: Manifest) -> tuple[str, ...]:
    """The names of the columns that the model added, in order: they stand last."""
    n = 1 + (len(manifest.classes) or 2)
    return tuple(report.get("columns", ())[-n:])


def _summary(table: Table, manifest: Manifest, names: tuple[str, ...], report: dict[str, Any]) -> None:
    n = int(report.get("n_rows", table.n_rows)) - int(report.get("rejected", 0))
    if n > table.n_rows:
        parts.caption(f"Of the first {plural(table.n_rows, 'row')}")
    if manifest.problem == "regression":
        values = table.numbers(names[0])
        mean = float(np.nanmean(values)) if len(values) and not np.isnan(values).all() else None
        parts.draw(
            f'<div class="batch-count">{parts.label_html("Mean answer")}'
            f'<p class="big"><strong>{formats.number(mean)}</strong></p></div>'
        )
        charts.draw(histogram(values, palette(), manifest.target.name, None), key="batch_histogram")
        return
    said = table.texts(names[0]).to_pylist()
    if manifest.problem == "multiclass":
        counted = sorted(((name, said.count(name)) for name in manifest.classes), key=lambda pair: -pair[1])[:8]
        parts.draw(
            parts.label_html("Answers"),
            counts_html([c for c, _ in counted], [k for _, k in counted], len(said), label="Answers"),
        )
        return
    shown = manifest.positive or manifest.classes[-1]
    label = parts.label_html(f"{manifest.target.name} {shown}", help_for("answers_spread", "The bars"))
    parts.draw(
        f'<div class="batch-count">{label}<p class="big">'
        f"<strong>{formats.count(said.count(shown))}</strong> <span>of {plural(len(said), 'row')}</span></p></div>"
    )
    shares = table.numbers(names[1 + manifest.classes.index(shown)])
    charts.draw(
        histogram(shares, palette(), f"probability of {shown}", manifest.threshold or 0.5), key="batch_histogram"
    )


def histogram(values: Any, colors: Palette, title: str, threshold: float | None) -> go.Figure:
    """How the answers spread; with a threshold (shares) the bars from there on are in full colour."""
    import plotly.graph_objects as go

    known = values[~np.isnan(values)]
    low, high = (
        (0.0, 1.0) if threshold is not None else (float(known.min()), float(known.max())) if len(known) else (0, 1)
    )
    counts, edges = np.histogram(known, bins=BINS, range=(low, high if high > low else low + 1))
    middles = (edges[:-1] + edges[1:]) / 2
    full = [threshold is None or m >= threshold for m in middles]
    made = charts.figure(
        go.Bar(
            x=middles,
            y=counts,
            width=0.86 * (edges[1] - edges[0]),
            marker={"color": [colors["chart"] if f else colors["soft"] for f in full], "cornerradius": 2},
            hovertext=[
                f"{_end(a, threshold)} to {_end(b, threshold)}<br>{plural(int(n), 'row')}"
                for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)
            ],
            hoverinfo="text",
        ),
        height=240,
        colors=colors,
    )
    marks = ticks(float(edges[0]), float(edges[-1]), 3)
    made.update_layout(margin={"r": 24})
    made.update_xaxes(title_text=chart_text(title), tickvals=list(marks), ticktext=[_end(m, threshold) for m in marks])
    top = ticks(0, float(counts.max()) or 1.0, 3)
    made.update_yaxes(tickvals=list(top), ticktext=[formats.count(t) for t in top])
    return made


def _end(value: float, threshold: float | None) -> str:
    return formats.number(value) if threshold is None else f"{100 * value:g}{formats.SPACE}%"


def _rows(table: Table, names: tuple[str, ...], manifest: Manifest, job_id: str) -> None:
    """The first rows, the answer first."""
    visible = min(table.n_rows, 8)
    st.dataframe(
        shown_rows(table, names, manifest),
        key=f"scored_{job_id}",
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=visible * ROW_HEIGHT + 42,
        column_config=_shown_as(names, manifest),
    )
    parts.caption("The answers stand first here; in the file they follow the columns as they came.")


def shown_rows(table: Table, names: tuple[str, ...], manifest: Manifest) -> pd.DataFrame:
    """Answers first (the shown class before the others), numbers as numbers; the cells of the file as text."""
    import pandas as pd

    numbers = set(names if manifest.problem == "regression" else names[1:])
    order = [*_ordered(names, manifest), *(name for name in table.names if name not in names)]
    columns: dict[str, Any] = {
        name: table.numbers(name) if name in numbers else table.texts(name).to_pylist() for name in order
    }
    return pd.DataFrame(columns)


def _ordered(names: tuple[str, ...], manifest: Manifest) -> tuple[str, ...]:
    if manifest.problem != "binary":
        return names
    first = names[1 + manifest.classes.index(manifest.positive or manifest.classes[-1])]
    return (names[0], first, *(name for name in names[1:] if name != first))


def _shown_as(names: tuple[str, ...], manifest: Manifest) -> dict[str, Any]:
    from streamlit import column_config as show

    if manifest.problem == "regression":
        return {name: show.NumberColumn(name, format="%,.6g") for name in names}
    bar = show.ProgressColumn
    return {name: bar(name, format="%.3f", min_value=0, max_value=1, color=palette()["chart"]) for name in names[1:]}


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
        _downloads(job, "Download")
    except EaselError:
        parts.caption("The file is gone")
