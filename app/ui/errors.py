"""No traceback reaches a reader: what Easel refuses is shown as its sentence, the rest as one with a log entry."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from app.ui import parts
from datasets.errors import EaselError

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger("easel.app")


def calm(draw: Callable[P, R]) -> Callable[P, R | None]:
    """`draw` with its errors turned into notices; wrap every page, fragment and dialog body in it."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return draw(*args, **kwargs)
        except EaselError as error:
            parts.notice(str(error), tone="bad")
        except Exception:
            log.exception("Something unexpected happened while drawing %s.", getattr(draw, "__name__", "a page"))
            parts.notice(UNEXPECTED, tone="bad")
        return None

    return drawn


UNEXPECTED = (
    "This part of the page could not be drawn; nothing was changed or lost. "
    "Load the page again; if it happens again, the log of the app says why."
)
