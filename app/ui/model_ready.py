"""What the pages of a finished model show while there is none: what will be here, and the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import parts, pictures, state
from app.ui.in_notation import in_notation
from app.ui.parts import Lesson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records import ModelVersionView
    from app.ui.shell import Here


def ready_version(here: Here, title: str, sentence: str, lessons: Sequence[Lesson] = ()) -> ModelVersionView | None:
    """The chosen version when it is ready; otherwise the empty page is drawn and None returned. `title` and `sentence`
    say what the page shows once there is a model."""
    if here.ready and here.version is not None:
        return here.version
    version = here.version
    if version is not None and version.state == "failed":
        parts.notice(
            in_notation(version.error) or "It ended without saying why.",
            "bad",
            f"V{version.number} could not be built.",
        )
    elif version is not None and version.state == "cancelled":
        parts.notice(f"V{version.number} was cancelled before it had a model.")

    def actions() -> None:
        if version is not None and version.state == "building":
            if st.button("Watch the build", type="primary", key="empty_watch"):
                state.go("build", model=here.model.id, version=version.id)
        elif st.button("Go to Build", type="primary", key="empty_build"):
            state.go("build", model=here.model.id)

    building = version is not None and version.state == "building"
    parts.empty_state(
        "model",
        pictures.easel_with_line(),
        f"V{version.number} is being built" if building and version is not None else title,
        sentence,
        actions,
        lessons,
    )
    return None
