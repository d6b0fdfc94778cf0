"""Persons, the sessions of those who are signed in, and one-time links."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.people.roles import Role, named
from app.store.engine import moment, new_id, now
from app.store.tables import link, person, session
from datasets.errors import InputError

LinkKind = Literal["first", "invite", "reset"]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person: `seen` is when they signed in last, `invited` says that they have no password yet."""

    id: str
    name: str
    role: Role
    created: datetime
    seen: datetime | None
    active: bool
    invited: bool


def all_people(connection: Connection) -> tuple[PersonView, ...]:
    """Everybody by name."""
    found = [person_view(row) for row in connection.execute(select(person))]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def one_person(connection: Connection, person_id: str) -> PersonView:
    """Raises InputError when there is no such person (any more)."""
    row = connection.execute(select(person).where(person.c.id == person_id)).one_or_none()
    if row is None:
        raise InputError("This person does not exist any more. Choose another one.")
    return person_view(row)


def row_by_login(connection: Connection, name: str) -> Row[Any] | None:
    """The stored row of a person, with the password's hash, by the name they sign in with."""
    return connection.execute(select(person).where(person.c.login == login_of(name))).one_or_none()


def person_named(connection: Connection, name: str) -> PersonView:
    """Raises InputError when nobody has that name."""
    row = row_by_login(connection, name)
    if row is None:
        raise InputError(f"There is nobody called {name!r}. See who there is: easel users list")
    return person_view(row)


def add_person(connection: Connection, name: str, role: Role, password: str | None = None) -> str:
    """A new person; `password` is its hash. Raises InputError when the name is taken. Returns the id."""
    if row_by_login(connection, name) is not None:
        raise InputError(f"There is somebody called {name} already. Choose another name, an e-mail address perhaps.")
    person_id = new_id("u")
    values = {"name": name, "login": login_of(name), "role": role, "password": password, "created": now()}
    connection.execute(insert(person).values(id=person_id, **values))
    return person_id


def change_person(connection: Connection, person_id: str, **values: Any) -> None:
    """Set the role, the password's hash, when they were seen, since when they are inactive, or the project."""
    connection.execute(update(person).where(person.c.id == person_id).values(**values))


def remove_person(connection: Connection, person_id: str) -> None:
    """Remove a person with sessions, links and memberships; what they did stays in the audit list."""
    connection.execute(delete(person).where(person.c.id == person_id))


def administrators(connection: Connection) -> tuple[str, ...]:
    """The ids of those who are administrators and may sign in; an invited one without a password counts."""
    active = select(person.c.id).where(person.c.role == "admin", person.c.inactive.is_(None))
    return tuple(connection.execute(active).scalars())


def add_session(connection: Connection, token_hash: str, person_id: str, seconds: float) -> None:
    at = now()
    connection.execute(insert(session).values(id=token_hash, person_id=person_id, created=at, expires=at + seconds))


def session_person(connection: Connection, token_hash: str) -> Row[Any] | None:
    """The row of the person whose session that is; None when it is over, or they may not sign in any more."""
    alive = (session.c.id == token_hash, session.c.expires > now(), person.c.inactive.is_(None))
    found = select(person).join(session, session.c.person_id == person.c.id).where(*alive)
    return connection.execute(found).one_or_none()


def end_session(connection: Connection, token_hash: str) -> None:
    connection.execute(delete(session).where(session.c.id == token_hash))


def end_sessions(connection: Connection, person_id: str, but: str = "") -> None:
    """Sign a person out everywhere, `but` in the session with that hash."""
    connection.execute(delete(session).where(session.c.person_id == person_id, session.c.id != but))


def add_link(connection: Connection, token_hash: str, kind: LinkKind, person_id: str | None, seconds: float) -> None:
    """A link that works once; older ones of the same kind for the same person work no more."""
    at = now()
    older = link.c.person_id.is_(None) if person_id is None else link.c.person_id == person_id
    connection.execute(delete(link).where(older, link.c.used.is_(None)))
    values = {"kind": kind, "person_id": person_id, "created": at, "expires": at + seconds}
    connection.execute(insert(link).values(id=token_hash, **values))


def open_link(connection: Connection, token_hash: str) -> Row[Any]:
    """The row of a link that still works. Raises InputError when it was used, is too old, or is none."""
    row = connection.execute(select(link).where(link.c.id == token_hash)).one_or_none()
    if row is None:
        raise InputError("This link does not work any more. Ask an administrator for a new one.")
    if row.used is not None:
        raise InputError("This link was used already; each works once. Sign in, or ask an administrator for a new one.")
    if row.expires < now():
        raise InputError("This link is too old. Ask an administrator for a new one.")
    return row


def use_link(connection: Connection, token_hash: str) -> None:
    connection.execute(update(link).where(link.c.id == token_hash).values(used=now()))


def forget_old(connection: Connection) -> int:
    """Remove sessions and links whose time is over; returns how many."""
    over = now()
    gone = connection.execute(delete(session).where(session.c.expires < over)).rowcount
    return int(gone + connection.execute(delete(link).where(link.c.expires < over)).rowcount)


def login_of(name: str) -> str:
    """The form of a name by which people sign in: without differences that cannot be seen."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def person_view(row: Row[Any]) -> PersonView:
    seen = None if row.seen is None else moment(row.seen)
    invited = row.password is None and row.seen is None
    return PersonView(row.id, row.name, named(row.role), moment(row.created), seen, row.inactive is None, invited)
