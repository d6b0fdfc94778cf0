"""Plain data as JSON gives it back, made into what it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same with tuples for lists, nested ones too."""
    return {key: _tuple(value) for key, value in data.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value


__all__ = ["tuples"]
