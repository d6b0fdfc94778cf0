"""What a rule gets to see and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from datasets.profile import Profile
from datasets.table import Table


@dataclass(frozen=True, slots=True)
class Fix:
    """What a click would do: leave a column out, or remove repeated rows."""

    action: Literal["drop_column", "drop_duplicates"]
    column: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `value` is what was measured and `threshold` what the rule allows; `title` is a short sentence,
    `sentence` says what was seen, with numbers."""

    rule: str
    column: str | None
    title: str
    sentence: str
    value: float | None
    threshold: float | None
    severity: Literal["warning", "block", "note"] = "warning"
    fix: Fix | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The table, its profile, and the column to predict (None when it is not chosen yet)."""

    table: Table
    profile: Profile
    target: str | None

    @property
    def features(self) -> tuple[str, ...]:
        """All columns but the target."""
        return tuple(name for name in self.table.names if name != self.target)


@dataclass(frozen=True, slots=True)
class Rule:
    """A warning about data: `threshold` is published in docs/findings.md, lower `order` comes first."""

    name: str
    title: str
    threshold: float
    order: int
    check: Callable[[Evidence], Iterable[Finding]]


def leave_out(column: str) -> Fix:
    """The fix that most rules offer."""
    return Fix("drop_column", column, "Leave it out")
