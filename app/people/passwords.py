"""Passwords: what they must be, and how they are kept (argon2id, RFC 9106)."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from datasets.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, MOST = 10, 1_000
_AT_ONCE = BoundedSemaphore(2)  # each check takes 64 MB and a tenth of a second


def check(password: str, again: str | None = None, name: str = "") -> None:
    """Raises InputError for a password that is too short, too long, or the name; `again`: as typed once more."""
    if len(password) < LEAST:
        raise InputError(
            f"A password must have at least {LEAST} characters; this one has {len(password)}. "
            "A few words in a row are easy to keep in mind."
        )
    if len(password) > MOST:
        raise InputError(f"A password may have at most {MOST:,} characters; this one has {len(password):,}.")
    if len(set(password)) < 4 or password.casefold() == name.casefold():
        raise InputError("This password is guessed at once. Take another one, a few words in a row for example.")
    if again is not None and again != password:
        raise InputError("The two passwords must be the same; they are not. Type them again.")


def hashed(password: str) -> str:
    """What is kept of a password: salt, parameters and hash in one text."""
    with _AT_ONCE:
        return _hasher().hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether it is the password; takes as long when nothing is kept, so that the time tells nobody who is known."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _AT_ONCE:
        try:
            return _hasher().verify(kept or _nobody(), password[: MOST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether it was kept with weaker parameters than those of today."""
    return _hasher().check_needs_rehash(kept)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash("the password of nobody")
