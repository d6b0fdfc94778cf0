"""What was seen in a table: its profile and findings, together, as they are kept in a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasets.telling import Tell, nobody, within

if TYPE_CHECKING:
    from datasets.findings import Finding
    from datasets.profile import Profile
    from datasets.table import Table


# What the profile takes of it all; the data check takes the rest.
PROFILE_SHARE = 0.75


@dataclass(frozen=True)
class Looked:
    """The profile of a table and what its data check found, with one target or none; without one, how many rows equal
    an earlier one, too (None where that was not counted)."""

    profile: Profile
    findings: tuple[Finding, ...]
    repeats: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON types; `from_dict` reads it back."""
        found = [one.to_dict() for one in self.findings]
        return {"profile": self.profile.to_dict(), "findings": found, "repeats": self.repeats}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Looked:
        from datasets.findings import Finding
        from datasets.profile import Profile

        findings = tuple(Finding.from_dict(one) for one in data["findings"])
        return cls(Profile.from_dict(data["profile"]), findings, data.get("repeats"))


def look(table: Table, target: str | None, tell: Tell = nobody) -> Looked:
    """Look at a whole table; `tell` hears how far it is. Raises InputError when there is no such target."""
    from datasets.findings import check
    from datasets.profile import profile
    from datasets.rows import n_repeats

    seen = profile(table, target, within(tell, 0.0, PROFILE_SHARE))
    repeats = n_repeats(table, seen.n_unique) if target is None else None
    return Looked(seen, check(table, seen, target), repeats)


def read_looked(path: Path) -> Looked:
    """What was kept in a file."""
    return Looked.from_dict(json.loads(path.read_text(encoding="utf-8")))


__all__ = ["Looked", "look", "read_looked"]
