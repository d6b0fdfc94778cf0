"""Datasets and their versions: rows in, views out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from app.people.roles import HOME
from app.records import DatasetView, VersionView
from app.store.engine import moment, new_id, now
from app.store.samples import key, sample_of
from app.store.tables import dataset, dataset_version, model, model_version
from datasets.errors import InputError


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is known of a table that was read and saved, before it has an id; `path` is relative to the home folder."""

    rows: int
    columns: int
    bytes: int
    fingerprint: str
    path: str
    source_name: str


def all_datasets(connection: Connection, project_id: str | None = None) -> tuple[DatasetView, ...]:
    """Every dataset (of a project) that is not deleted, the one with the newest version first; outlines are none."""
    versions: dict[str, list[VersionView]] = {}
    for row in connection.execute(select(dataset_version).order_by(dataset_version.c.number)):
        versions.setdefault(row.dataset_id, []).append(_version(row))
    shown = select(dataset).where(dataset.c.deleted.is_(None), dataset.c.outline_of.is_(None))
    if project_id is not None:
        shown = shown.where(dataset.c.project_id == project_id)
    views = [_dataset(row, versions[row.id]) for row in connection.execute(shown) if row.id in versions]
    return tuple(sorted(views, key=lambda view: view.latest.created, reverse=True))


def one_dataset(connection: Connection, dataset_id: str) -> DatasetView:
    """Raises InputError when there is no such dataset (any more), or when it is deleted."""
    row = connection.execute(select(dataset).where(dataset.c.id == dataset_id)).one_or_none()
    if row is None:
        raise InputError("This dataset does not exist any more. Choose another one.")
    if row.deleted is not None:
        raise InputError(f"The dataset {row.name} is deleted. The list of datasets can bring it back for a while.")
    mine = select(dataset_version).where(dataset_version.c.dataset_id == dataset_id)
    return _dataset(row, [_version(found) for found in connection.execute(mine.order_by(dataset_version.c.number))])


def one_version(connection: Connection, version_id: str) -> VersionView:
    """Raises InputError when there is no such version (any more)."""
    return _version(version_row(connection, version_id))


def version_row(connection: Connection, version_id: str) -> Row[Any]:
    """The stored row of a version, with its path."""
    row = connection.execute(select(dataset_version).where(dataset_version.c.id == version_id)).one_or_none()
    if row is None:
        raise InputError("This version of the dataset does not exist any more. Choose another one.")
    return row


def sample_dataset(connection: Connection, sample: str, project_id: str = HOME) -> DatasetView | None:
    """The dataset of a project that the built-in sample was imported to, or None; one that was deleted comes back."""
    kept = key(sample, project_id)
    found = connection.execute(select(dataset).where(dataset.c.sample == kept)).one_or_none()
    if found is None:
        return None
    if found.deleted is not None:
        mark_deleted(connection, found.id, None)
    return one_dataset(connection, found.id)


def add_dataset(
    connection: Connection,
    name: str,
    sample: str | None = None,
    outline_of: str | None = None,
    project_id: str | None = None,
) -> str:
    """A new dataset without versions; a name that is taken in its project gets a number behind it. Returns its id.

    project_id  None: the first project
    """
    project_id = project_id or HOME
    taken = set(connection.execute(select(dataset.c.name).where(dataset.c.project_id == project_id)).scalars())
    dataset_id = new_id("d")
    kept = None if sample is None else key(sample, project_id)
    values = {"id": dataset_id, "name": free_name(name, taken), "sample": kept, "created": now()}
    values |= {"outline_of": outline_of, "project_id": project_id}
    connection.execute(insert(dataset).values(values))
    return dataset_id


def add_version(connection: Connection, dataset_id: str, new: NewVersion, version_id: str | None = None) -> str:
    """The next version of a dataset. Returns its id: a new one, or the one that was given out before."""
    mine = dataset_version.c.dataset_id == dataset_id
    highest = connection.execute(select(func.max(dataset_version.c.number)).where(mine)).scalar() or 0
    version_id = version_id or new_id("v")
    connection.execute(
        insert(dataset_version).values(
            id=version_id,
            dataset_id=dataset_id,
            number=highest + 1,
            rows=new.rows,
            columns=new.columns,
            bytes=new.bytes,
            fingerprint=new.fingerprint,
            path=new.path,
            source_name=new.source_name,
            created=now(),
        )
    )
    return version_id


def rename(connection: Connection, dataset_id: str, name: str) -> None:
    one_dataset(connection, dataset_id)
    connection.execute(update(dataset).where(dataset.c.id == dataset_id).values(name=name))


def set_outline(connection: Connection, dataset_id: str, model_id: str) -> None:
    """Say whose columns an outline holds."""
    connection.execute(update(dataset).where(dataset.c.id == dataset_id).values(outline_of=model_id))


def version_with(connection: Connection, fingerprint: str, project_id: str | None = None) -> str | None:
    """The newest version with these cells in a dataset (of a project) that is not deleted, or None."""
    found = (
        select(dataset_version.c.id)
        .join(dataset, dataset.c.id == dataset_version.c.dataset_id)
        .where(
            dataset_version.c.fingerprint == fingerprint, dataset.c.deleted.is_(None), dataset.c.outline_of.is_(None)
        )
        .order_by(dataset_version.c.created.desc())
        .limit(1)
    )
    if project_id is not None:
        found = found.where(dataset.c.project_id == project_id)
    return connection.execute(found).scalar_one_or_none()


def check_unused(connection: Connection, dataset_id: str) -> None:
    """Raises InputError when models that are not deleted use a dataset, naming them."""
    view = one_dataset(connection, dataset_id)
    ids = [version.id for version in view.versions]
    if names := _models_using(connection, ids):
        raise InputError(f"{view.name} is used by {_listed(names)}. Delete what uses it first.")


def mark_deleted(connection: Connection, dataset_id: str, at: float | None) -> None:
    """Deleted since `at`; None: in use again."""
    connection.execute(update(dataset).where(dataset.c.id == dataset_id).values(deleted=at))


def remove(connection: Connection, dataset_id: str) -> tuple[str, ...]:
    """Delete a dataset with its versions for good; returns the paths of their files."""
    paths = select(dataset_version.c.path).where(dataset_version.c.dataset_id == dataset_id)
    found = tuple(connection.execute(paths).scalars())
    connection.execute(delete(dataset).where(dataset.c.id == dataset_id))
    return found


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or `name 2`, `name 3` ... when it is taken."""
    known = set(taken)
    if name not in known:
        return name
    return next(f"{name} {i}" for i in range(2, len(known) + 3) if f"{name} {i}" not in known)


def _models_using(connection: Connection, version_ids: list[str]) -> list[str]:
    in_use = model.c.deleted.is_(None)
    direct = select(model.c.name).where(model.c.dataset_version_id.in_(version_ids), in_use)
    built = (
        select(model.c.name)
        .join(model_version, model_version.c.model_id == model.c.id)
        .where(model_version.c.dataset_version_id.in_(version_ids), in_use)
    )
    return sorted(set(connection.execute(direct).scalars()) | set(connection.execute(built).scalars()))


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"the model {shown}" if len(names) == 1 else f"the models {shown}{more}"


def _dataset(row: Row[Any], versions: list[VersionView]) -> DatasetView:
    return DatasetView(row.id, row.name, sample_of(row.sample), tuple(versions), moment(row.created))


def _version(row: Row[Any]) -> VersionView:
    return VersionView(
        row.id, row.dataset_id, row.number, row.rows, row.columns, row.bytes, row.source_name, moment(row.created)
    )
