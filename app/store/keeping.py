"""What was deleted waits here until it is removed for good, and can be brought back until then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    and_,
    delete,
    or_,
    select,
    union,
    update,
)

from app.store import datasets, models
from app.store.engine import now
from app.store.naming import files_of_jobs
from app.store.tables import dataset, dataset_version, job, model, model_version
from datasets.errors import InputError


@dataclass(frozen=True, slots=True)
class Waiting:
    """A model or dataset that was deleted at a moment (seconds since 1970)."""

    id: str
    what: Literal["model", "dataset"]
    name: str
    at: float


def delete_model(connection: Connection, model_id: str) -> tuple[str, ...]:
    """Mark a model deleted. Returns the ids of its jobs that are not over."""
    connection.execute(update(model).where(model.c.id == model_id).values(deleted=now()))
    unfinished = select(job.c.id).where(job.c.model_id == model_id, job.c.state.in_(("queued", "running")))
    return tuple(connection.execute(unfinished).scalars())


def delete_dataset(connection: Connection, dataset_id: str) -> None:
    """Mark a dataset deleted. Raises InputError when models use it, naming them."""
    datasets.check_unused(connection, dataset_id)
    datasets.mark_deleted(connection, dataset_id, now())


def waiting(connection: Connection, project_id: str | None = None) -> tuple[Waiting, ...]:
    """Everything (of a project) that was deleted and is still there, the last deleted first."""
    found = [
        Waiting(row.id, what, row.name, row.deleted)
        for what, table in _TABLES
        for row in connection.execute(select(table.c.id, table.c.name, table.c.deleted, table.c.project_id))
        if row.deleted is not None and project_id in (None, row.project_id)
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def bring_back(connection: Connection, deleted_id: str) -> None:
    """Undo a deletion; a model brings the datasets along that it needs. Raises InputError when it is gone."""
    for _, table in _TABLES:
        undone = update(table).where(table.c.id == deleted_id).values(deleted=None)
        if connection.execute(undone).rowcount:
            break
    else:
        raise InputError("This is removed for good; only a backup can bring it back.")
    needed = select(dataset_version.c.dataset_id).where(dataset_version.c.id.in_(_versions_of(deleted_id)))
    connection.execute(update(dataset).where(dataset.c.id.in_(needed)).values(deleted=None))


def remove_model(connection: Connection, model_id: str) -> None:
    """Remove a model with its versions, its jobs and its outline for good; their files have no name then."""
    models.remove(connection, model_id)
    connection.execute(delete(dataset).where(dataset.c.outline_of == model_id))


def remove(connection: Connection, deleted_id: str) -> None:
    """Remove for good what was deleted. Raises InputError for a dataset that a model needs, deleted or not."""
    if connection.execute(select(model.c.id).where(model.c.id == deleted_id)).first():
        remove_model(connection, deleted_id)
        return
    if connection.execute(select(dataset.c.id).where(dataset.c.id == deleted_id, dataset.c.id.in_(_needed()))).first():
        raise InputError("A model, deleted perhaps, needs this dataset. Remove the model for good first.")
    datasets.remove(connection, deleted_id)


def files_of(connection: Connection, deleted_id: str) -> tuple[tuple[str, ...], float]:
    """The paths in the store of all files that a model or dataset has, and when the last of its rows was written."""
    mine = select(dataset.c.id).where(or_(dataset.c.id == deleted_id, dataset.c.outline_of == deleted_id))
    found = select(dataset_version.c.path, dataset_version.c.created).where(dataset_version.c.dataset_id.in_(mine))
    tables = connection.execute(found).all()
    jobs = connection.execute(select(job.c.id, job.c.ended).where(job.c.model_id == deleted_id)).all()
    left = files_of_jobs(connection, job.c.model_id == deleted_id)
    paths = (*(row.path for row in tables), *(f"files/jobs/{row.id}/-" for row in jobs), *left)
    return paths, max((*(row.created for row in tables), *(row.ended or 0.0 for row in jobs)), default=0.0)


def expire(connection: Connection, before: float) -> tuple[int, int]:
    """Remove for good what was deleted before a moment: (models, datasets)."""
    old = tuple(connection.execute(select(model.c.id).where(model.c.deleted < before)).scalars())
    for model_id in old:
        remove_model(connection, model_id)
    unused = select(dataset.c.id).where(dataset.c.deleted < before, dataset.c.id.not_in(_needed()))
    gone = tuple(connection.execute(unused).scalars())
    for dataset_id in gone:
        datasets.remove(connection, dataset_id)
    return len(old), len(gone)


def of_kept_models() -> ColumnElement[bool]:
    """The jobs of no model, or of one that is not deleted."""
    return or_(job.c.model_id.is_(None), job.c.model_id.not_in(select(model.c.id).where(model.c.deleted.is_not(None))))


def of_project(project_id: str | None) -> tuple[ColumnElement[bool], ...]:
    """What the jobs of a project have in common: they are of its models, or of no model and of its data; None:
    nothing, all are meant."""
    if project_id is None:
        return ()
    of_models = job.c.model_id.in_(select(model.c.id).where(model.c.project_id == project_id))
    return (or_(of_models, and_(job.c.model_id.is_(None), job.c.project_id == project_id)),)


def _versions_of(model_id: str) -> CompoundSelect[tuple[str]]:
    """The dataset versions that a model and its versions name."""
    return union(
        select(model.c.dataset_version_id).where(model.c.id == model_id),
        select(model_version.c.dataset_version_id).where(model_version.c.model_id == model_id),
    )


def _needed() -> Select[tuple[str]]:
    """The datasets that some model names, deleted or not."""
    named = union(select(model.c.dataset_version_id), select(model_version.c.dataset_version_id))
    return select(dataset_version.c.dataset_id).where(dataset_version.c.id.in_(named))


_TABLES: tuple[tuple[Literal["model", "dataset"], Table], ...] = (("model", model), ("dataset", dataset))

__all__ = [
    "Waiting",
    "bring_back",
    "delete_dataset",
    "delete_model",
    "expire",
    "files_of",
    "of_kept_models",
    "of_project",
    "remove",
    "remove_model",
    "waiting",
]
