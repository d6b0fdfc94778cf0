"""How many wrong passwords are too many."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from datasets.errors import InputError
from datasets.wording import plural

if TYPE_CHECKING:
    from sqlalchemy import Connection

DEED = "wrong_password"  # in the audit list
WRONG_S = 900.0  # for how long wrong passwords count


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` wrong passwords within WRONG_S that agree in these columns of the audit list."""

    most: int
    same: tuple[str, ...]


# For one name from one place; for one name from anywhere; from one place for any names (which many may share).
LIMITS = (Limit(5, ("note", "address")), Limit(25, ("note",)), Limit(100, ("address",)))


def check_limits(connection: Connection, login: str, address: str) -> None:
    """Raises InputError when there were too many wrong passwords lately."""
    from app.store import audit
    from app.store.engine import now

    values = {"note": login, "address": address}
    for limit in LIMITS:
        same = {name: values[name] for name in limit.same}
        number, first = audit.count(connection, DEED, now() - WRONG_S, **same)
        if number >= limit.most:
            minutes = max(1, ceil((first + WRONG_S - now()) / 60))
            raise InputError(f"There were too many wrong passwords. Try again in {plural(minutes, 'minute')}.")


def note_wrong(connection: Connection, name: str, login: str, address: str, person_id: str | None = None) -> None:
    """Write a wrong password down, so that it counts; `name` is what was typed, `person_id` who is signed in."""
    from app.store import audit

    audit.add(connection, name, DEED, login, person_id=person_id, address=address)


__all__ = ["check_limits", "note_wrong"]
