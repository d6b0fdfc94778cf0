"""People and projects: who may sign in, what they may do, and what they did. For administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.people.roles import Role, named
from app.verbs.home import HomeVerbs
from app.verbs.names import given_name
from datasets.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.store.audit import Entry
    from app.store.people import LinkKind, PersonView
    from app.store.projects import ProjectView

MOST_ENTRIES = 1_000


@dataclass(frozen=True, slots=True)
class Linked:
    """A person, and the token of the one-time link to hand them: `/welcome/TOKEN` at the address of the app."""

    person: PersonView
    token: str


class PeopleVerbs(HomeVerbs):
    """What can be done with people and projects."""

    def people(self) -> tuple[PersonView, ...]:
        """Everybody, by name."""
        from app.store import people

        with self.store.read() as connection:
            return people.all_people(connection)

    def projects(self) -> tuple[ProjectView, ...]:
        """Every project, with its members."""
        from app.store import projects

        with self.store.read() as connection:
            return projects.all_projects(connection)

    def audit(
        self,
        *,
        what: str | None = None,
        person_id: str | None = None,
        words: str = "",
        since: float = 0.0,
        limit: int = MOST_ENTRIES,
    ) -> tuple[Entry, ...]:
        """Who did what when, the newest first: of one kind, of one person, with these words, from a moment on."""
        from app.store import audit

        with self.store.read() as connection:
            return audit.entries(connection, what=what, person_id=person_id, words=words, since=since, limit=limit)

    def invite(self, name: str, role: str, project_ids: tuple[str, ...] = ()) -> Linked:
        """Somebody new, in these projects, and the link by which they set their password. Raises InputError when the
        name is taken."""
        from app.store import people, projects

        with self.store.write() as connection:
            person_id = people.add_person(connection, given_name(name), named(role))
            for project_id in project_ids:
                projects.one_project(connection, project_id)
                projects.set_member(connection, project_id, person_id, None)
        return self._link("invite", person_id)

    def reset_link(self, person_id: str) -> Linked:
        """A link by which somebody sets a new password; until it is used, the old one works."""
        with self.store.read() as connection:
            invited = self._person(connection, person_id).invited
        return self._link("invite" if invited else "reset", person_id)

    def set_role(self, person_id: str, role: str) -> PersonView:
        """What somebody may do in their projects. Raises InputError when no administrator would be left."""
        from app.store import people

        with self.store.write() as connection:
            self._person(connection, person_id)
            people.change_person(connection, person_id, role=named(role))
            _check_administrators(connection)
            return people.one_person(connection, person_id)

    def set_active(self, person_id: str, active: bool) -> PersonView:
        """Let somebody sign in or not; who may not is signed out everywhere at once."""
        from app.store import people
        from app.store.engine import now

        with self.store.write() as connection:
            self._person(connection, person_id)
            people.change_person(connection, person_id, inactive=None if active else now())
            if not active:
                people.end_sessions(connection, person_id)
            _check_administrators(connection)
            return people.one_person(connection, person_id)

    def remove_person(self, person_id: str) -> None:
        """Remove somebody for good; what they made stays, and so does what the audit list says of them."""
        from app.store import people

        with self.store.write() as connection:
            self._person(connection, person_id)
            people.remove_person(connection, person_id)
            _check_administrators(connection)

    def add_project(self, name: str) -> ProjectView:
        """A new project, without members yet. Raises InputError when the name is taken."""
        from app.store import projects

        with self.store.write() as connection:
            return projects.one_project(connection, projects.add_project(connection, given_name(name)))

    def rename_project(self, project_id: str, name: str) -> ProjectView:
        from app.store import projects

        with self.store.write() as connection:
            projects.one_project(connection, project_id)
            projects.rename_project(connection, project_id, given_name(name))
            return projects.one_project(connection, project_id)

    def remove_project(self, project_id: str) -> None:
        """Raises InputError for the first project, and for one that holds something."""
        from app.store import projects

        with self.store.write() as connection:
            projects.remove_project(connection, project_id)

    def set_member(self, project_id: str, person_id: str, role: str | None = None) -> ProjectView:
        """Let somebody into a project; with a role of their own there, or None: the one they have everywhere."""
        from app.store import projects

        wanted: Role | None = None if role is None else named(role)
        if wanted == "admin":
            raise InputError("An administrator is one in all projects; in a project people are viewers or analysts.")
        with self.store.write() as connection:
            projects.one_project(connection, project_id)
            self._person(connection, person_id)
            projects.set_member(connection, project_id, person_id, wanted)
            return projects.one_project(connection, project_id)

    def remove_member(self, project_id: str, person_id: str) -> ProjectView:
        from app.store import projects

        with self.store.write() as connection:
            projects.one_project(connection, project_id)
            projects.remove_member(connection, project_id, person_id)
            return projects.one_project(connection, project_id)

    def downloaded(self, thing_id: str, what: str) -> None:
        """Somebody takes something out of Easel: `what` it is of the thing with that id. Only the audit list hears."""

    def _link(self, kind: LinkKind, person_id: str) -> Linked:
        from app.people.accounts import Accounts

        token = Accounts(self.store).new_link(kind, person_id)
        with self.store.read() as connection:
            return Linked(self._person(connection, person_id), token)

    def _person(self, connection: Connection, person_id: str) -> PersonView:
        from app.store import people

        return people.one_person(connection, person_id)


def _check_administrators(connection: Connection) -> None:
    """Raises InputError, which undoes the change, when nobody could manage people any more."""
    from app.store import people

    if not people.administrators(connection):
        raise InputError("Somebody must stay administrator. Make another person one first.")


__all__ = ["Linked", "PeopleVerbs"]
