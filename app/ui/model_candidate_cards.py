"""The experiments of a build, below its leaderboard: one candidate, what settings did, candidates side by side, CSV."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app.ui import parts
from app.ui.downloads import for_reader, reader_style
from app.ui.model_candidate_compare import compare_card
from app.ui.model_candidate_detail import detail_card, keep_chosen
from app.ui.model_candidate_settings import settings_card
from app.ui.model_candidates import ranked
from automl.candidate_table import to_csv
from automl.record import BuildRecord


def export_button(record: BuildRecord) -> None:
    """Every candidate with folds, settings and lineage as a CSV file."""
    st.download_button(
        "Candidates as CSV",
        data=partial(for_reader, to_csv(record.candidates).encode(), reader_style()),
        file_name=f"{record.name}.candidates.csv",
        mime="text/csv",
        icon=":material/download:",
        key="candidates_csv",
        on_click="ignore",
    )


@st.fragment
def experiments(record: BuildRecord, *, higher: bool) -> None:
    """Redrawn by itself when something in it is chosen."""
    ordered = ranked(record.candidates, higher=higher)
    if not ordered:
        return
    key, metric = record.created, record.score.title
    keep_chosen(key, ordered)
    parts.section_title("Experiments", "What was tried, why, and what came of it.")
    detail_card(ordered, metric, key)
    settings_card(ordered, metric, key, higher=higher)
    compare_card(ordered, metric, key)
