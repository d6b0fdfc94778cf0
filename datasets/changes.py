"""What an analyst changes about how a table is taken, without changing the file: plain data, applied to a table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasets.table import Table


@dataclass(frozen=True, slots=True)
class Changes:
    """`kinds` (column -> choice of datasets.choice) says how columns are read, `missing` (column -> words) which of
    their cells mean "not known" besides those that reading found, `unique_rows` that of equal rows only the first one
    counts. Columns that a table does not have are passed over."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unique_rows: bool = False

    @property
    def key(self) -> Hashable:
        """Equal for equal changes."""
        words = tuple(sorted((name, tuple(words)) for name, words in self.missing.items()))
        return (tuple(sorted(self.kinds.items())), words, self.unique_rows)

    def of(self, names: tuple[str, ...]) -> Changes:
        """Only what concerns these columns."""
        kinds = {name: kind for name, kind in self.kinds.items() if name in names}
        return replace(self, kinds=kinds, missing={name: w for name, w in self.missing.items() if name in names})

    def apply(self, table: Table) -> Table:
        """The changed table; the same one where nothing changes. Raises InputError for a word that is no kind."""
        for name, choice in self.kinds.items():
            if name in table.names:
                table = table.with_kind(name, choice)
        for name, words in self.missing.items():
            if name in table.names and words:
                table = table.with_missing(name, words)
        return distinct_rows(table) if self.unique_rows else table

    def to_dict(self) -> dict[str, Any]:
        """JSON types; `from_dict` reads it back."""
        missing = {name: list(words) for name, words in self.missing.items()}
        return {"kinds": dict(self.kinds), "missing": missing, "unique_rows": self.unique_rows}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Changes:
        """What `to_dict` wrote; what is absent is unchanged."""
        missing = {name: tuple(words) for name, words in data.get("missing", {}).items()}
        return cls(dict(data.get("kinds", {})), missing, bool(data.get("unique_rows", False)))


AS_READ = Changes()


def distinct_rows(table: Table) -> Table:
    """Without the rows that equal an earlier one in every cell."""
    import numpy as np

    from datasets.rows import first_of_equals, row_keys

    places = np.arange(table.n_rows)
    first = first_of_equals(row_keys(table, table.names))
    return table if (first == places).all() else table.take(places[first == places])
