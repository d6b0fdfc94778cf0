"""Lines that say how to read the others: `sep=;`, which Excel writes and reads, at the top of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A tab or a mark of punctuation; a letter or a quote is no delimiter, and the line one like the others.
_SEP = re.compile(r"""(?P<quote>"?)sep=(?P<delimiter>\t|[^\w\s"'`])(?P=quote)[,;\t]*\r?\n?""", re.IGNORECASE)


def is_mark(lines: Sequence[str]) -> bool:
    """Whether the first line names a delimiter; it is no row then, whatever delimiter is taken."""
    return len(lines) > 1 and _SEP.fullmatch(lines[0]) is not None


def delimiter_said(lines: Sequence[str]) -> str | None:
    """The delimiter that the first line names, where the others have it."""
    found = _SEP.fullmatch(lines[0]) if is_mark(lines) else None
    return found["delimiter"] if found and any(found["delimiter"] in line for line in lines[1:]) else None
