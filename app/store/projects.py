"""Projects and their members, and the project that a thing belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, Select, bindparam, delete, func, insert, select, update

from app.people.roles import HOME
from app.store.engine import new_id, now
from app.store.tables import dataset, dataset_version, job, member, model, model_version, person, project
from datasets.errors import InputError


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project. `members` maps ids of persons to their role in it (None: their own); deleted things count, too."""

    id: str
    name: str
    members: Mapping[str, str | None]
    datasets: int
    models: int


def all_projects(connection: Connection) -> tuple[ProjectView, ...]:
    """Every project: the first one, then by name."""
    members: dict[str, dict[str, str | None]] = {}
    for row in connection.execute(select(member)):
        members.setdefault(row.project_id, {})[row.person_id] = row.role
    counted = []
    for table in (dataset, model):
        kept = select(table.c.project_id, func.count().label("n")).group_by(table.c.project_id)
        if table is dataset:
            kept = kept.where(dataset.c.outline_of.is_(None))
        counted.append({row.project_id: row.n for row in connection.execute(kept)})
    found = [
        ProjectView(row.id, row.name, members.get(row.id, {}), *(counts.get(row.id, 0) for counts in counted))
        for row in connection.execute(select(project))
    ]
    return tuple(sorted(found, key=lambda one: (one.id != HOME, one.name.casefold())))


def one_project(connection: Connection, project_id: str) -> ProjectView:
    """Raises InputError when there is no such project (any more)."""
    for found in all_projects(connection):
        if found.id == project_id:
            return found
    raise InputError("This project does not exist any more. Choose another one.")


def project_named(connection: Connection, name: str) -> ProjectView:
    """The project with that name or id, small and capital letters alike. Raises InputError naming those there are."""
    found = all_projects(connection)
    for one in found:
        if name.strip().casefold() in (one.name.casefold(), one.id):
            return one
    raise InputError(f"There is no project {name!r}. There are: {', '.join(one.name for one in found)}.")


def add_project(connection: Connection, name: str) -> str:
    """A new project without members. Raises InputError when the name is taken. Returns its id."""
    _check_name(connection, name)
    project_id = new_id("p")
    connection.execute(insert(project).values(id=project_id, name=name, created=now()))
    return project_id


def rename_project(connection: Connection, project_id: str, name: str) -> None:
    """Raises InputError when the name is taken."""
    _check_name(connection, name, project_id)
    connection.execute(update(project).where(project.c.id == project_id).values(name=name))


def remove_project(connection: Connection, project_id: str) -> None:
    """Raises InputError for the first project, and for one that holds something, deleted or not."""
    found = one_project(connection, project_id)
    if project_id == HOME:
        raise InputError(f"{found.name} is the first project and stays; it can have another name.")
    outlines = select(dataset.c.id).where(dataset.c.project_id == project_id).limit(1)
    if found.models or connection.execute(outlines).first():
        raise InputError(
            f"{found.name} holds {found.datasets} datasets and {found.models} models, those that wait to be removed "
            "among them. Remove them for good first."
        )
    connection.execute(delete(project).where(project.c.id == project_id))


def set_member(connection: Connection, project_id: str, person_id: str, role: str | None) -> None:
    """Let a person into a project, with a role of their own there or None: the one they have everywhere."""
    here = (member.c.project_id == project_id, member.c.person_id == person_id)
    if connection.execute(update(member).where(*here).values(role=role)).rowcount == 0:
        connection.execute(insert(member).values(project_id=project_id, person_id=person_id, role=role))


def remove_member(connection: Connection, project_id: str, person_id: str) -> None:
    connection.execute(delete(member).where(member.c.project_id == project_id, member.c.person_id == person_id))
    left = update(person).where(person.c.id == person_id, person.c.project_id == project_id)
    connection.execute(left.values(project_id=None))


def project_of(connection: Connection, thing_id: str) -> str | None:
    """The project of a dataset, a version, a model, a version of a model or a job, by its id; None when there is no
    such thing."""
    asked = _WHERE.get(thing_id[:2])
    found = None if asked is None else connection.execute(asked, {"id": thing_id}).one_or_none()
    return None if found is None else str(found[0])


def name_of(connection: Connection, thing_id: str) -> str:
    """What people call the thing with an id; "" when it is gone."""
    asked = _NAMES.get(thing_id[:2])
    found = None if asked is None else connection.execute(asked, {"id": thing_id}).one_or_none()
    if found is None:
        return ""
    return found[0] if len(found) == 1 else f"{found[0]} {'v' if thing_id[:1] == 'v' else 'V'}{found[1]}"


def _check_name(connection: Connection, name: str, but: str = "") -> None:
    for found in connection.execute(select(project)):
        if found.id != but and found.name.casefold() == name.casefold():
            raise InputError(f"There is a project {found.name} already. Choose another name.")


def _asked() -> tuple[Mapping[str, Select[tuple[str]]], Mapping[str, Select[tuple[str, int]] | Select[tuple[str]]]]:
    """By the first letter of an id: the question for its project, and the one for its name (with its number)."""
    wanted: BindParameter[str] = bindparam("id")
    of_version = dataset_version.join(dataset, dataset_version.c.dataset_id == dataset.c.id)
    of_build = model_version.join(model, model_version.c.model_id == model.c.id)
    of_job = job.outerjoin(model, job.c.model_id == model.c.id)
    return (
        {
            "d_": select(dataset.c.project_id).where(dataset.c.id == wanted),
            "v_": select(dataset.c.project_id).select_from(of_version).where(dataset_version.c.id == wanted),
            "m_": select(model.c.project_id).where(model.c.id == wanted),
            "b_": select(model.c.project_id).select_from(of_build).where(model_version.c.id == wanted),
            "j_": select(func.coalesce(model.c.project_id, job.c.project_id, HOME))
            .select_from(of_job)
            .where(job.c.id == wanted),
        },
        {
            "d_": select(dataset.c.name).where(dataset.c.id == wanted),
            "v_": select(dataset.c.name, dataset_version.c.number)
            .select_from(of_version)
            .where(dataset_version.c.id == wanted),
            "m_": select(model.c.name).where(model.c.id == wanted),
            "b_": select(model.c.name, model_version.c.number)
            .select_from(of_build)
            .where(model_version.c.id == wanted),
            "j_": select(job.c.title).where(job.c.id == wanted),
            "u_": select(person.c.name).where(person.c.id == wanted),
            "p_": select(project.c.name).where(project.c.id == wanted),
        },
    )


_WHERE, _NAMES = _asked()
