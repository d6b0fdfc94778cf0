"""One-time links: the first administrator, invitations, and passwords that are set anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.people import passwords
from app.people.roles import HOME
from app.people.sessions import DAY_S, Sessions
from app.people.tokens import hash_of, new_token
from datasets.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.store.people import LinkKind

LINK_S = 7 * DAY_S
FIRST_LINK_S = DAY_S


class Links(Sessions):
    """What links are for, and what they do once."""

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


def _make_first(connection: Connection, name: str, kept: str | None) -> str:
    """The administrator; somebody of that name becomes it."""
    from app.store import people, projects

    row = people.row_by_login(connection, name)
    person_id = people.add_person(connection, name, "admin", kept) if row is None else str(row.id)
    people.change_person(connection, person_id, role="admin", inactive=None, password=kept)
    projects.set_member(connection, HOME, person_id, None)
    return person_id


__all__ = ["Links"]
