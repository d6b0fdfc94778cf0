"""The errors that reach a person.

EaselError            exit code 1: something failed that is not the input's fault
└── InputError        exit code 2: wrong usage or unusable input

Every message is one or two plain sentences: what must hold, what came, what to do. Facts that a program may
want are attributes of the error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

READING = ("decimal", "header_row")  # remedies that are options of reading


class EaselError(Exception):
    """Root of every error that Easel raises on purpose; `str(error)` is a sentence for a person."""

    exit_code = 1


class InputError(EaselError):
    """The input or its use is at fault: a file that cannot be read, an unknown column, a wrong option.

    `remedies` are arguments of the call that mend it, each with the values that do: {"on_error": ("missing", "skip")}.
    The sentence names none of them, since a page, a command line and a program have words of their own for them; a
    traceback shows them in a note.
    """

    exit_code = 2

    def __init__(self, message: str = "", *, remedies: Mapping[str, tuple[Any, ...]] | None = None) -> None:
        super().__init__(message)
        self.remedies = dict(remedies or {})
        if self.remedies:
            said = (_argument(name, value) for name, values in self.remedies.items() for value in values)
            self.add_note(f"As an argument: {' or '.join(said)}.")


def _argument(name: str, value: Any) -> str:
    written = f"{name}={value!r}"
    return f"options=ReadOptions({written})" if name in READING else written
