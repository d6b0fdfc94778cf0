"""Which projects somebody is in, and who they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.people import roles
from app.people.roles import HOME, NOWHERE, Role, Who

if TYPE_CHECKING:
    from sqlalchemy import Connection


def who_in_project(connection: Connection, row: Any) -> Who:
    """A person in the project they looked at last, if they are still in it, else in the first of theirs."""
    role = roles.named(row.role)
    mine = projects_of(connection, row.id, Who(role, row.id, row.name))
    if not mine:
        return Who("viewer", row.id, row.name, NOWHERE)
    project_id = row.project_id if row.project_id in mine else next(iter(mine))
    return Who(mine[project_id], row.id, row.name, project_id)


def projects_of(connection: Connection, person_id: str | None, who: Who) -> dict[str, Role]:
    """The projects somebody is in with their role there, the first project first; administrators are in all."""
    from sqlalchemy import select

    from app.store.tables import member, person, project

    own = connection.execute(select(person.c.role).where(person.c.id == person_id)).scalar_one_or_none()
    if person_id is None or own == "admin":
        ids = connection.execute(select(project.c.id).order_by(project.c.id != HOME, project.c.name)).scalars()
        return dict.fromkeys(ids, "admin" if own else who.role)
    found = select(member.c.project_id, member.c.role).join(project, project.c.id == member.c.project_id)
    ordered = found.where(member.c.person_id == person_id).order_by(project.c.id != HOME, project.c.name)
    return {row.project_id: roles.named(row.role or own or "viewer") for row in connection.execute(ordered)}


__all__ = ["projects_of", "who_in_project"]
