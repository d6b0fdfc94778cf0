"""Panel 3 of Build: Preview, Quick or Standard, and the one button that starts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, parts, state
from app.ui.text import esc
from automl.spec import PREVIEW_S

if TYPE_CHECKING:
    from app.records import Detection, ModelSettings, ModelView

CHOICES = ("Preview", "Quick", "Standard")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a choice does: its sentences and the words on the button."""

    sentence: str
    below: str
    button: str


def offer(choice: str, settings: ModelSettings) -> Offer:
    """The offer behind a choice, with the model's own budgets."""
    quick, standard = (about(s) for s in (settings.quick_s, settings.standard_s))
    if choice == "Preview":
        return Offer(
            f"At most {formats.duration(PREVIEW_S)}. One model on at most {formats.count(20_000)} rows.",
            "Says which score to expect, and which columns matter.",
            "Show preview",
        )
    if choice == "Quick":
        return Offer(
            f"{quick}. Tries many candidates and joins the best.",
            f"A standard build takes {standard[:1].lower()}{standard[1:]} and searches longer.",
            "Start quick build",
        )
    return Offer(
        f"{standard}. Searches longer for better candidates and joins the best.",
        "You can close the page; it can be stopped at any time and keeps its best.",
        "Start standard build",
    )


def about(seconds: float) -> str:
    """ "About 1 minute", "About 10 minutes", "About 25 s"."""
    if seconds >= 60 and seconds % 60 == 0:
        minutes = int(seconds // 60)
        return f"About {minutes} minute{'' if minutes == 1 else 's'}"
    return f"About {formats.duration(seconds)}"


def panel(model: ModelView, detection: Detection) -> None:
    """Choose, read, start."""
    with parts.card("start", height="stretch"):
        parts.draw(parts.label_html("3\u2002Build"))
        choice = st.segmented_control(
            "What to build",
            CHOICES,
            default="Quick",
            required=True,
            key=f"choice_{model.id}",
            label_visibility="collapsed",
            width="stretch",
        )
        what = offer(choice or "Quick", model.settings)
        parts.draw(f'<p>{esc(what.sentence)}</p><p class="caption">{esc(what.below)}</p>')
        st.space("stretch")
        if st.button(
            what.button,
            type="primary",
            icon=":material/play_arrow:",
            width="stretch",
            key="start",
            disabled=bool(detection.blocks),
        ):
            start(model, choice or "Quick")


def start(model: ModelView, choice: str) -> None:
    """Queue the chosen work; a build opens its own page, the preview shows below."""
    service = state.service()
    if choice == "Preview":
        service.start_preview(model.id)
        return
    job = service.start_build(model.id, model.settings.quick_s if choice == "Quick" else model.settings.standard_s)
    state.go("build", model=model.id, version=job.model_version_id)
