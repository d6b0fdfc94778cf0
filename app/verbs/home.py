"""What every verb stands on: the folder that holds everything, the store in it, and who acts."""

from __future__ import annotations

import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from app.people.roles import OWNER, Who
from app.settings import settings
from app.verbs.names import user

if TYPE_CHECKING:
    from app.store.engine import Store


class HomeVerbs:
    """`home` is the folder that holds everything, `who` acts."""

    who: Who = OWNER

    def __init__(self, home: Path | None = None) -> None:
        self.home = Path(home) if home else settings().home
        self.places: dict[str, str] = {}  # the project of each thing that was asked for
        self.told: set[tuple[Any, ...]] = set()  # which predictions stand in the audit list

    @cached_property
    def store(self) -> Store:
        """The store behind the verbs, opened at the first use."""
        from app.store.engine import open_store

        return open_store(self.home, settings().database_url, settings().files_url)

    def acting(self, who: Who) -> Self:
        """The same service, with what it has worked out, for somebody else."""
        assert self.store  # opened once, for all
        twin = copy.copy(self)
        twin.who = who
        return twin

    def asker(self) -> str | None:
        """The name of who acts: of the person, or of the owner on this computer."""
        return self.who.name or user()


__all__ = ["HomeVerbs"]
