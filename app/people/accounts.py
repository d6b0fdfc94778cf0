"""Accounts: signing in with a password, changing it, and the project that somebody sees."""

from __future__ import annotations

from app.people import membership, passwords
from app.people.links import Links
from app.people.roles import Who
from app.people.wrong_passwords import check_limits, note_wrong
from datasets.errors import InputError

WRONG = "Name and password do not fit together. Try again, or ask an administrator to set a new password."


class Accounts(Links):
    """The people of one store; safe to share between threads."""

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session. Raises InputError for a wrong name or password, without saying which, and when
        there were too many."""
        from app.store import people

        login = people.login_of(name)[:200]
        with self.store.read() as connection:
            check_limits(connection, login, address)
            row = people.row_by_login(connection, login)
        kept = None if row is None or row.inactive is not None else row.password
        if not passwords.fits(kept, password) or row is None:
            with self.store.write() as connection:
                note_wrong(connection, name.strip()[:200], login, address)
            raise InputError(WRONG)
        with self.store.write() as connection:
            if passwords.outdated(str(kept)):
                people.change_person(connection, row.id, password=passwords.hashed(password))
            return self._begin(connection, row.id, row.name, address)

    def change_password(self, who: Who, old: str, new: str, again: str) -> None:
        """Raises InputError when the old one is wrong or the new one does not do."""
        from app.store import audit, people

        login = people.login_of(who.name)
        with self.store.read() as connection:
            check_limits(connection, login, "")
            row = people.row_by_login(connection, who.name)
        if row is None or row.id != who.person_id or row.password is None or not passwords.fits(row.password, old):
            with self.store.write() as connection:
                note_wrong(connection, who.name, login, "", who.person_id)
            raise InputError("The password you have now is another one. Type it again.")
        passwords.check(new, again, who.name)
        kept = passwords.hashed(new)
        with self.store.write() as connection:
            people.change_person(connection, row.id, password=kept)
            audit.add(connection, who.name, "password", "changed by themselves", person_id=row.id)

    def note_sign_in(self, who: Who) -> None:
        """Write down that an identity provider has let somebody in."""
        from app.store import audit, people
        from app.store.engine import now

        with self.store.write() as connection:
            people.change_person(connection, str(who.person_id), seen=now())
            audit.add(connection, who.name, "sign_in", "with the identity provider", person_id=who.person_id)

    def choose_project(self, who: Who, project_id: str) -> None:
        """The project that a person sees from now on. Raises InputError when they are not in it."""
        from app.store import people, projects

        with self.store.write() as connection:
            if project_id not in membership.projects_of(connection, who.person_id, who):
                raise InputError("You are not in this project. Ask an administrator to let you in.")
            projects.one_project(connection, project_id)
            people.change_person(connection, str(who.person_id), project_id=project_id)
        self._known.clear()

    def projects_of(self, who: Who) -> tuple[tuple[str, str], ...]:
        """The projects (id, name) that somebody may see: an administrator all of them."""
        from app.store import projects

        with self.store.read() as connection:
            mine = membership.projects_of(connection, who.person_id, who)
            return tuple((one.id, one.name) for one in projects.all_projects(connection) if one.id in mine)


__all__ = ["Accounts"]
