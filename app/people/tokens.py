"""Secrets that browsers and links carry: random, and kept only as their hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits as 43 letters that an address may hold."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token. It is looked up by this, so that no time tells how near a guess came; a token is too
    random to be guessed, so it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
