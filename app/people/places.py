"""Which files of this computer, and which databases, people may read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.people.ids import ID
from app.people.roles import Who

PLACES = frozenset({"source", "address"})  # parameters of verbs that say where something is read


def may_read(place: Any, who: Who, home: Path) -> bool:
    """Whether `who` may read what lies at a place: an id, an upload, a database on a server; administrators also files
    outside of the `home` of Easel."""
    if isinstance(place, str) and ID.fullmatch(place):
        return True
    path = _file_at(place)
    if path is None:
        return True
    path, home = path.resolve(), home.resolve()
    if path.is_relative_to(home / "files" / "uploads"):
        return True
    return who.may("admin") and not path.is_relative_to(home) and not home.is_relative_to(path)


def _file_at(place: Any) -> Path | None:
    """The file of this computer that a place names; None when it names none."""
    from datasets.query import Address, database_of, resolved

    found = resolved(place) if isinstance(place, str) else place
    if isinstance(found, Address):
        return None if not database_of(found).in_file else Path(str(found.url.database or found.file or "/"))
    return Path(found) if isinstance(found, str | Path) else None
