"""What jobs read from the store and leave behind in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.jobs.kind import Run
from app.preparing import Prepared, prepare, recipe_of

if TYPE_CHECKING:
    from datasets.table import Table


def model_table(run: Run) -> Prepared:
    """The table that a build or preview is made from, as it is taken, and after its recipe."""
    from datasets.changes import Changes

    table = version_table(run, run.payload["dataset_version_id"])
    recipe = recipe_of(run.payload.get("recipe", ()), lambda version_id: version_table(run, version_id))
    return prepare(table, Changes.from_dict(run.payload), recipe)


def version_table(run: Run, version_id: str) -> Table:
    """The table of a dataset version. Raises InputError when it is gone."""
    from app.store.datasets import version_row
    from datasets.table import Table

    with run.store.read() as connection:
        path = version_row(connection, version_id).path
    return Table.load(run.store.file(path))


def write_json(path: Path, document: Any) -> None:
    """Write a JSON document whole or not at all. Raises EaselError when the disk is full."""
    from datasets.atomic import write_atomically

    content = json.dumps(document, ensure_ascii=False).encode()

    def write(file: BinaryIO) -> None:
        file.write(content)

    write_atomically(path, write)
