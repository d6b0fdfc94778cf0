"""Whether the names that rows to predict come with are those that a model asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasets.errors import InputError
from datasets.wording import listed
from inference.manifest import Manifest
from inference.misfits import name_misfits
from inference.names import nearest


class RowNames:
    """The columns that a model asks for, and those that its training table had and it ignores."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._known = frozenset(manifest.asked_names)
        self._allowed = self._known | manifest.spare

    def checked(self, row: Mapping[Any, Any]) -> Mapping[str, Any]:
        """One row by names. Raises InputError for what is no row, and for a column that the model does not know."""
        if not isinstance(row, Mapping):
            if not hasattr(row, "keys"):
                kind = type(row).__name__
                raise InputError(f"A row to predict must be a mapping of column name to value; it is of type {kind}.")
            row = dict(row)
        if self._known.issuperset(row):
            return row
        named = {str(name): value for name, value in row.items()}
        for name in named:
            if name not in self._allowed:
                raise self._unknown(name)
        return named

    def check_table(self, names: tuple[str, ...]) -> None:
        """Raises InputError for a column that looks like a misspelt one, and when no column is known."""
        misfits = name_misfits(self._manifest, names)
        for misfit in misfits:
            if misfit.rule == "renamed_column":
                raise InputError(misfit.sentence)
        if sum(misfit.rule == "missing_column" for misfit in misfits) == len(self._manifest.asks):
            raise InputError(
                "The rows to predict must have columns of the model; none is there. "
                f"It reads: {listed(self._manifest.asked_names, 10)}."
            )

    def _unknown(self, name: str) -> InputError:
        names = self._manifest.asked_names
        near = nearest(name, names)
        hint = f"Nearest names: {', '.join(near)}." if near else f"It reads: {listed(names, 10)}."
        return InputError(f"The model has no column {name!r}. {hint}")
