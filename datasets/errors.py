"""The errors that reach a person.

EaselError            exit code 1: something failed that is not the input's fault
└── InputError        exit code 2: wrong usage or unusable input

Every message is one or two plain sentences: what must hold, what came, what to do. Facts that a program may
want are attributes of the error.
"""

from __future__ import annotations


class EaselError(Exception):
    """Root of every error that Easel raises on purpose; `str(error)` is a sentence for a person."""

    exit_code = 1


class InputError(EaselError):
    """The input or its use is at fault: a file that cannot be read, an unknown column, a wrong option. `header_row` is
    the row that should have been read as the header, None where that is not the fault."""

    exit_code = 2

    def __init__(self, message: str = "", *, header_row: int | None = None) -> None:
        super().__init__(message)
        self.header_row = header_row
