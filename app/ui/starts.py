"""Ways into a model: from a sample's question, from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from app.ui import state

if TYPE_CHECKING:
    from datasets.samples import Sample


def from_sample(sample: Sample) -> NoReturn:
    """Import the sample (once), make a model with its question and target, and open its Build page."""
    service = state.service()
    with st.spinner(f"Opening {sample.title}"):
        version = service.import_sample(sample.name)
        model = service.create_model(version.id, name=sample.title)
        service.update_model(model.id, target=sample.target)
    state.go("build", model=model.id)


def from_version(version_id: str) -> NoReturn:
    """Make a model on this version of a dataset and open its Build page."""
    model = state.service().create_model(version_id)
    state.go("build", model=model.id)
