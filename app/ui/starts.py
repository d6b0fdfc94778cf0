"""Ways into a model: from a sample's question, from a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NoReturn

import streamlit as st

from app.records import ModelSettings
from app.ui import pictures, state

if TYPE_CHECKING:
    from app.records import ModelView
    from app.service import Service
    from datasets.samples import Sample


def from_sample(sample: Sample) -> NoReturn:
    """Import the sample (once), make a model with its question and target, and open its Build page."""
    service = state.service()
    with st.spinner(f"Opening {sample.title}"):
        version = service.import_sample(sample.name)
        model = service.create_model(version.id, name=sample.title)
        service.update_model(model.id, target=sample.target)
    state.go("build", model=model.id)


def try_button(key: str, kind: Literal["primary", "secondary"] = "secondary") -> None:
    """A button that starts from the first sample; nothing when there is none."""
    samples = in_order(state.service().samples())
    if not samples:
        return
    first = samples[0]
    if st.button(f"Try {first.title[:1].lower()}{first.title[1:]}", type=kind, key=key, **state.only("analyst")):
        from_sample(first)


def in_order(samples: Sequence[Sample]) -> list[Sample]:
    """The samples as they are shown: those with a drawing of their own first."""
    return sorted(samples, key=lambda sample: pictures.sample_order(sample.name))


def from_version(version_id: str) -> NoReturn:
    """Make a model on this version of a dataset, or take the one that was made so and left as it was; open its Build
    page."""
    service = state.service()
    model = untouched(service, version_id) or service.create_model(version_id)
    state.go("build", model=model.id)


def untouched(service: Service, version_id: str) -> ModelView | None:
    """The newest model on this version that was never built, changed, renamed or put aside; None without one."""
    dataset = service.dataset(service.version(version_id).dataset_id)
    targets = {sample.name: sample.target for sample in service.samples()}
    settings = ModelSettings(target=targets.get(dataset.sample or ""))
    name = re.compile(re.escape(dataset.name) + r"( \d+)?")
    for model in service.models():
        new = not model.versions and not model.archived and model.settings == settings
        if new and model.dataset_version_id == version_id and name.fullmatch(model.name):
            return model
    return None
