"""A text that was written anew, line by line, so that the rules of a CSV file can read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datasets.formats._text import TextFile
from datasets.record import ReadOptions, SetAside


@dataclass(frozen=True)
class Anew:
    """The text, how it is to be read, what there is to say of that, and the notes that stood below the table."""

    text: TextFile
    options: ReadOptions
    sentences: tuple[str, ...] = ()
    notes: tuple[SetAside, ...] = ()


def joined(cells: Sequence[str], delimiter: str) -> str:
    """A line of the text; a quote or a delimiter within a cell is text."""
    special = ('"', delimiter)
    return delimiter.join(_quoted(cell) if any(mark in cell for mark in special) else cell for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
