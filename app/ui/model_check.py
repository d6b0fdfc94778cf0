"""Data check on Build: what blocks, what warns, and the button that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import model_mended, parts
from app.ui.finding import of_check_html
from app.ui.in_notation import in_notation
from app.ui.model_change import attempt
from app.ui.model_columns import in_use
from app.ui.text import listing, plural
from app.verbs.fixes import is_done

if TYPE_CHECKING:
    from app.records import Detection, ModelSettings, ModelView
    from datasets.findings import Finding
    from datasets.profile import Profile

MOST_SHOWN = 8


def panel(model: ModelView, detection: Detection, profile: Profile, findings: Sequence[Finding]) -> None:
    """Blocks first, then warnings, two side by side; what was mended stands in lines below, each with a way back."""
    open_findings = unsolved(findings, model.settings)
    with parts.card("check"):
        parts.card_title("Data check", chips_markup=chips_html(detection.blocks, open_findings), means="data_check")
        for sentence in detection.blocks:
            parts.notice(in_notation(sentence, (model.settings.target, *detection.classes)), tone="bad")
        if open_findings:
            with st.grid(2, min_column_width=380, gap=24):
                for i, finding in enumerate(open_findings[:MOST_SHOWN]):
                    _finding(model, profile, finding, i)
        if len(open_findings) > MOST_SHOWN:
            rest = [in_notation(f.title, f.columns) for f in open_findings[MOST_SHOWN:]]
            parts.caption(f"Also: {listing(rest, 6)}.")
        mended = model_mended.lines(model)
        if not mended and not open_findings and not detection.blocks:
            parts.caption(
                "No leak, no constant, no column that only names rows, no duplicates, no rare class was found."
            )


def unsolved(findings: Sequence[Finding], settings: ModelSettings) -> list[Finding]:
    """The findings about columns that are still in use and that no fix has mended, what blocks first."""
    left_out = set(settings.exclude)
    return [
        finding
        for finding in findings
        if not (finding.columns and left_out.issuperset(finding.columns))
        and not (finding.fix is not None and is_done(settings, finding.fix))
    ]


def chips_html(blocks: Sequence[str], findings: Sequence[Finding]) -> str:
    """ "Nothing blocks", "2 warnings", "1 note"."""
    stops = len(blocks) + sum(f.severity == "block" for f in findings)
    warnings, notes = (sum(f.severity == weight for f in findings) for weight in ("warning", "note"))
    words = [
        parts.chip_html(f"{plural(stops, 'thing')} {'blocks' if stops == 1 else 'block'}", "bad")
        if stops
        else parts.chip_html("Nothing blocks", "good")
    ]
    if warnings:
        words.append(parts.chip_html(plural(warnings, "warning"), "warn"))
    if notes:
        words.append(parts.chip_html(plural(notes, "note")))
    return "".join(words)


def _finding(model: ModelView, profile: Profile, finding: Finding, position: int) -> None:
    with parts.row(f"finding_{position}", align="top", wrap=False):
        parts.draw(of_check_html(finding, (model.settings.target,)))
        fix = finding.fix
        if fix is None:
            return
        if fix.action == "drop_columns" and not any(in_use(profile[c], model.settings.exclude) for c in fix.columns):
            parts.draw(parts.chip_html("Not used"))
        else:
            key = f"fix_{finding.rule}_{'_'.join(finding.columns[:2])}"
            st.button(fix.label, key=key, on_click=attempt, args=(model_mended.mend, model.id, fix))
