"""What a page knows of its model: the fields of the manifest that it shows or reads by, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from datasets.errors import InputError
from inference.manifest import InputColumn, Manifest
from inference.probe import Probe

_OF_MANIFEST = ("name", "problem", "classes", "positive", "outputs", "interval", "threshold")
_OF_COLUMN = (
    *("name", "kind", "missing", "number", "datetime_formats", "role", "unit", "input", "dtype", "categories"),
    *("typical", "minimum", "maximum", "missing_share"),
)
_OF_TARGET = ("name", "role", "unit")


@dataclass(frozen=True, slots=True)
class Asked:
    """The columns that a page asks for, each feeding an input of the graph, and the columns a row may have besides."""

    columns: tuple[InputColumn, ...]
    unused: tuple[str, ...]


def asked(manifest: Manifest) -> Asked:
    """The raw columns behind the inputs of the graph.

    Raises InputError for a recipe that works values out: its steps are SQL, which a page cannot run. Steps that only
    leave columns out, rename them, read them by other rules, or choose rows leave every cell as it is.
    """
    if manifest.recipe is None:
        return Asked(manifest.columns, manifest.unused)
    from inference.recipe import Replayer

    replayer = Replayer(manifest.recipe)
    cells = {one.name: one.cells for one in replayer.fitted.prediction.relation.fields}
    made = [column.name for column in manifest.columns if cells[column.name] is None]
    if made or replayer.changes_grain:
        what = "groups rows" if replayer.changes_grain else f"works out {_some(made)} from other columns"
        raise InputError(
            f"A page can hold a model that reads the table as it is; the recipe of this one {what} first, and only "
            "Easel can replay that. Predict with Easel, or build the model without these steps."
        )
    columns = tuple(replace(c, column=replace(c.column, name=str(cells[c.name]))) for c in manifest.columns)
    if len({column.name for column in columns}) < len(columns):
        raise InputError("A page asks for each column once, and the recipe of this model reads one under two names.")
    return Asked(columns, manifest.recipe.unused)


def page_document(manifest: Manifest, known: Asked, probe: Probe) -> dict[str, Any]:
    """The JSON data in a page, columns in the order of the probe: a manifest for easel.js and what the page shows."""
    full = manifest.to_dict()
    place = {name: i for i, name in enumerate(probe.order)}
    columns = sorted(known.columns, key=lambda column: place.get(column.name, len(place)))
    return {
        **{name: full[name] for name in _OF_MANIFEST},
        "target": {name: full["target"][name] for name in _OF_TARGET},
        "columns": [_only(column.to_dict(), _OF_COLUMN) for column in columns],
        "unused": list(known.unused),
        "scale": probe.scale,
    }


def _only(data: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: data[name] for name in names}


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more columns"
