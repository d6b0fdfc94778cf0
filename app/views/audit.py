"""Audit list: who did what when, to be filtered and taken away as CSV. Nothing in it can be changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from app.people.deeds import DEEDS
from app.ui import formats, parts, people_nav, state
from app.ui.downloads import for_reader, reader_style
from app.ui.pages import Page
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc, plural

if TYPE_CHECKING:
    from app.store.audit import Entry

SHOWN = 200
MOST = 100_000
SINCE = {"Today": 1, "7 days": 7, "30 days": 30, "All": 36_500}
ALARMING = ("wrong_password", "refused")
COLUMNS = (
    Col("When"),
    Col("Who"),
    Col("What"),
    Col("To what"),
    Col("Project", optional=True),
    Col("From", optional=True),
)


def render() -> None:
    parts.page_title("Audit list", "Who did what when. It is only ever added to.")
    people_nav.tabs("audit")
    found = _found()
    if not found:
        parts.notice("Nothing was done that fits these choices.")
        return
    with parts.row("audit_head"):
        more = f", the newest {SHOWN} of them here" if len(found) > SHOWN else ""
        parts.caption(f"{plural(len(found), 'entry', 'entries')}{more}.")
        st.space("stretch")
        style = reader_style()
        st.download_button(
            "Download as CSV",
            data=lambda: for_reader(as_csv(found), style),
            file_name="easel audit.csv",
            mime="text/csv",
            icon=":material/download:",
            key="audit_download",
            on_click="ignore",
        )
    with parts.card("table_audit", gap=None):
        parts.draw(table_html(COLUMNS, [_row(entry) for entry in found[:SHOWN]], label="Audit list"))


def _found() -> tuple[Entry, ...]:
    """The entries that fit what is chosen, newest first."""
    people = {person.id: person.name for person in state.service().people()}
    with parts.row("audit_filter"):
        words = st.text_input(
            "Search", placeholder="Search names", icon=":material/search:", key="audit_words",
            label_visibility="collapsed", width=240,
        )  # fmt: skip
        person = st.selectbox(
            "Person", list(people), index=None, placeholder="Everybody", format_func=lambda one: people.get(one, ""),
            key="audit_person", label_visibility="collapsed", width=190,
        )  # fmt: skip
        deed = st.selectbox(
            "What", list(DEEDS), index=None, placeholder="Everything", format_func=DEEDS.__getitem__,
            key="audit_deed", label_visibility="collapsed", width=190,
        )  # fmt: skip
        since = st.segmented_control(
            "Since", list(SINCE), default="30 days", required=True, key="audit_since", label_visibility="collapsed"
        )
    first = datetime.now(UTC) - timedelta(days=SINCE[str(since)])
    return state.service().audit(
        what=deed, person_id=person, words=words or "", since=max(0.0, first.timestamp()), limit=MOST
    )


def _row(entry: Entry) -> Row:
    word = DEEDS.get(entry.what, entry.what)
    what = parts.chip_html(word, "warn") if entry.what in ALARMING else esc(word)
    return Row(
        (
            f'<span class="muted">{formats.moment(entry.at, state.timezone())}</span>',
            _clipped(entry.who),
            what,
            _clipped(entry.note, "clip long"),
            _clipped(entry.project),
            esc(entry.address or ""),
        )
    )


def _clipped(words: str, style: str = "clip") -> str:
    """Words that are cut where they would be too wide; all of them show under the pointer."""
    return f'<span class="{style}" title="{esc(words)}">{esc(words)}</span>'


def as_csv(entries: Sequence[Entry]) -> bytes:
    """The entries with their times in UTC; a cell that a spreadsheet would compute begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["when_utc", "who", "what", "to_what", "project", "from", "id"])
    for one in entries:
        cells = [one.who, one.what, one.note, one.project, one.address or "", one.about or ""]
        writer.writerow([one.at.isoformat(timespec="seconds"), *map(_plain, cells)])
    return out.getvalue().encode()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


PAGE = Page(
    name="audit",
    title="Audit list",
    url="audit",
    render=render,
    order=37,
    section="people",
    least="admin",
    signed_in=True,
)
