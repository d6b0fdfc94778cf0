"""A model as a card: its question, and its score beside the score of the dullest model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.ui import formats, parts, state
from app.ui.in_notation import in_notation
from app.ui.text import baseline_label, esc, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.records import ModelVersionView, ModelView


def card(model: ModelView, place: str) -> None:
    """The whole card leads to the model: to Analyze when a version is ready, otherwise to Build. `place` keeps the keys
    of several lists apart."""
    version = model.ready
    shown = version or (model.versions[-1] if model.versions else None)
    with parts.card(f"model_{place}_{model.id}", height="stretch", gap=None):
        parts.draw(_head_html(model, shown), _score_html(model, version) if version else _waiting_html(shown))
        if parts.clickable(f"model_{place}_{model.id}", f"Open {model.name}"):
            open_model(model)


def open_model(model: ModelView) -> None:
    """Leave for the model: its newest ready version, or the place where it is built."""
    version = model.ready
    if version is not None:
        state.go("analyze", model=model.id, version=version.id)
    state.go("build", model=model.id)


def _head_html(model: ModelView, version: ModelVersionView | None) -> str:
    number = f"<small>V{version.number}</small>" if version else ""
    when = formats.moment(version.created, state.timezone()) if version else ""
    return (
        f'<div class="model-card"><div class="head"><h3>{esc(model.name)} {number}</h3>'
        f'<span class="aside caption">{when}</span></div><p class="subtitle">{esc(model.question)}</p>'
    )


def _score_html(model: ModelView, version: ModelVersionView) -> str:
    score, baseline = version.score or {}, version.baseline or {}
    label = baseline_label(str(score.get("metric", "")), model.settings.problem, str(baseline.get("sentence", "")))
    pairs = (
        f"<div><dt>{esc(version.metric_title)}</dt><dd>{formats.score(score.get('value'))}</dd></div>"
        f'<div class="dull"><dt>{esc(label)}</dt><dd>{formats.score(baseline.get("value"))}</dd></div>'
    )
    return f'<dl class="pair">{pairs}</dl><p class="caption">{measured_on(score)}</p></div>'


def measured_on(score: Mapping[str, Any]) -> str:
    """ "Measured on 1,409 rows held out", or how else the score came about."""
    if not score.get("n_rows"):
        return ""
    how = "held out" if score.get("how") == "holdout" else "it was not trained on"
    return f"Measured on {plural(int(score['n_rows']), 'row')} {how}"


def _waiting_html(version: ModelVersionView | None) -> str:
    if version is None:
        return '<p class="waiting">Not built yet. Open it and press Start quick build.</p></div>'
    if version.state == "building":
        return f'<p class="waiting">{parts.status_html("Building now", "accent")}</p></div>'
    if version.state == "failed":
        why = f'<p class="caption">{esc(in_notation(version.error))}</p>'
        return f'<p class="waiting">{parts.status_html("The build failed", "bad")}</p>{why}</div>'
    return '<p class="waiting">The build was cancelled. Open it to build again.</p></div>'
