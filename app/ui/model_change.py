"""Changing a model's settings from a callback: what Easel refuses becomes a note, never a traceback."""

from __future__ import annotations

from typing import Any

from app.ui import state
from datasets.errors import EaselError


def change(model_id: str, **changes: Any) -> bool:
    """Store the changes; False, with the sentence as a note on the page, when they are refused."""
    try:
        state.service().update_model(model_id, **changes)
    except EaselError as error:
        state.tell_next(str(error))
        return False
    return True
