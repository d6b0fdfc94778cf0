"""What to look at next, below the headline of a model: the questions that come up, each a press away."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.ui import parts, state

PART = "analyze_part"  # the key of the choice of parts on Analyze
_ERRS = ("Where is it wrong?", "target", "Where it errs")
STEPS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "binary": (("Which threshold pays most?", "payments", "Advanced metrics"), _ERRS),
    "multiclass": (("What is mixed up?", "grid_on", "Scoring"), _ERRS),
    "regression": (("How far off is it?", "straighten", "Scoring"), _ERRS),
}


def next_steps(problem: str) -> None:
    """Buttons that lead to the part of Analyze which answers."""
    with parts.row("next_steps"):
        for question, icon, part in STEPS[problem]:
            st.button(
                question,
                icon=f":material/{icon}:",
                type="tertiary",
                key=f"next_{part}",
                on_click=state.put,
                args=(PART, part),
            )
