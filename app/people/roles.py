"""Roles, and who acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from datasets.errors import InputError

Role = Literal["viewer", "analyst", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
TITLES: Mapping[str, str] = {"viewer": "Viewer", "analyst": "Analyst", "admin": "Administrator"}
MAY: Mapping[Role, str] = {
    "viewer": "looks at everything in a project and predicts",
    "analyst": "also imports, builds, changes and deletes",
    "admin": "also manages people and projects, and is in all of them",
}
HOME = "p_home"  # the project that is always there
NOWHERE = ""  # the project of somebody who is in none


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who acts.

    role        what they may do in the project
    person_id   None: the owner, for whom Easel runs on this computer: without sign-in, and on the command line
    name        of the person; "" of the owner
    project_id  what they see and work in; None: everything, and what is new goes to the first project
    """

    role: Role = "admin"
    person_id: str | None = None
    name: str = ""
    project_id: str | None = None

    def may(self, least: Role) -> bool:
        """Whether this role is at least `least`."""
        return ROLES.index(self.role) >= ROLES.index(least)


OWNER = Who()


class NotAllowedError(InputError):
    """Somebody asked for what their role does not allow."""


class SignedOutError(InputError):
    """Nobody is signed in (any more)."""


def named(text: str) -> Role:
    """The role with that name. Raises InputError when there is none."""
    for role in ROLES:
        if role == text:
            return role
    raise InputError(f"A role must be one of {', '.join(ROLES)}; this is {text!r}.")


def refusal(who: Who, least: Role) -> str:
    """Why somebody may not do what at least `least` may, and what to do about it."""
    return (
        f"This needs the role {TITLES[least]}; yours here is {TITLES[who.role]}. Ask an administrator if you need more."
    )
