"""What jobs read from the store and leave behind in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.job_records import Progress
from app.jobs.kind import Run
from app.preparing import Prepared, prepare, recipe_of
from app.store.files import hash_in
from datasets.telling import Tell, within

if TYPE_CHECKING:
    from app.looked import Looked
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


def source_path(run: Run, file: str | None) -> Path | None:
    """Where a file that a job is asked to read lies: anywhere on this machine, or in the store."""
    if file is None:
        return None
    return run.store.file(file) if hash_in(file) else Path(file)


def forget_upload(run: Run, path: Path) -> None:
    """Remove a file that was uploaded for this job alone."""
    if run.store.place("files/uploads") in path.parents:
        shutil.rmtree(path.parent, ignore_errors=True)


def stage(run: Run, now: str, start: float, end: float) -> Tell:
    """Tell what is going on from now on, which takes the job from `start` to `end` (0..1); what is returned is to be
    told how much of that is done."""

    def tell(share: float) -> None:
        run.report(Progress(now=now, elapsed_s=run.spent_s(), share=share))

    run.log(now)
    tell(start)
    return within(tell, start, end)


def keep_looked(run: Run, looked: Looked) -> str:
    """Write down what was seen in a table; returns the path for the job's result."""
    path = f"{run.folder()}/looked.json"
    write_json(run.store.place(path), looked.to_dict())
    return path


def write_json(path: Path, document: Any) -> None:
    """Write a JSON document whole or not at all. Raises EaselError when the disk is full."""
    from datasets.atomic import write_atomically

    content = json.dumps(document, ensure_ascii=False).encode()

    def write(file: BinaryIO) -> None:
        file.write(content)

    write_atomically(path, write)
