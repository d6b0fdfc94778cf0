"""Removing what nobody needs any more, once a day, in a pause of a worker."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.housekeeping import tidy
from app.settings import settings
from app.store.engine import Store
from datasets.errors import EaselError

FIRST_S, EVERY_S = 600.0, 86_400.0  # of working before the first time; from one time to the next


class Tidying:
    """Call `look` often; what became of it is told to `say`."""

    def __init__(self, store: Store, say: Callable[[str], object]) -> None:
        self._store = store
        self._say = say
        self._last = time.monotonic() + FIRST_S - EVERY_S

    def look(self) -> None:
        """Tidy up when it is time."""
        if time.monotonic() < self._last + EVERY_S:
            return
        self._last = time.monotonic()
        try:
            freed = sum(removed.bytes for removed in tidy(self._store, settings().keep_days))
        except (EaselError, OSError) as error:
            self._say(f"Tidying up did not work: {error}")
        else:
            self._say(f"tidied up, {freed / 1e6:,.1f} MB freed")


__all__ = ["Tidying"]
