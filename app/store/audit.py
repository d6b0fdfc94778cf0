"""The audit list: rows are added, read and counted, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from app.store.engine import moment, new_id, now
from app.store.tables import audit, project


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody did something. `what` is a word of app.people.deeds, `about` the id of what it was done to, `note` its
    name at that moment or a sentence, `project` the project's name, "" where it is none or gone."""

    id: str
    at: datetime
    person_id: str | None
    who: str
    what: str
    project: str
    about: str | None
    note: str
    address: str | None


def add(
    connection: Connection,
    who: str,
    what: str,
    note: str = "",
    *,
    person_id: str | None = None,
    project_id: str | None = None,
    about: str | None = None,
    address: str | None = None,
) -> None:
    values = {"person_id": person_id, "who": who, "what": what, "note": note[:500]}
    places = {"project_id": project_id, "about": about, "address": address}
    connection.execute(insert(audit).values(id=new_id("a"), at=now(), **values, **places))


def entries(
    connection: Connection,
    *,
    what: str | None = None,
    person_id: str | None = None,
    words: str = "",
    since: float = 0.0,
    limit: int = 1_000,
) -> tuple[Entry, ...]:
    """The newest first: of one kind, of one person, holding these words in who or note, from a moment on."""
    found = select(audit, project.c.name.label("project")).outerjoin(project, audit.c.project_id == project.c.id)
    found = found.where(audit.c.at >= since)
    if what is not None:
        found = found.where(audit.c.what == what)
    if person_id is not None:
        found = found.where(audit.c.person_id == person_id)
    for word in words.casefold().split():
        text = func.lower(audit.c.who + " " + audit.c.note)
        found = found.where(text.contains(word, autoescape=True))
    newest = found.order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
    return tuple(_entry(row) for row in connection.execute(newest))


def count(connection: Connection, what: str, since: float, **equal: str) -> tuple[int, float]:
    """How many rows of a kind there are since a moment with these values, and when the first of them was written."""
    same = [audit.c[name] == value for name, value in equal.items()]
    asked = select(func.count(), func.min(audit.c.at)).where(audit.c.what == what, audit.c.at >= since, *same)
    number, first = connection.execute(asked).one()
    return int(number), float(first or 0.0)


def _entry(row: Any) -> Entry:
    return Entry(
        row.id, moment(row.at), row.person_id, row.who, row.what, row.project or "", row.about, row.note, row.address
    )
