"""What changed between two versions of a dataset, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, parts, state
from app.ui.finding import finding_html
from app.ui.in_notation import in_notation
from app.ui.text import KIND_TITLES, listing, plural

if TYPE_CHECKING:
    from app.records import DatasetView, VersionView
    from datasets.differences import Differences

MOST_SHIFTS = 8
SAMPLED_ROWS = 20_000  # of each version, as datasets.relation draws them


def card(dataset: DatasetView, chosen: VersionView) -> None:
    """The chosen version against another one, by default the one before it; nothing while there is only one."""
    others = [version for version in dataset.versions[::-1] if version.id != chosen.id]
    if not others:
        parts.caption("When you import this table again, this page says what changed.")
        return
    usual = next((i for i, version in enumerate(others) if version.number < chosen.number), len(others) - 1)
    with parts.card("version_changes"):
        with parts.row("version_changes_title", align="top"):
            parts.card_title(f"What changed up to version {chosen.number}", "Columns, kinds, rows and values.")
            st.space("stretch")
            labels = {version.id: f"from version {version.number}" for version in others}
            before = st.selectbox(
                "Compared with",
                list(labels),
                index=usual,
                format_func=lambda version_id: labels.get(version_id, ""),
                key=f"changes_of_{chosen.id}",
                label_visibility="collapsed",
                width=180,
            )
        with st.spinner("Comparing the versions"):
            found, shifts = state.service().version_changes(str(before), chosen.id)
        for title, said in sentences(found):
            parts.draw(finding_html(title, said, "note", "compare_arrows"))
        for shift in shifts[:MOST_SHIFTS]:
            said = in_notation(shift.sentence.removeprefix(f"{shift.column}: "))
            title = f"{shift.column} looks different"
            parts.draw(finding_html(title, said[:1].upper() + said[1:], "warning", "compare_arrows"))
        if len(shifts) > MOST_SHIFTS:
            parts.caption(f"And the values of {plural(len(shifts) - MOST_SHIFTS, 'more column')}.")
        if not found.same and not shifts:
            most = formats.count(SAMPLED_ROWS)
            parts.caption(f"The values of no column look different, as far as at most {most} rows of each can tell.")


def sentences(found: Differences) -> Iterator[tuple[str, str]]:
    """(title, sentence) for each thing that changed."""
    if found.same:
        yield _of_same_cells(read_otherwise=bool(found.kinds))
    before, after = formats.count(found.rows_before), plural(found.rows_after, "row")
    if found.rows_before != found.rows_after:
        yield f"{formats.signed(found.rows_after - found.rows_before, 0)} rows", f"{before} then, {after} now."
    if found.added:
        yield (
            plural(len(found.added), "new column"),
            f"{listing(found.added, 12)}. Models built before do not use them.",
        )
    if found.removed:
        yield (
            f"{plural(len(found.removed), 'column')} gone",
            f"{listing(found.removed, 12)}. A model that uses them counts them as not known, or must be built again.",
        )
    for name, old, new in found.kinds:
        yield f"{name} is read otherwise", f"{_kind(old)} then, {_kind(new)} now. Build lets you choose the kind."
    if found.reordered:
        yield "Another order", "The columns stand in another order, which makes no difference to any model."


def _of_same_cells(*, read_otherwise: bool) -> tuple[str, str]:
    if read_otherwise:
        return "The same cells", "Every cell is the same as in that version; only how they are read is another."
    return "Nothing", "Every cell is the same as in that version."


def _kind(kind: object) -> str:
    return KIND_TITLES.get(str(kind), str(kind))


__all__ = ["card", "sentences"]
