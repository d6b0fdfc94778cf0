"""The dialog that opens a model file (a bundle) that was built elsewhere."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.settings import settings
from app.ui import errors, formats, parts, state
from app.ui.in_notation import in_notation
from datasets.errors import EaselError

if TYPE_CHECKING:
    from inference.manifest import Manifest


def dialog() -> None:
    """Open the dialog; what is opened is shown on Predict."""

    @st.dialog("Open a model file", width="medium")
    @errors.calm
    def opened() -> None:
        _body()

    opened()


def _body() -> None:
    parts.caption(
        "A model file (.zip) that Easel made here or elsewhere. You can predict with it, look inside and hand "
        "it on. It does not hold the rows it learnt from, so there are no reasons and no curves."
    )
    uploaded = st.file_uploader("Model file", type=["zip"], key="open_model_file", max_upload_size=settings().upload_mb)
    if uploaded is None:
        return
    with tempfile.TemporaryDirectory(prefix="easel-open-") as folder:
        path = Path(folder) / (Path(uploaded.name).name or "model.zip")
        path.write_bytes(uploaded.getvalue())
        try:
            manifest = _manifest(path)
            parts.draw(parts.facts_html(_facts(manifest)))
            name = st.text_input("Name", value=manifest.name[:100], max_chars=100, key="open_model_name")
            with parts.row("open_model_agree"):
                st.space("stretch")
                agreed = st.button("Open it", type="primary", key="open_model_agree")
            if not agreed:
                return
            with st.spinner("Opening the model"):
                model = state.service().open_bundle(path, name)
        except EaselError as error:
            parts.notice(in_notation(str(error)), "bad")
            return
    state.go("predict", model=model.id, version=model.versions[-1].id)


def _manifest(path: Path) -> Manifest:
    from inference.bundle import read_bundle

    return read_bundle(path).manifest


def _facts(manifest: Manifest) -> list[parts.Fact]:
    score = manifest.score
    return [
        parts.Fact("Predicts", manifest.target.name),
        parts.Fact(score.title, formats.score(score.value)),
        parts.Fact("Built", manifest.created[:10], f"from {formats.count(manifest.data.n_rows)} rows"),
    ]


__all__ = ["dialog"]
