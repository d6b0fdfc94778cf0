"""How the table in a text file is laid out, as a word that can be asked for, shown and remembered.

rows: rows of cells with a delimiter. aligned: columns aligned by blanks; "aligned:10-11,22-25" names the blanks between
them as places in a line (from 0, the end not included), "aligned:wide" takes only gaps of two blanks and more. fields:
cut at every blank. pairs: lines of key=value pairs. drawn: drawn with bars and lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from datasets.errors import InputError

ROWS, ALIGNED, FIELDS, PAIRS, DRAWN = "rows", "aligned", "fields", "pairs", "drawn"
WIDE = f"{ALIGNED}:wide"
WORDS = {
    ROWS: "rows of cells with a delimiter",
    ALIGNED: "columns aligned by blanks",
    FIELDS: "cells with blanks between them",
    PAIRS: "key=value pairs",
    DRAWN: "a table drawn with bars and lines",
}
_GAPS = re.compile(r"\d+-\d+(?:,\d+-\d+)*")

Gap = tuple[int, int]  # the first place, and the one behind the last


def name_of(layout: str) -> str:
    """The name of a layout without its places. Raises InputError where there is none of that name."""
    name, colon, places = layout.partition(":")
    if name not in WORDS or (colon and not (layout == WIDE or (name == ALIGNED and _GAPS.fullmatch(places)))):
        raise InputError(f"The layout of a text file must be one of {', '.join(WORDS)}; this is {layout!r}.")
    return name


def aligned_at(gaps: Sequence[Gap]) -> str:
    """The layout of columns with these gaps between them."""
    return f"{ALIGNED}:{','.join(f'{first}-{end}' for first, end in gaps)}" if gaps else ALIGNED


def gaps_of(layout: str) -> tuple[Gap, ...]:
    """The gaps that a layout names."""
    places = layout.partition(":")[2] if layout != WIDE else ""
    pairs = (gap.split("-") for gap in places.split(",") if gap)
    return tuple((int(first), int(end)) for first, end in pairs)


__all__ = ["ALIGNED", "DRAWN", "FIELDS", "PAIRS", "ROWS", "WIDE", "WORDS", "aligned_at", "gaps_of", "name_of"]
