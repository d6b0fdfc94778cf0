"""Letters that a document may hold."""

from __future__ import annotations

UNPRINTABLE = "\ufffd"


def clean(text: str) -> str:
    """The text with a mark in place of control characters and half surrogates, which neither XML nor PDF can hold."""
    return "".join(letter if _may_stand(ord(letter)) else UNPRINTABLE for letter in text)


def _may_stand(code: int) -> bool:
    if code < 32:
        return code in (9, 10)
    return not (0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))
