"""Lines that say how to read the others: `sep=;`, which Excel writes and reads, at the top of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEP = re.compile(r'"?sep=(.)"?[,;\t]*\r?\n?', re.IGNORECASE)


def delimiter_said(lines: Sequence[str]) -> str | None:
    """The delimiter that the first line names; None where it is a line like the others."""
    found = _SEP.fullmatch(lines[0]) if len(lines) > 1 else None
    return found[1] if found else None
