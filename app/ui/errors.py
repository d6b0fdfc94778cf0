"""No traceback reaches a reader: what Easel refuses is shown as its sentence, the rest as one with a log entry."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from app.store.away import AwayError
from app.ui import parts
from app.ui.in_notation import in_notation
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
        except AwayError as error:
            parts.notice(f"{in_notation(str(error))} {AWAY}", tone="warn")
            _look_again()
        except EaselError as error:
            parts.notice(in_notation(str(error)), tone="bad")
        except Exception:
            log.exception("Something unexpected happened while drawing %s.", getattr(draw, "__name__", "a page"))
            parts.notice(UNEXPECTED, tone="bad")
        return None

    return drawn


def _look_again() -> None:
    """Draw the page anew in a while, without a hand."""
    looked: list[bool] = []

    def look() -> None:
        if looked:
            st.rerun(scope="app")
        looked.append(True)

    st.fragment(look, run_every=AGAIN_S)()


AGAIN_S = 3.0
AWAY = "Builds go on meanwhile, nothing is lost, and this page looks again by itself."
UNEXPECTED = (
    "This part of the page could not be drawn; nothing was changed or lost. "
    "Load the page again; if it happens again, the log of the app says why."
)
