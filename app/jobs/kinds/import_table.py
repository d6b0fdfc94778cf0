"""Import a large file as a dataset, or as the next version of one, and look at it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.jobs.kind import JobKind, Run
from app.jobs.leaving import forget_upload, keep_looked, source_path, stage
from app.looked import look

if TYPE_CHECKING:
    from datasets.table import Table


# How far the job is when the table is read, and when it is kept (as measured on 100 MB of CSV).
READ, KEPT = 0.6, 0.7


def run(run: Run) -> Mapping[str, Any]:
    """The version gets the id that was given out when it was asked for, so that it is imported once, however often a
    worker begins anew. An uploaded file is removed when it was imported."""
    from app.store.datasets import version_row
    from app.verbs.intake import without_rows
    from datasets.errors import InputError
    from datasets.read import read
    from datasets.record import ReadOptions

    payload = run.payload
    if (table := _imported(run)) is None:
        path = source_path(run, payload["source_file"])
        assert path is not None
        tell = stage(run, f"Reading {payload['source_name']}", 0.0, READ)
        table = read(path, options=ReadOptions.from_dict(payload["options"]), tell=tell)
        if table.n_rows == 0:
            raise InputError(without_rows(table, payload["source_name"]))
        run.log(f"{table.n_rows:,} rows and {table.n_columns:,} columns were read")
        stage(run, "Keeping the table", READ, KEPT)
        _keep(run, table, path)
        forget_upload(run, path)
    tell = stage(run, "Looking at the columns", KEPT, 1.0)
    looked = keep_looked(run, look(table, None, tell))
    with run.store.read() as connection:
        dataset_id = version_row(connection, payload["version_id"]).dataset_id
    return {"version_id": payload["version_id"], "dataset_id": dataset_id, "rows": table.n_rows, "looked": looked}


def _imported(run: Run) -> Table | None:
    """The table, when an earlier try has kept it."""
    from app.jobs.leaving import version_table
    from datasets.errors import InputError

    try:
        return version_table(run, run.payload["version_id"])
    except InputError:
        return None


def _keep(run: Run, table: Table, path: Path) -> None:
    from app.store import datasets
    from app.verbs.saving import save_table
    from app.verbs.sources import size_of

    payload = run.payload
    kept = save_table(run.store, table)
    size = size_of(path) or run.store.place(kept).stat().st_size
    new = datasets.NewVersion(table.n_rows, table.n_columns, size, table.fingerprint, kept, payload["source_name"])
    with run.store.write() as connection:
        dataset_id = payload["into"] or datasets.add_dataset(
            connection, payload["name"], project_id=payload.get("project_id")
        )
        datasets.add_version(connection, dataset_id, new, payload["version_id"])


KIND = JobKind(name="import_table", title="Import", priority=30, run=run)
