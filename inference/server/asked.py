"""The rows that a request asks about, whatever they came as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.wording import listed
from inference.manifest import Manifest
from inference.names import nearest
from inference.server.errors import RefusalError


@dataclass(frozen=True, slots=True)
class Asked:
    """`rows` map column names to values; a csv answer has a `header` and uses the `delimiter`."""

    rows: Sequence[Mapping[str, Any]]
    header: bool = True
    delimiter: str = ","


def no_rows() -> RefusalError:
    """The refusal of a request without rows."""
    return RefusalError(400, "A request must hold at least one row to predict; it holds none.")


def too_many_rows(most: int) -> RefusalError:
    """The refusal of a request with more rows than the server takes at a time."""
    return RefusalError(413, f"A request may hold at most {most:,} rows; it holds more. Send them in several requests.")


def wrong_width(n_values: int, manifest: Manifest, row: int) -> RefusalError:
    """The refusal of a row without names that has not one value for each column."""
    names = manifest.asked_names
    shown = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    return RefusalError(
        400,
        f"Row {row:,} must have {len(names):,} values, one for each column in this order: {shown}; "
        f"it has {n_values:,}. Or name the columns.",
        row=row,
    )


def unknown_column(name: str, manifest: Manifest, row: int | None = None) -> RefusalError:
    """The refusal of a column that the model has never heard of."""
    names = manifest.asked_names
    near = nearest(name, names)
    hint = f"Nearest names: {', '.join(near)}." if near else f"It reads: {listed(names, 10)}."
    return RefusalError(400, f"The model has no column {name[:100]!r}. {hint}", name, row)
