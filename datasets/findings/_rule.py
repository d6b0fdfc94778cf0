"""What a rule gets to see and what it says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from datasets.findings._written import NOT_AMOUNTS, written
from datasets.profile import ColumnProfile, Profile
from datasets.relation import TargetValues, sample, sampled_places, target_values
from datasets.schema import Kind
from datasets.table import Table
from datasets.texts import text_cells
from datasets.values import short

Action = Literal["drop_columns", "drop_duplicates", "split", "change_kind", "missing_words"]
Severity = Literal["note", "warning", "block"]
RANK: Mapping[str, int] = {"block": 0, "warning": 1, "note": 2}
MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Fix:
    """What a click does, as plain data: an action, the columns it is done to, and its arguments.

    drop_columns    the columns are not used
    drop_duplicates of rows that are equal in every cell the first one is kept
    split           rows are kept apart by the column; arguments: by, "date" or "group"
    change_kind     the column is read as another kind; arguments: kind
    missing_words   cells with these words count as not known; arguments: words
    """

    action: Action
    columns: tuple[str, ...]
    label: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `value` is what was measured and `threshold` what the rule allows; `title` is a short sentence,
    `sentence` says what was seen, with numbers, `example` shows it in cells of the table (rows count from 1, the header
    aside), `advice` says what to do where no fix does it. `columns` are all columns concerned; `column` is the only
    one, None when it is about several or about the table."""

    rule: str
    columns: tuple[str, ...]
    title: str
    sentence: str
    value: float
    threshold: float
    severity: Severity = "warning"
    example: str = ""
    fix: Fix | None = None
    advice: str = ""

    @property
    def column(self) -> str | None:
        return self.columns[0] if len(self.columns) == 1 else None

    def to_dict(self) -> dict[str, Any]:
        """JSON types, with `column` beside `columns`."""
        plain = asdict(self)
        plain["columns"] = list(self.columns)
        if plain["fix"] is not None:
            plain["fix"]["columns"] = list(plain["fix"]["columns"])
        return {"rule": self.rule, "column": self.column, **plain}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """What `to_dict` gave, read back from JSON."""
        values = {name: value for name, value in data.items() if name != "column"}
        fix = values["fix"] and Fix(**{**values["fix"], "columns": tuple(values["fix"]["columns"])})
        return cls(**{**values, "columns": tuple(values["columns"]), "fix": fix})


@dataclass(frozen=True)
class Evidence:
    """The table, its profile, the column to predict (None when it is not chosen yet) and the present time (seconds
    UTC). `rows` are at most 20,000 rows drawn evenly, at the `places` (m,) of the table."""

    table: Table
    profile: Profile
    target: str | None
    now: float = field(default_factory=time.time)

    @property
    def features(self) -> tuple[str, ...]:
        """All columns but the target."""
        return tuple(name for name in self.table.names if name != self.target)

    @property
    def n_rows(self) -> int:
        return self.table.n_rows

    @cached_property
    def rows(self) -> Table:
        return sample(self.table)

    @cached_property
    def places(self) -> npt.NDArray[np.int64]:
        return sampled_places(self.table.n_rows)

    @cached_property
    def aim(self) -> TargetValues | None:
        """The target on the sampled rows."""
        return None if self.target is None else target_values(self.rows, self.target)

    @cached_property
    def classes(self) -> tuple[npt.NDArray[np.int64], tuple[str, ...]] | None:
        """(codes (n,) on all rows, -1 = not known; texts) of a target that is a choice; None for numbers and dates."""
        if self.target is None or self.table.schema[self.target].kind in (Kind.NUMERIC, Kind.DATETIME):
            return None
        encoded = self.table.texts(self.target).dictionary_encode()
        codes = np.asarray(encoded.indices, dtype=np.int64)
        return np.where(self.table.missing(self.target), -1, codes), tuple(encoded.dictionary.to_pylist())

    @property
    def sampled(self) -> str:
        """Words about the sample for the end of a sentence; none when all rows were looked at."""
        if self.rows.n_rows == self.n_rows:
            return ""
        return f" (measured on {self.rows.n_rows:,} rows drawn evenly from {self.n_rows:,})"

    def of_kind(self, *kinds: Kind) -> Iterator[ColumnProfile]:
        """The profiles of the features of these kinds."""
        wanted = {str(kind) for kind in kinds}
        return (c for c in self.profile.columns if c.name != self.target and c.kind in wanted)

    def cell(self, name: str, place: int) -> str:
        """A cell as it was read, in quotes when it is text or a word among numbers or dates."""
        text = text_cells(self.table.cells.column(name).slice(int(place), 1))[0].as_py()
        if text is None:
            return "empty"
        plain = self.table.schema[name].kind in (Kind.NUMERIC, Kind.DATETIME) and any(map(str.isdigit, text))
        return text if plain else short(text)

    def show(self, places: Iterable[int], names: Sequence[str]) -> str:
        """ "Row 3: reason "gone", left "Yes"; row 8: reason empty, left "No"."; places count from 0 in the table."""
        shown = [
            (place, ", ".join(f"{name} {written(self.cell(name, place), self.table, name, place)}" for name in names))
            for place in map(int, places)
        ]
        said = "; ".join(f"row {place + 1:,}: {cells}" for place, cells in shown)
        return f"{said[:1].upper()}{said[1:]}." if said else ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A warning about data: `threshold` is published in docs/findings.md, lower `order` comes first among findings that
    are equally severe."""

    name: str
    title: str
    threshold: float
    order: int
    check: Callable[[Evidence], Iterable[Finding]]


def leave_out(*columns: str) -> Fix:
    """The fix that most rules offer."""
    return Fix("drop_columns", columns, "Leave it out" if len(columns) == 1 else "Leave them out")


def percent(share: float) -> str:
    """With as many digits as are needed to see that it is neither 0 nor 100."""
    if 0 < share < 0.001:
        return f"{100 * share:.1g} %"
    if 0.999 < share < 1:
        return f"{100 - float(f'{100 * (1 - share):.1g}'):.10g} %"
    return f"{100 * share:.1f} %"


def number(value: float) -> str:
    """Six digits, thousands apart, whole numbers without a point."""
    return f"{value:,.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:,.6g}"


def quantity(value: float, role: str | None) -> str:
    """A number as its column writes it: years, codes and postcodes are no amounts, 1196."""
    return number(value).replace(",", "") if role in NOT_AMOUNTS else number(value)


def listed(names: Sequence[str], most: int = MOST_LISTED) -> str:
    """ "a", "a and b", "a, b, c, d and 5 more"."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1:,} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
