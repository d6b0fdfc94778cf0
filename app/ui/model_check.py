"""Data check on Build: what blocks, what warns, and the button that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import parts, state
from app.ui.model_change import attempt, change
from app.ui.model_columns import in_use
from app.ui.text import esc, listing, plural

if TYPE_CHECKING:
    from app.records import Detection, ModelView
    from datasets.findings import Finding
    from datasets.profile import Profile

MOST_SHOWN = 8


def panel(model: ModelView, detection: Detection, profile: Profile, findings: Sequence[Finding]) -> None:
    """Blocks first, then warnings, two side by side; columns that were left out stand in a line below."""
    open_findings = unsolved(findings, model.settings.exclude)
    with parts.card("check"):
        parts.card_title("Data check", chips_markup=chips_html(detection.blocks, open_findings))
        for sentence in detection.blocks:
            parts.notice(sentence, tone="bad")
        if open_findings:
            with st.grid(2, min_column_width=380, gap=24):
                for i, finding in enumerate(open_findings[:MOST_SHOWN]):
                    _finding(model, profile, finding, i)
        if len(open_findings) > MOST_SHOWN:
            rest = [f"{f.title}" for f in open_findings[MOST_SHOWN:]]
            parts.caption(f"Also: {listing(rest, 6)}.")
        if model.settings.exclude:
            _left_out(model)
        elif not open_findings and not detection.blocks:
            parts.caption(
                "No leak, no constant, no column that only names rows, no duplicates, no rare class was found."
            )


def unsolved(findings: Sequence[Finding], excluded: Sequence[str]) -> list[Finding]:
    """The findings about columns that are still in use, what blocks first."""
    rank = {"block": 0, "warning": 1, "note": 2}
    kept = [f for f in findings if f.column is None or f.column not in excluded]
    return sorted(kept, key=lambda f: rank.get(str(f.severity), 3))


def chips_html(blocks: Sequence[str], findings: Sequence[Finding]) -> str:
    """ "Nothing blocks", "2 warnings"."""
    stops = len(blocks) + sum(f.severity == "block" for f in findings)
    warnings = sum(f.severity == "warning" for f in findings)
    words = [
        parts.chip_html(f"{plural(stops, 'thing')} {'blocks' if stops == 1 else 'block'}", "bad")
        if stops
        else parts.chip_html("Nothing blocks", "good")
    ]
    if warnings:
        words.append(parts.chip_html(plural(warnings, "warning"), "warn"))
    return "".join(words)


def _finding(model: ModelView, profile: Profile, finding: Finding, position: int) -> None:
    with parts.row(f"finding_{position}", align="top", wrap=False):
        icon = parts.FINDING_ICONS.get(finding.rule, "")
        parts.draw(parts.finding_html(finding.title, finding.sentence, finding.severity, icon))
        fix = finding.fix
        if fix is None or fix.action != "drop_column" or fix.column is None:
            return
        if not in_use(profile[fix.column], model.settings.exclude):
            parts.draw(parts.chip_html("Not used"))
        else:
            st.button(
                fix.label,
                key=f"fix_{finding.rule}_{fix.column}",
                on_click=attempt,
                args=(leave_out, model.id, fix.column),
            )


def leave_out(model_id: str, column: str) -> None:
    """Do not use the column; it stays in the table."""
    exclude = state.service().model(model_id).settings.exclude
    if column not in exclude:
        change(model_id, exclude=(*exclude, column))


def use_again(model_id: str) -> None:
    """Use all columns again."""
    change(model_id, exclude=())


def _left_out(model: ModelView) -> None:
    with parts.row("left_out"):
        mark = parts.icon_html("check_circle", "good")
        parts.draw(f'<p class="left-out">{mark}<span>Left out: {esc(listing(model.settings.exclude, 8))}.</span></p>')
        st.button("Use all again", type="tertiary", key="use_again", on_click=use_again, args=(model.id,))
