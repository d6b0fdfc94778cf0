"""What callbacks of the model pages do: what Easel refuses becomes a note on the page, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.ui import state
from app.ui.in_notation import in_notation
from datasets.errors import EaselError


def attempt(act: Callable[..., Any], *values: Any, **named: Any) -> None:
    """Call `act` as a widget's callback; when it refuses, its sentence becomes a note on the page."""
    _accepted(act, *values, **named)


def change(model_id: str, **changes: Any) -> bool:
    """Store changed settings of a model; False, with a note, when they are refused."""
    return _accepted(state.service().update_model, model_id, **changes)


def _accepted(act: Callable[..., Any], *values: Any, **named: Any) -> bool:
    try:
        act(*values, **named)
    except EaselError as error:
        state.tell_next(in_notation(str(error)))
        return False
    return True
