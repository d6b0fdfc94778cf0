"""The ids of things that lie in a project: datasets, their versions, models, builds, jobs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

ID = re.compile(r"[dvmbj]_[0-9a-f]{10}")
DEEP = 8


def ids_in(value: Any, deep: int = DEEP) -> Iterator[str]:
    """Every text in plain data that looks like the id of a thing in a project."""
    if isinstance(value, str):
        if ID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping) and deep:
        for inner in value.values():
            yield from ids_in(inner, deep - 1)
    elif isinstance(value, list | tuple | set | frozenset) and deep:
        for inner in value:
            yield from ids_in(inner, deep - 1)
