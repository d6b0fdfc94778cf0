"""The chosen dataset below the list of all: what was found in it, five facts, and the two ways on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.records import DatasetView
from app.ui import dataset_facts, looking, parts, starts, state
from app.ui.in_notation import in_notation
from app.ui.meanings import help_html
from app.ui.text import plural

if TYPE_CHECKING:
    from datasets.findings import Finding

MOST_FINDINGS = 5
CHIP_LETTERS = 48


def summary(dataset: DatasetView) -> None:
    """The chosen dataset in five facts, with the two ways on."""
    latest = dataset.latest
    if not looking.ready(latest.id):
        return
    with parts.card("dataset_summary"):
        with parts.row("dataset_summary"):
            chips = parts.chip_html(f"v{latest.number}, latest") + _findings_html(dataset_facts.findings(latest.id))
            parts.card_title(dataset.name, chips_markup=chips)
            st.space("stretch")
            if st.button("Open", key="dataset_open"):
                state.go("dataset", dataset=dataset.id)
            allowed = state.only("analyst")
            if st.button(
                "Build a model", icon=":material/arrow_forward:", icon_position="right", key="dataset_build", **allowed
            ):
                starts.from_version(latest.id)
        parts.draw(parts.facts_html(dataset_facts.facts(dataset)))


def _findings_html(findings: Sequence[Finding]) -> str:
    """A chip that says what was found, and a question mark that opens all of it; nothing where nothing was found."""
    if not findings:
        return ""
    first = in_notation(findings[0].title, findings[0].columns)
    words = first if len(findings) == 1 and len(first) <= CHIP_LETTERS else plural(len(findings), "finding")
    chip = parts.chip_html(words, "plain", "info")
    if any(finding.severity != "note" for finding in findings):
        chip = parts.chip_html(words, "warn", "warning")
    said = [in_notation(f"{one.title}. {one.sentence}", one.columns) for one in findings[:MOST_FINDINGS]]
    left = len(findings) - len(said)
    more = f"{plural(left, 'more finding')}: open the dataset." if left else ""
    return chip + help_html(plural(len(findings), "finding"), *said, more, name="findings")


__all__ = ["summary"]
