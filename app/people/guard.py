"""The check that stands before every verb of the service: role, project, places of files; and the audit list after it.

Inside a verb that was allowed, other verbs are trusted. The owner of the computer is asked nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from inspect import isfunction, signature
from typing import Any, TypeVar

from app.people.ids import ids_in
from app.people.places import PLACES, may_read
from app.people.roles import NotAllowedError, Who, refusal
from app.people.rules import Rule, rule_of
from datasets.errors import InputError

T = TypeVar("T")
NOT_IDS = frozenset({"row", "name", "content", "options"})  # what people type may look like an id
TOLD = ("role", "active", "what")
UNGUARDED = ("acting", "asker")  # who acts, not what is done
UNTOLD = ("", "change", "predict")  # of the owner, who need not be told what they set
_inside: ContextVar[bool] = ContextVar("inside_a_verb", default=False)


def guarded(service: type[T]) -> type[T]:
    """The class with the check before each of its public methods."""
    for verb in sorted(name for name in dir(service) if not name.startswith("_")):
        method = getattr(service, verb)
        if isfunction(method) and verb not in UNGUARDED:
            setattr(service, verb, _checked(verb, method))
    return service


def _checked(verb: str, method: Callable[..., Any]) -> Callable[..., Any]:
    rule, asked = rule_of(verb), signature(method)

    @wraps(method)
    def checked(self: Any, *values: Any, **named: Any) -> Any:
        who: Who = self.who
        if _inside.get() or (who.person_id is None and rule.deed in UNTOLD):
            return method(self, *values, **named)
        given = asked.bind(self, *values, **named).arguments
        given.pop("self", None)
        guard = _Guard(self, verb, rule, who, given)
        guard.check()
        with _trusted():
            answer = method(self, *values, **named)
        guard.tell(answer)
        return answer

    return checked


@contextmanager
def _trusted() -> Iterator[None]:
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


class _Guard:
    """One call of a verb with what it was given."""

    def __init__(self, service: Any, verb: str, rule: Rule, who: Who, given: Mapping[str, Any]) -> None:
        self.service, self.verb, self.rule, self.who, self.given = service, verb, rule, who, given
        self.ids = [found for name, value in given.items() if name not in NOT_IDS for found in ids_in(value)]
        self.note = self._names() if rule.deed else ""

    def check(self) -> None:
        """Raises NotAllowedError when the role does not allow it, InputError for what lies elsewhere."""
        if self.who.person_id is None:
            return
        if not self.who.may(self.rule.least):
            self._refuse(refusal(self.who, self.rule.least))
        self._check_project()
        self._check_places()
        if self.verb == "cancel_job" and not self.who.may("analyst") and not self._is_own_batch():
            self._refuse("A viewer may cancel predictions that they asked for themselves, and nothing else.")

    def tell(self, answer: Any) -> None:
        """Write down what was done; a single prediction once an hour for each model."""
        if not self.rule.deed or (self.verb == "predict_one" and not self._is_new()):
            return
        about = getattr(answer, "id", None) or next(iter(self.ids), None)
        self._write(self.rule.deed, self._note(about), about if isinstance(about, str) else None)

    def _check_project(self) -> None:
        from app.store import projects

        if self.who.project_id is None:
            return
        places: dict[str, str] = self.service.places  # a thing stays in its project
        if unknown := [one for one in self.ids if one not in places]:
            with self.service.store.read() as connection:
                found = {one: projects.project_of(connection, one) for one in unknown}
            places.update({one: place for one, place in found.items() if place is not None})
        if {places.get(one) for one in self.ids} - {self.who.project_id}:
            raise InputError("This does not exist any more, or lies in another project. Choose another one.")

    def _check_places(self) -> None:
        """People who sign in bring their files along; the files of the computer are the administrators'."""
        for name, value in self.given.items():
            if name in PLACES and not may_read(value, self.who, self.service.home):
                self._refuse(
                    "Only files that you upload, and databases on a server, can be read here. "
                    "An administrator can read other files of this computer."
                )
        if self.given.get("out") is not None:
            self._refuse("Only the command line writes to a file of this computer.")

    def _is_own_batch(self) -> bool:
        job = self.service.job(self.given["job_id"])
        return bool(job.kind == "batch_predict" and job.asked_by == self.who.name)

    def _is_new(self) -> bool:
        """Whether this person has not asked this model within the hour; the owner's questions are their own affair."""
        if self.who.person_id is None:
            return False
        key = (self.who.person_id, *self.ids, int(time.time() // 3600))
        told: set[tuple[Any, ...]] = self.service.told
        if key in told:
            return False
        if len(told) > 10_000:
            told.clear()
        told.add(key)
        return True

    def _names(self) -> str:
        """What was named, before it is done: afterwards it may be gone."""
        from app.store import projects

        named = [value for name, value in self.given.items() if name.endswith("_id") and isinstance(value, str)]
        with self.service.store.read() as connection:
            found = [projects.name_of(connection, one) for one in dict.fromkeys([*self.ids, *named])]
        return ", ".join(filter(None, found))

    def _note(self, about: Any) -> str:
        """The names before, and what came of it: a new name, a role, what was changed."""
        from app.store import projects

        said = self.note
        if isinstance(about, str):
            with self.service.store.read() as connection:
                now = projects.name_of(connection, about)
            said = f"{said}, now {now}" if self.rule.deed == "rename" and now != said else now or said
        said = said or str(self.given.get("name") or "")
        given = {name: self.given.get(name) for name in TOLD}
        more = [f"{name}: {value}" for name, value in given.items() if value is not None]
        more += list(self.given.get("changes", ())) if self.verb == "update_model" else []
        return "; ".join(filter(None, [said, ", ".join(more)]))

    def _refuse(self, sentence: str) -> None:
        self._write("refused", f"{self.verb.replace('_', ' ')} {self.note}".strip(), next(iter(self.ids), None))
        raise NotAllowedError(sentence)

    def _write(self, deed: str, note: str, about: str | None) -> None:
        from app.store import audit

        with self.service.store.write() as connection:
            audit.add(
                connection,
                self.service.asker() or "owner",
                deed,
                note,
                person_id=self.who.person_id,
                project_id=self.who.project_id,
                about=about,
            )


__all__ = ["guarded"]
