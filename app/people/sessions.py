"""Sessions: who the bearer of a token is, or whom an identity provider names, until they sign out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.people.membership import who_in_project
from app.people.roles import Who
from app.people.tokens import hash_of, new_token

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.store.engine import Store

DAY_S = 86_400.0
SESSION_S = 14 * DAY_S
KNOWN_S = 2.0  # how long a session is believed without looking into the store
MOST_KNOWN = 10_000


class Sessions:
    """The sessions of one store; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[str, tuple[float, Who | None]] = {}

    def who(self, token: str | None) -> Who | None:
        """Who the bearer of a token is; None: nobody. What is found is believed for KNOWN_S."""
        if not token or len(token) > 200:
            return None
        known = hash_of(token)
        return self._believed(known, lambda: self._bearer(known))

    def known_elsewhere(self, name: str) -> Who | None:
        """Who somebody is whom an identity provider calls `name`; None when nobody has let them in."""
        from app.store import people

        return self._believed(f"oidc {people.login_of(name)}", lambda: self._named(name))

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

    def _believed(self, key: str, look_up: Callable[[], Who | None]) -> Who | None:
        """What was found for a key less than KNOWN_S ago, else what is found now."""
        found, at = self._known.get(key), time.monotonic()
        if found is None or at - found[0] > KNOWN_S:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = (at, look_up())
        return found[1]

    def _bearer(self, known: str) -> Who | None:
        from app.store import people

        with self.store.read() as connection:
            row = people.session_person(connection, known)
            return None if row is None else who_in_project(connection, row)

    def _named(self, name: str) -> Who | None:
        from app.store import people

        with self.store.read() as connection:
            row = people.row_by_login(connection, name)
            return None if row is None or row.inactive is not None else who_in_project(connection, row)

    def _begin(self, connection: Connection, person_id: str, name: str, address: str) -> str:
        from app.store import audit, people
        from app.store.engine import now

        token = new_token()
        people.add_session(connection, hash_of(token), person_id, SESSION_S)
        people.change_person(connection, person_id, seen=now())
        audit.add(connection, name, "sign_in", person_id=person_id, address=address)
        return token


__all__ = ["DAY_S", "SESSION_S", "Sessions"]
