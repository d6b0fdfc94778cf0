"""The row that the form on Predict was last filled in with: which one it is, and where it came from."""

from __future__ import annotations

from typing import Any

from app.ui import model_form, state
from app.ui.model_form import Fields

TYPICAL = "A typical row, most important columns first"
EACH_ITS_OWN = (
    "Each column starts at its own typical value; together they need not be a real row. Random row takes a real one."
)
ABSENT = object()


def row(version_id: str) -> dict[str, Any]:
    """Its values by column, as the service gives them."""
    values: dict[str, Any] = state.widget(_row_slot(version_id), {})
    return values


def origin(version_id: str) -> str:
    """Where it came from, in words."""
    words: str = state.widget(_origin_slot(version_id), TYPICAL)
    return words


def begin(version_id: str, fields: Fields) -> None:
    """A widget that is new on the page gets the value of the row that was last filled in, at first a typical one."""
    if state.widget(_row_slot(version_id)) is None:
        state.put(_row_slot(version_id), state.service().typical_row(version_id))
    new = [one for one in fields if state.widget(model_form.key_of(version_id, one.name), ABSENT) is ABSENT]
    model_form.fill(version_id, new, row(version_id))


def fill(version_id: str, fields: Fields, values: dict[str, Any], words: str) -> None:
    """Fill in another row; call before the form is drawn."""
    state.put(_origin_slot(version_id), words)
    state.put(_row_slot(version_id), values)
    again(version_id, fields)


def again(version_id: str, fields: Fields) -> None:
    """Fill in the same row again, without the changes that were made to it since."""
    model_form.fill(version_id, fields, row(version_id))


def _row_slot(version_id: str) -> str:
    return f"row_of_{version_id}"


def _origin_slot(version_id: str) -> str:
    return f"origin_of_{version_id}"
