"""Models and their versions: rows in, views out. The state of a version is the state of its job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from app.records import ModelSettings, ModelVersionView, ModelView, VersionState
from app.store.datasets import free_name
from app.store.engine import moment, new_id, now
from app.store.samples import sample_of
from app.store.tables import dataset, dataset_version, job, model, model_version
from datasets.errors import InputError

Question = Callable[[str | None, str | None], str]  # (sample, target) -> the question in words

MOST_RECIPES = 50  # that Undo can bring back
OPENED = "open_bundle"  # the kind of the job that stands for a version built elsewhere

_STATES: Mapping[str, VersionState] = {
    "queued": "building",
    "running": "building",
    "done": "ready",
    "failed": "failed",
    "cancelled": "cancelled",
}
_MODELS = (
    select(model, dataset.c.id.label("dataset_id"), dataset.c.name.label("dataset_name"), dataset.c.sample)
    .join(dataset_version, model.c.dataset_version_id == dataset_version.c.id)
    .join(dataset, dataset_version.c.dataset_id == dataset.c.id)
)
_VERSIONS = select(model_version, job.c.kind, job.c.state, job.c.result, job.c.error).join(
    job, model_version.c.job_id == job.c.id
)


def all_models(connection: Connection, question: Question, project_id: str | None = None) -> tuple[ModelView, ...]:
    """Every model (of a project) that is not deleted, the one with the newest build (or the newest itself) first."""
    shown = _MODELS.where(model.c.deleted.is_(None))
    if project_id is not None:
        shown = shown.where(model.c.project_id == project_id)
    versions: dict[str, list[ModelVersionView]] = {}
    for row in connection.execute(_VERSIONS.order_by(model_version.c.number)):
        versions.setdefault(row.model_id, []).append(_version(row))
    views = [_model(row, versions.get(row.id, []), question) for row in connection.execute(shown)]
    return tuple(sorted(views, key=_touched, reverse=True))


def one_model(connection: Connection, model_id: str, question: Question) -> ModelView:
    """Raises InputError when there is no such model (any more), or when it is deleted."""
    row = connection.execute(_MODELS.where(model.c.id == model_id)).one_or_none()
    if row is None:
        raise InputError("This model does not exist any more. Choose another one.")
    if row.deleted is not None:
        raise InputError(f"The model {row.name} is deleted. The list of models can bring it back for a while.")
    mine = _VERSIONS.where(model_version.c.model_id == model_id).order_by(model_version.c.number)
    return _model(row, [_version(found) for found in connection.execute(mine)], question)


def version_row(connection: Connection, model_version_id: str) -> Row[Any]:
    """The stored row of a version with the state and the result of its job."""
    row = connection.execute(_VERSIONS.where(model_version.c.id == model_version_id)).one_or_none()
    if row is None:
        raise InputError("This version of the model does not exist any more. Choose another one.")
    return row


def add_model(connection: Connection, dataset_version_id: str, name: str, settings: ModelSettings) -> str:
    """A new model without versions, in the project of its dataset; a name that is taken there gets a number behind it.
    Returns its id."""
    project_id = connection.execute(_project_of(dataset_version_id)).scalar_one()
    taken = connection.execute(select(model.c.name).where(model.c.project_id == project_id)).scalars()
    model_id = new_id("m")
    connection.execute(
        insert(model).values(
            id=model_id,
            name=free_name(name, taken),
            dataset_version_id=dataset_version_id,
            settings=settings.to_dict(),
            created=now(),
            project_id=project_id,
        )
    )
    return model_id


def change_settings(connection: Connection, model_id: str, changes: Mapping[str, Any]) -> None:
    """Replace some settings; read and written in one transaction, so that two pages do not undo each other's. A recipe
    that another one replaces is kept, for Undo."""
    stored = connection.execute(select(model.c.settings).where(model.c.id == model_id)).scalar_one()
    settings = ModelSettings.from_dict(stored)
    if changes.get("recipe", settings.recipe) != settings.recipe:
        before = (*settings.recipes_before, settings.recipe)
        changes = {"recipes_before": before[-MOST_RECIPES:], **changes}
    settings = replace(settings, **changes)
    connection.execute(update(model).where(model.c.id == model_id).values(settings=settings.to_dict()))


def set_threshold(connection: Connection, model_id: str, version_id: str, threshold: float | None) -> None:
    """Keep the threshold that was chosen for a version; None forgets it."""
    stored = connection.execute(select(model.c.settings).where(model.c.id == model_id)).scalar_one()
    chosen = {**ModelSettings.from_dict(stored).thresholds, version_id: threshold}
    kept = {version: value for version, value in chosen.items() if value is not None}
    change_settings(connection, model_id, {"thresholds": kept})


def change(connection: Connection, model_id: str, **values: Any) -> None:
    """Set the name, the dataset version (with its project), or when a model was put aside or deleted."""
    if "dataset_version_id" in values:
        values["project_id"] = connection.execute(_project_of(values["dataset_version_id"])).scalar_one()
    connection.execute(update(model).where(model.c.id == model_id).values(**values))


def add_version(connection: Connection, model_id: str, version_id: str, job_id: str, dataset_version_id: str) -> int:
    """The next version of a model, to be built by a job. Returns its number."""
    number = next_number(connection, model_id)
    values = {"id": version_id, "model_id": model_id, "number": number, "job_id": job_id}
    connection.execute(insert(model_version).values(**values, dataset_version_id=dataset_version_id, created=now()))
    return number


def next_number(connection: Connection, model_id: str) -> int:
    highest = select(func.max(model_version.c.number)).where(model_version.c.model_id == model_id)
    return int(connection.execute(highest).scalar() or 0) + 1


def remove(connection: Connection, model_id: str) -> tuple[str, ...]:
    """Delete a model, its versions and its jobs. Returns the ids of the jobs, whose files may go too."""
    ids = select(job.c.id).where(job.c.model_id == model_id)
    found = tuple(connection.execute(ids).scalars())
    connection.execute(delete(model).where(model.c.id == model_id))
    return found


def _project_of(dataset_version_id: str) -> Select[tuple[str]]:
    found = select(dataset.c.project_id).join(dataset_version, dataset_version.c.dataset_id == dataset.c.id)
    return found.where(dataset_version.c.id == dataset_version_id)


def _touched(view: ModelView) -> Any:
    return view.versions[-1].created if view.versions else view.created


def _model(row: Row[Any], versions: list[ModelVersionView], question: Question) -> ModelView:
    settings = ModelSettings.from_dict(row.settings)
    return ModelView(
        id=row.id,
        name=row.name,
        question=question(sample_of(row.sample), settings.target),
        dataset_version_id=row.dataset_version_id,
        dataset_id=row.dataset_id,
        dataset_name=row.dataset_name,
        settings=settings,
        versions=tuple(versions),
        created=moment(row.created),
        archived=row.archived is not None,
    )


def _version(row: Row[Any]) -> ModelVersionView:
    result = row.result or {}
    score = result.get("score")
    return ModelVersionView(
        id=row.id,
        model_id=row.model_id,
        number=row.number,
        job_id=row.job_id,
        state=_STATES[row.state],
        score=score,
        baseline=result.get("baseline"),
        metric_title=score["title"] if score else "",
        dataset_version_id=row.dataset_version_id,
        created=moment(row.created),
        error=row.error,
        opened=row.kind == OPENED,
    )
