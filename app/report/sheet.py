"""What a data report is about: a table, its profile and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from datasets.findings import Finding, check
from datasets.profile import ColumnProfile, Profile, profile
from datasets.table import Table


@dataclass(frozen=True)
class Sheet:
    """A table by its name, with the column to predict (None: not chosen)."""

    table: Table
    name: str
    target: str | None = None

    @cached_property
    def profile(self) -> Profile:
        return profile(self.table, self.target)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return check(self.table, self.profile, self.target)

    @property
    def aim(self) -> ColumnProfile | None:
        """The profile of the column to predict."""
        return None if self.target is None else self.profile[self.target]
