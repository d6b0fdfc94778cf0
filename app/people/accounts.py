"""Signing in with a password: sessions, one-time links, and how many wrong passwords are too many."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from app.people import passwords, roles
from app.people.roles import HOME, NOWHERE, Role, Who
from app.people.tokens import hash_of, new_token
from datasets.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.store.engine import Store
    from app.store.people import LinkKind

DAY_S = 86_400.0
SESSION_S = 14 * DAY_S
LINK_S = 7 * DAY_S
FIRST_LINK_S = DAY_S
WRONG_S = 900.0  # for how long wrong passwords count
KNOWN_S = 2.0  # how long a session is believed without looking into the store
MOST_KNOWN = 10_000
WRONG = "Name and password do not fit together. Try again, or ask an administrator to set a new password."


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` wrong passwords within WRONG_S that agree in these columns of the audit list."""

    most: int
    same: tuple[str, ...]


# For one name from one place; for one name from anywhere; from one place for any names (which many may share).
LIMITS = (Limit(5, ("note", "address")), Limit(25, ("note",)), Limit(100, ("address",)))


class Accounts:
    """The people of one store; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[str, tuple[float, Who | None]] = {}

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session. Raises InputError for a wrong name or password, without saying which, and when
        there were too many."""
        from app.store import audit, people

        login = people.login_of(name)[:200]
        with self.store.read() as connection:
            self._check_limits(connection, login, address)
            row = people.row_by_login(connection, login)
        kept = None if row is None or row.inactive is not None else row.password
        if not passwords.fits(kept, password) or row is None:
            with self.store.write() as connection:
                audit.add(connection, name.strip()[:200], "wrong_password", login, address=address)
            raise InputError(WRONG)
        with self.store.write() as connection:
            if passwords.outdated(str(kept)):
                people.change_person(connection, row.id, password=passwords.hashed(password))
            return self._begin(connection, row.id, row.name, address)

    def who(self, token: str | None) -> Who | None:
        """Who the bearer of a token is; None: nobody. What is found is believed for KNOWN_S."""
        if not token or len(token) > 200:
            return None
        known, at = hash_of(token), time.monotonic()
        found = self._known.get(known)
        if found is None or at - found[0] > KNOWN_S:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            found = self._known[known] = (at, self._look_up(known))
        return found[1]

    def sign_out(self, token: str) -> None:
        from app.store import audit, people

        known = hash_of(token)
        with self.store.write() as connection:
            row = people.session_person(connection, known)
            people.end_session(connection, known)
            if row is not None:
                audit.add(connection, row.name, "sign_out", person_id=row.id)
        self._known.pop(known, None)

    def end_others(self, person_id: str, token: str) -> None:
        """Sign a person out everywhere but where the token is."""
        from app.store import people

        with self.store.write() as connection:
            people.end_sessions(connection, person_id, but=hash_of(token))
        self._known.clear()

    def forget_known(self) -> None:
        """Look into the store at the next question, since something has changed."""
        self._known.clear()

    def new_link(self, kind: LinkKind, person_id: str | None = None) -> str:
        """The token of a link that works once; "first" makes the first administrator."""
        from app.store import people

        token = new_token()
        with self.store.write() as connection:
            people.add_link(connection, hash_of(token), kind, person_id, FIRST_LINK_S if kind == "first" else LINK_S)
        return token

    def first_link(self) -> str | None:
        """The token of the link that makes the administrator; None when there is one already."""
        from app.store import people

        with self.store.read() as connection:
            there = people.administrators(connection)
        return None if there else self.new_link("first")

    def link(self, token: str) -> tuple[LinkKind, str]:
        """What a link is for, and the name of whom it is for ("" for the first administrator, who chooses one). Raises
        InputError when it does not work (any more)."""
        from app.store import people

        with self.store.read() as connection:
            row = people.open_link(connection, hash_of(token))
            return row.kind, "" if row.person_id is None else people.one_person(connection, row.person_id).name

    def redeem(self, token: str, name: str, password: str, again: str, address: str) -> str:
        """Use a link: set the password, make the administrator if it is the first. Returns the token of a session.
        Raises InputError when it does not work, or when name or password do not do."""
        from app.store import audit, people
        from app.verbs.names import given_name

        kind, known_as = self.link(token)
        name = known_as or given_name(name)
        passwords.check(password, again, name)
        kept = passwords.hashed(password)
        with self.store.write() as connection:
            row = people.open_link(connection, hash_of(token))  # nobody else was faster
            people.use_link(connection, hash_of(token))
            if row.person_id is None:
                person_id = _make_first(connection, name, kept)
            else:
                person_id = row.person_id
                if not people.one_person(connection, person_id).active:
                    raise InputError("This account is not active any more. Ask an administrator.")
                people.change_person(connection, person_id, password=kept)
                people.end_sessions(connection, person_id)
            said = "as the first administrator" if kind == "first" else f"by the link of {kind}"
            audit.add(connection, name, "password", said, person_id=person_id, address=address)
            session = self._begin(connection, person_id, name, address)
        self._known.clear()
        return session

    def change_password(self, who: Who, old: str, new: str, again: str) -> None:
        """Raises InputError when the old one is wrong or the new one does not do."""
        from app.store import audit, people

        login = people.login_of(who.name)
        with self.store.read() as connection:
            self._check_limits(connection, login, "")
            row = people.row_by_login(connection, who.name)
        if row is None or row.id != who.person_id or row.password is None or not passwords.fits(row.password, old):
            with self.store.write() as connection:
                audit.add(connection, who.name, "wrong_password", login, person_id=who.person_id, address="")
            raise InputError("The password you have now is another one. Type it again.")
        passwords.check(new, again, who.name)
        kept = passwords.hashed(new)
        with self.store.write() as connection:
            people.change_person(connection, row.id, password=kept)
            audit.add(connection, who.name, "password", "changed by themselves", person_id=row.id)

    def known_elsewhere(self, name: str) -> Who | None:
        """Who somebody is whom an identity provider calls `name`; None when nobody has let them in."""
        from app.store import people

        key = f"oidc {people.login_of(name)}"
        found, at = self._known.get(key), time.monotonic()
        if found is None or at - found[0] > KNOWN_S:
            with self.store.read() as connection:
                row = people.row_by_login(connection, name)
                who = None if row is None or row.inactive is not None else _who(connection, row)
            found = self._known[key] = (at, who)
        return found[1]

    def note_sign_in(self, who: Who) -> None:
        """Write down that an identity provider has let somebody in."""
        from app.store import audit, people
        from app.store.engine import now

        with self.store.write() as connection:
            people.change_person(connection, str(who.person_id), seen=now())
            audit.add(connection, who.name, "sign_in", "with the identity provider", person_id=who.person_id)

    def admit_first(self, token: str, name: str) -> None:
        """Make somebody whom an identity provider calls `name` the first administrator, by the first link."""
        from app.store import people

        with self.store.write() as connection:
            row = people.open_link(connection, hash_of(token))
            if row.kind != "first":
                raise InputError("This link is for setting a password, and here nobody has one. Just sign in.")
            people.use_link(connection, hash_of(token))
            _make_first(connection, name, None)
        self._known.clear()

    def choose_project(self, who: Who, project_id: str) -> None:
        """The project that a person sees from now on. Raises InputError when they are not in it."""
        from app.store import people, projects

        with self.store.write() as connection:
            if project_id not in _projects_of(connection, who.person_id, who):
                raise InputError("You are not in this project. Ask an administrator to let you in.")
            projects.one_project(connection, project_id)
            people.change_person(connection, str(who.person_id), project_id=project_id)
        self._known.clear()

    def projects_of(self, who: Who) -> tuple[tuple[str, str], ...]:
        """The projects (id, name) that somebody may see: an administrator all of them."""
        from app.store import projects

        with self.store.read() as connection:
            mine = _projects_of(connection, who.person_id, who)
            return tuple((one.id, one.name) for one in projects.all_projects(connection) if one.id in mine)

    def _look_up(self, known: str) -> Who | None:
        from app.store import people

        with self.store.read() as connection:
            row = people.session_person(connection, known)
            return None if row is None else _who(connection, row)

    def _begin(self, connection: Connection, person_id: str, name: str, address: str) -> str:
        from app.store import audit, people
        from app.store.engine import now

        token = new_token()
        people.add_session(connection, hash_of(token), person_id, SESSION_S)
        people.change_person(connection, person_id, seen=now())
        audit.add(connection, name, "sign_in", person_id=person_id, address=address)
        return token

    def _check_limits(self, connection: Connection, login: str, address: str) -> None:
        """Raises InputError when there were too many wrong passwords lately."""
        from app.store import audit
        from app.store.engine import now

        values = {"note": login, "address": address}
        for limit in LIMITS:
            same = {name: values[name] for name in limit.same}
            number, first = audit.count(connection, "wrong_password", now() - WRONG_S, **same)
            if number >= limit.most:
                minutes = max(1, ceil((first + WRONG_S - now()) / 60))
                raise InputError(
                    f"There were too many wrong passwords. Try again in {minutes} minute{'s' * (minutes != 1)}."
                )


def _make_first(connection: Connection, name: str, kept: str | None) -> str:
    """The administrator; somebody of that name becomes it."""
    from app.store import people, projects

    row = people.row_by_login(connection, name)
    person_id = people.add_person(connection, name, "admin", kept) if row is None else str(row.id)
    people.change_person(connection, person_id, role="admin", inactive=None, password=kept)
    projects.set_member(connection, HOME, person_id, None)
    return person_id


def _who(connection: Connection, row: Any) -> Who:
    """A person in the project they looked at last, if they are still in it, else in the first of theirs."""
    role = roles.named(row.role)
    mine = _projects_of(connection, row.id, Who(role, row.id, row.name))
    if not mine:
        return Who("viewer", row.id, row.name, NOWHERE)
    project_id = row.project_id if row.project_id in mine else next(iter(mine))
    return Who(mine[project_id], row.id, row.name, project_id)


def _projects_of(connection: Connection, person_id: str | None, who: Who) -> dict[str, Role]:
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


__all__ = ["Accounts"]
